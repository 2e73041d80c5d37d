"""What happens at the unit is followed on the portal: proposals are renewed or closed, copies marked or withdrawn.

Called when a release or a withdrawal is written, in its transaction, and every minute for what comes with time. Each
event of a copy is a unique row: doing any of it again changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import FETCH_PEERS, Exists, OuterRef, Q

from cms.pages.asked import page_of
from sites import clock
from workflows.delegation.selectors import holders
from workflows.passage.actions import unschedule_by_rule, withdraw_by_rule
from workflows.passage.enums import WithdrawalKind
from workflows.passage.models import Release, Withdrawal
from workflows.promotion import announcements
from workflows.promotion.actions.answering import answer
from workflows.promotion.actions.recording import hand_on, record
from workflows.promotion.comparing import changes_between
from workflows.promotion.enums import OPEN, Act, AnswerKind, EventKind, ProposalState
from workflows.promotion.models import Copy, Proposal, Provenance, SourceEvent
from workflows.promotion.rules import WhenWithdrawn, board_offices, desk_offices, offices_told, when_withdrawn
from workflows.promotion.selectors import open_events, pages_made_from, until_of
from workflows.promotion.texts import text_of_revision

logger = logging.getLogger(__name__)
# Law forbids these to stay public anywhere, whatever a rule says about the rest.
FORBIDDEN = frozenset({WithdrawalKind.UNLAWFUL, WithdrawalKind.SECRET, WithdrawalKind.PERSONAL})


@transaction.atomic
def follow_release(release: Release) -> None:
    """A text of a unit may be public: open proposals follow it, its copy is marked where it says something else."""
    is_public = release.not_before is None or release.not_before <= clock.now()
    _renew_proposals(release, is_public=is_public)
    if is_public:
        for copy in _copies(release):
            _mark(copy, release)


@transaction.atomic
def follow_withdrawal(withdrawal: Withdrawal) -> None:
    """A text of a unit is public no longer: open proposals close, copies go or are asked about, as the rule says."""
    for proposal in _open_proposals(withdrawal):
        record(proposal, Act.WITHDRAW, None, withdrawal.reason)
        hand_on(proposal, ProposalState.WITHDRAWN)
    for copy in _copies(withdrawal):
        if not copy.events.filter(withdrawal=withdrawal).exists():
            _take_note(copy, withdrawal)


def note_released(release: Release) -> None:
    """A text of a copy was released: write down of which snapshot it was made, and in what it differs from it."""
    copy = _copy_named(release)
    if copy is None or release.revision is None:
        return
    origin = page_of(release.revision).origin
    changes = changes_between(text_of_revision(origin.revision), text_of_revision(release.revision))
    Provenance.objects.get_or_create(
        release=release,
        defaults={"copy": copy, "origin": origin, "changes": list(changes), "at": clock.now()},
    )
    announcements.released_on_the_portal(copy, release)


def note_withdrawn(withdrawal: Withdrawal) -> None:
    """A copy was withdrawn on the portal: the unit is told. What is public there stays."""
    if copy := _copy_named(withdrawal):
        announcements.copy_withdrawn(copy, withdrawal)


def look_after(at: datetime | None = None) -> int:
    """What time brings: scheduled versions that have become public, questions that nobody has answered in time.

    Answers how much there was. One that fails does not stop the others.
    """
    now, done = at or clock.now(), 0
    for release in _unnoticed(now):
        done += _try(partial(follow_release, release), f"release {release.pk}")
    for event in open_events().filter(kind=EventKind.WITHDRAWN, escalated_at__isnull=True).select_related("copy"):
        done += _try(partial(_escalate, event, now), f"event {event.pk}")
    return done


def _try(act: Callable[[], object], what: str) -> int:
    try:
        with transaction.atomic():
            return int(act() is not False)
    except Exception:
        logger.exception("Following %s failed", what)
        return 0


def _mark(copy: Copy, release: Release) -> None:
    if copy.events.filter(release=release).exists():
        return
    if release.text_sha256 == copy.origin.text_sha256:
        _come_back(copy, release)
        return
    _settle(copy)
    asks = desk_offices(copy.portal)
    event = SourceEvent.objects.create(copy=copy, kind=EventKind.CORRECTED, release=release, at=clock.now(), asks=asks)
    for page in pages_made_from(copy.public_id, copy.locale):
        unschedule_by_rule(page=page)
    announcements.source_corrected(event)


def _come_back(copy: Copy, release: Release) -> None:
    """What was taken over is public again: whatever was asked about it is settled."""
    if copy.events.exists():
        _settle(copy)
        event = SourceEvent.objects.create(copy=copy, kind=EventKind.BACK, release=release, at=clock.now())
        answer(event, AnswerKind.SETTLED, None, "")


def _take_note(copy: Copy, withdrawal: Withdrawal) -> None:
    _settle(copy)
    rule = when_withdrawn(copy.portal)
    at_once = not rule.asks or withdrawal.kind in FORBIDDEN
    event = SourceEvent.objects.create(
        copy=copy,
        kind=EventKind.WITHDRAWN,
        withdrawal=withdrawal,
        at=clock.now(),
        asks=[] if at_once else board_offices(copy.portal),
    )
    if at_once:
        _withdraw_copies(event, rule)
    else:
        announcements.source_withdrawn(event, until_of(event))


def _withdraw_copies(event: SourceEvent, rule: WhenWithdrawn) -> None:
    """The copy, and whatever was made of it, goes with its source."""
    copy, withdrawal = event.copy, event.withdrawal
    kind = withdrawal.kind if withdrawal and withdrawal.kind in FORBIDDEN else WithdrawalKind.WITHDRAWN
    answer(event, AnswerKind.WITHDRAWN, None, withdrawal.reason if withdrawal else "", rule.basis)
    reason = " ".join(filter(None, (str(EventKind.WITHDRAWN.label), rule.basis and f"({rule.basis})")))
    for page in pages_made_from(copy.public_id, copy.locale):
        withdraw_by_rule(
            page=page, kind=WithdrawalKind(kind), reason=reason, notice=withdrawal.notice if withdrawal else ""
        )
    announcements.withdrawn_with_source(event)


def _escalate(event: SourceEvent, now: datetime) -> bool:
    """Nobody has answered in time: others are told, or the copy goes, as the rule says. Exactly once."""
    locked = SourceEvent.objects.select_for_update(of=("self",)).select_related("copy__portal").get(pk=event.pk)
    until = until_of(locked)
    if until is None or now <= until or locked.escalated_at or hasattr(locked, "answer"):
        return False
    locked.escalated_at = now
    locked.save(update_fields=("escalated_at",))
    rule = when_withdrawn(locked.copy.portal, on=clock.day_of(locked.at))
    if rule.ends_unasked:
        _withdraw_copies(locked, rule)
    else:
        above = holders(offices_told(rule.escalate_to, locked.copy.portal), clock.today())
        announcements.unanswered(locked, until, list(above))
    return True


def _settle(copy: Copy) -> None:
    """What nobody has answered yet is overtaken by what follows."""
    for event in open_events().filter(copy=copy):
        answer(event, AnswerKind.SETTLED, None, "")


def _renew_proposals(release: Release, *, is_public: bool) -> None:
    """What is only scheduled is nobody's to read yet, but where it takes the place of what was scheduled before."""
    for proposal in _open_proposals(release):
        follows = is_public or proposal.release.revoked_at is not None
        if follows and proposal.release_id != release.pk and release.revision is not None:
            proposal.release, proposal.revision = release, release.revision
            proposal.text_sha256 = release.text_sha256
            proposal.save(update_fields=("release", "revision", "text_sha256"))
            record(proposal, Act.RENEW, None)


