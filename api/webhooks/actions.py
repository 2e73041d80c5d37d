"""Keeping endpoints, handing out their secrets; sending again, trying out, beginning again after a failure."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from api.consumers.enums import Act
from api.consumers.models import Consumer
from api.consumers.recording import record
from api.consumers.selectors import head_number
from api.publications.enums import Kind
from api.publications.models import Version
from api.webhooks.addresses import reasons_against
from api.webhooks.messages import trial_message
from api.webhooks.models import Attempt, Endpoint, Secret
from api.webhooks.policies import reasons_not_to_keep, reasons_not_to_send
from api.webhooks.rules import terms
from api.webhooks.sending import letter_to, send, written_down
from api.webhooks.signing import fingerprint_of, shown
from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Reason, Refused
from sites.refusals.checking import check_fields

BYTES_OF_A_SALT = 32
SECONDS_OF_A_TEST = 5  # a person waits at the screen


@dataclass(frozen=True, slots=True)
class Drawn:
    """A secret as it is shown, once."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def keep_endpoint(actor: User, *, endpoint: Endpoint, reason: str = "") -> Endpoint:
    """Add an endpoint (an unsaved row), or change one; a new one is told what changes from now on.

    Refused as changing the consumer is, and for one that has ended. Invalid for an address that may not be called.
    """
    is_new = endpoint.pk is None
    endpoint.consumer = Consumer.objects.select_for_update().get(pk=endpoint.consumer_id)
    _refuse(reasons_not_to_keep(actor, endpoint=endpoint))
    if reasons := reasons_against(endpoint.url):
        raise Invalid(reasons=reasons, errors={"url": [str(reason) for reason in reasons]})
    unknown = [kind for kind in endpoint.kinds if kind not in Kind.values]
    if unknown:
        raise Invalid(reasons=[Reason("unknown_kind", unknown[0], "kinds")])
    if is_new:
        endpoint.registered_at, endpoint.position = clock.now(), head_number()
        check_fields(endpoint)
        endpoint.save()
    else:
        kept = _locked(endpoint)
        _refuse(reasons_not_to_keep(actor, endpoint=kept))
        check_fields(endpoint)
        # what was under way was put together for the former choice
        values = {name: getattr(endpoint, name) for name in ("url", "site", "kinds", "note")}
        _set(kept, **values, pending_to=None, generation=kept.generation + 1)
    act = Act.ENDPOINT_ADDED if is_new else Act.ENDPOINT_CHANGED
    record(actor, consumer=endpoint.consumer, act=act, words=endpoint.url, reason=reason)
    return endpoint


@transaction.atomic
def end_endpoint(actor: User, *, endpoint: Endpoint, reason: str) -> Endpoint:
    """End an endpoint at once. Invalid without a reason; refused as keeping it is."""
    _say_why(reason)
    now = _locked(endpoint)
    _refuse(reasons_not_to_keep(actor, endpoint=now))
    _set(now, ended_at=clock.now())
    record(actor, consumer=now.consumer, act=Act.ENDPOINT_ENDED, words=now.url, reason=reason)
    return now


def end_all(actor: User, consumer: Consumer, reason: str) -> None:
    """End every endpoint of a consumer that ends."""
    for endpoint in Endpoint.objects.filter(consumer=consumer, ended_at__isnull=True):
        end_endpoint(actor, endpoint=endpoint, reason=reason)


@transaction.atomic
def draw_secret(actor: User, *, endpoint: Endpoint, reason: str = "") -> Drawn:
    """Hand out a new secret, answered once. The one before signs beside it for as long as the rule says.

    Refused as keeping the endpoint is. Invalid without a reason where it replaces one.
    """
    now = _locked(endpoint)
    _refuse(reasons_not_to_keep(actor, endpoint=now))
    if now.secrets.exists():
        _say_why(reason)
    until = clock.now() + timedelta(hours=terms().overlap_hours)
    now.secrets.filter(Q(until__isnull=True) | Q(until__gt=until)).update(until=until)
    salt = secrets.token_hex(BYTES_OF_A_SALT)
    Secret.objects.create(
        endpoint=now, salt=salt, fingerprint=fingerprint_of(salt), drawn_at=clock.now(), drawn_by=actor
    )
    record(actor, consumer=now.consumer, act=Act.SECRET_DRAWN, words=now.url, reason=reason)
    return Drawn(now, shown(salt))


@transaction.atomic
def revive(actor: User, *, endpoint: Endpoint) -> Endpoint:
    """Begin again with an endpoint that was given up or waits for its next try: from where it stands, at once."""
    now = _locked(endpoint)
    _refuse(reasons_not_to_send(actor, endpoint=now))
    if not (now.dead_at or now.tries):
        raise Conflict(_("It delivers; there is nothing to begin again."), code="alive")
    _set(now, **BEGUN_AGAIN)
    record(actor, consumer=now.consumer, act=Act.REVIVED, words=now.url)
    return now


@transaction.atomic
def replay(actor: User, *, endpoint: Endpoint, number: int | None = None, moment: datetime | None = None) -> Endpoint:
    """Send again from a number of the log on, or from the first change at a moment or after it.

    Refused as `revive`. Invalid where neither is given, or the log does not reach there.
    """
    now = _locked(endpoint)
    _refuse(reasons_not_to_send(actor, endpoint=now))
    head = head_number()
    if moment is not None:
        number = Version.objects.filter(at__gte=moment).aggregate(seq=Min("seq"))["seq"] or head + 1
    if number is None or not 1 <= number <= head + 1:
        words = _("Say a number from 1 to %(head)s, or a moment.") % {"head": head + 1}
        raise Invalid(words, code="number", errors={"number": [words]})
    _set(now, **BEGUN_AGAIN, position=number - 1, pending_to=None, generation=now.generation + 1)
    record(actor, consumer=now.consumer, act=Act.REPLAYED, words=f"{number} · {now.url}")
    return now


def try_out(actor: User, *, endpoint: Endpoint) -> Attempt:
    """Send a test message and wait for the answer, a few seconds. Refused as `revive`."""
    _refuse(reasons_not_to_send(actor, endpoint=endpoint))
    letter = letter_to(endpoint, trial_message(endpoint))
    if letter is None:
        words = _("The key of the installation was changed: hand out a new secret.")
        raise Refused(words, code="secret_lost")
    outcome = send(letter, seconds=min(SECONDS_OF_A_TEST, terms().seconds))
    with transaction.atomic():
        record(actor, consumer=endpoint.consumer, act=Act.TRIED, words=endpoint.url)
        return written_down(endpoint, letter, outcome)


BEGUN_AGAIN: dict[str, Any] = {"dead_at": None, "failing_since": None, "tries": 0, "next_try_at": None}


def _locked(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.select_for_update(of=("self",)).select_related("consumer", "site").get(pk=endpoint.pk)


def _set(endpoint: Endpoint, **values: Any) -> None:
    for name, value in values.items():
        setattr(endpoint, name, value)
    endpoint.save(update_fields=tuple(values))


def _say_why(reason: str) -> None:
    if not reason.strip():
        words = _("Say why.")
        raise Invalid(words, code="reason_missing", errors={"why": [words]})


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(reasons=reasons)
