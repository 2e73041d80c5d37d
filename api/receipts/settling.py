"""Writing down what a look has shown: seen, overtaken, not yet, an alarm. Nothing ends without one of these."""

import random
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from api.publications.enums import State as Public
from api.publications.models import Version
from api.receipts.enums import Fault, State
from api.receipts.following import THING, publications
from api.receipts.looking import Seen
from api.receipts.models import OPEN, Receipt
from api.receipts.rules import Terms
from sites import clock

FIRST_PAUSE = 0.2  # seconds until the second look; then twice as long each time
LONGEST_BEFORE_ALARM = 8.0


@transaction.atomic
def settle(number: int, seen: Seen, said: Terms) -> None:
    """Write a look down. What has ended meanwhile stays as it is."""
    rows = Receipt.objects.filter(OPEN, pk=number).select_related("version")
    receipt = rows.select_for_update(of=("self",)).first()
    if receipt is None:
        return
    if state := _judged(receipt.version, seen):
        receipt.state, receipt.ended_at = state, clock.now()
        receipt.seen_at = seen.at if state == State.VISIBLE else None
        receipt.fault = ""
    else:
        _not_yet(receipt, seen, said)
    receipt.save()


def raise_alarms(said: Terms, *, down: Collection[str]) -> int:
    """An alarm for everything that was looked for in vain for too long, or whose place does not answer at all."""
    late = Receipt.objects.filter(
        Q(tries__gt=0) | Q(place__in=down),
        OPEN,
        state=State.WAITING,
        made_at__lt=clock.now() - timedelta(seconds=said.seconds),
    )
    silent = late.filter(fault="")
    Receipt.objects.filter(pk__in=silent.values("pk")).update(fault=Fault.UNREACHABLE)
    rows = Receipt.objects.filter(pk__in=late.values("pk"))
    return rows.update(state=State.ALARM, alarmed_at=clock.now())


def _judged(version: Version, seen: Seen) -> State | None:
    """What the look proves. A later version that nobody decided (another frame) shows the same text."""
    if seen.is_gone:
        return State.VISIBLE if version.state != Public.LIVE else None
    if not seen.shown or seen.shown == version.hash:
        return State.VISIBLE if seen.shown else None
    same = {name: getattr(version, name) for name in THING}
    later = Version.objects.filter(**same, hash=seen.shown, seq__gt=version.seq).first()
    if later is None:
        return None
    overtaken = publications().filter(**same, seq__gt=version.seq, seq__lte=later.seq).exists()
    return State.SUPERSEDED if overtaken else State.VISIBLE


def _not_yet(receipt: Receipt, seen: Seen, said: Terms) -> None:
    now = clock.now()
    is_late = now - receipt.made_at >= timedelta(seconds=said.seconds)
    longest = said.longest_pause_minutes * 60 if is_late else min(LONGEST_BEFORE_ALARM, said.seconds / 4)
    pause = min(FIRST_PAUSE * 2 ** min(receipt.tries, 20), longest)
    receipt.tries += 1
    receipt.next_try_at = now + timedelta(seconds=pause * random.uniform(0.75, 1))  # noqa: S311 - no secret
    receipt.fault = seen.fault or Fault.OTHER
    if is_late and receipt.state == State.WAITING:
        receipt.state, receipt.alarmed_at = State.ALARM, now