def _open_proposals(row: Release | Withdrawal) -> list[Proposal]:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("release").filter(state__in=OPEN)
    return list(found.filter(public_id=row.public_id, locale=row.locale))


def _copies(row: Release | Withdrawal) -> list[Copy]:
    """The copies of the text that a row is about, locked."""
    found = Copy.objects.select_for_update(of=("self",)).fetch_mode(FETCH_PEERS)  # mostly there is none
    return list(found.filter(public_id=row.public_id, locale=row.locale))


def _copy_named(row: Release | Withdrawal) -> Copy | None:
    """The copy that a row is about itself."""
    found = Copy.objects.filter(page__translation_key=row.public_id, page__locale__language_code=row.locale)
    return found.first()


def _unnoticed(now: datetime) -> list[Release]:
    """Scheduled versions that have become public since, and say something else than a copy or an open proposal."""
    marked = SourceEvent.objects.filter(release=OuterRef("pk"))
    copies = Copy.objects.filter(
        ~Q(origin__text_sha256=OuterRef("text_sha256")),
        public_id=OuterRef("public_id"),
        locale=OuterRef("locale"),
        origin__taken_at__lte=OuterRef("not_before"),
    )
    proposals = Proposal.objects.filter(
        state__in=OPEN, public_id=OuterRef("public_id"), locale=OuterRef("locale"), release__lt=OuterRef("pk")
    )
    due = Release.objects.filter(not_before__lte=now, revoked_at__isnull=True)
    wanted = due.filter(Exists(proposals) | (Exists(copies) & ~Exists(marked)))
    return list(wanted.order_by("not_before", "pk"))
