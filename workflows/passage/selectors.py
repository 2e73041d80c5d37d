"""Reading passages and releases: what may be public, what waits for whom, what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, F, Func, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from sites import clock
from sites.accounts.models import User
from sites.memory import remembered
from workflows.boards.offices import holders, offices_of, posts_held, seats_held
from workflows.boards.steps import Step, steps_in
from workflows.passage.enums import PassageState
from workflows.passage.models.records import Passage, Release


def releases_in_force(public_id: UUID, locale: str, at: datetime) -> QuerySet[Release]:
    """The releases of a thing that are neither revoked nor under embargo at a moment, the newest first."""
    return Release.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=at), public_id=public_id, locale=locale, revoked_at__isnull=True
    ).order_by("-id")


def release_for(public_id: UUID, locale: str, text_sha256: str, at: datetime, *, since_id: int = 0) -> Release | None:
    """The newest release that allows this text of this thing to be public at a moment.

    `since_id` is the release of the newest version in the log: an older text does not come back by itself.
    """
    return releases_in_force(public_id, locale, at).filter(text_sha256=text_sha256, id__gte=since_id).first()


def releases_of(page: Page) -> QuerySet[Release]:
    """Every release of the thing that a page is, the newest first."""
    return Release.objects.filter(public_id=page.translation_key, locale=page.locale.language_code).order_by("-id")


def touched(pages: Collection[Page]) -> set[int]:
    """Which of these pages were ever submitted, or are things that were ever released."""
    releases = Release.objects.filter(public_id=OuterRef("translation_key"), locale=OuterRef("locale__language_code"))
    passages = Passage.objects.filter(page=OuterRef("pk"))
    found = Page.objects.filter(Exists(passages) | Exists(releases), pk__in=[page.pk for page in pages])
    return set(found.order_by().values_list("pk", flat=True))


def running(page_id: int) -> Passage | None:
    """The passage under way of a page, which is its newest; a scheduled one has come through."""
    passage = latest(page_id)
    return passage if passage and passage.state == PassageState.IN_PROGRESS else None


@remembered(by=lambda page_id: page_id)
def latest(page_id: int) -> Passage | None:
    """The newest passage of a page, whatever became of it."""
    passages = Passage.objects.filter(page=page_id).select_related("page__locale", "submitted_by")
    return passages.order_by("-id").first()


def steps_of(passage: Passage) -> list[Step]:
    """The steps of the chain as it stood when the item was submitted."""
    return steps_in(passage.chain_snapshot)


def step_now(passage: Passage) -> Step | None:
    """The step at which a passage waits; None where it waits no more."""
    steps = steps_of(passage)
    if passage.state != PassageState.IN_PROGRESS or passage.position > len(steps):
        return None
    return steps[passage.position - 1]


@remembered(by=lambda page, submitter_id: (page.pk, submitter_id))
def people_with_part(page: Page, submitter_id: int | None) -> set[int]:
    """Who had a part in the text that is not public yet: owner, submitter, and all who saved it since its release.

    After a withdrawal nothing is public, so that everyone who ever saved the text had a part in what comes next.
    """
    saved = Revision.objects.for_instance(page)
    release = releases_of(page).filter(revoked_at__isnull=True).select_related("revision").first()
    if release and release.revision:
        since = release.revision
        saved = saved.filter(Q(created_at__gt=since.created_at) | Q(created_at=since.created_at, pk__gt=since.pk))
    elif release:
        saved = saved.filter(created_at__gt=release.released_at)
    people = {*saved.order_by().values_list("user_id", flat=True), page.owner_id, submitter_id}
    return {person for person in people if person is not None}


@remembered(by=lambda passage, on=None: (passage.pk, on))
def asked(passage: Passage, on: date | None = None) -> list[User]:
    """Who may decide now: holders of the step's offices without a part in the text; if there is none, stand-ins."""
    step = step_now(passage)
    if step is None:
        return []
    day = on or clock.today()
    excluded = excluded_at(passage, step)
    for offices in (passage.offices, passage.stand_ins):
        if people := list(holders(offices, day).exclude(pk__in=excluded)):
            return people
    return []


def excluded_at(passage: Passage, step: Step) -> set[int]:
    """Who may not decide at a step, because the step asks for someone with no part in the text."""
    return people_with_part(passage.page, passage.submitted_by_id) if step.untouched else set()


def is_holder(passage: Passage, person: User, on: date | None = None) -> bool:
    """Whether a person holds one of the offices asked at this step, stand-ins included, whatever part he had."""
    held = offices_of(person, on or clock.today())
    return not set(held).isdisjoint([*passage.offices, *passage.stand_ins])


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nobody may decide: at which step, and why, a sentence for each person or vacant office."""

    step: Step
    why: tuple[str, ...]

    def __str__(self) -> str:
        return _("“%(step)s” waits for nobody. %(why)s") % {"step": self.step.label, "why": " ".join(self.why)}


def blocked(passage: Passage, on: date | None = None) -> Blocked | None:
    """Why an item waits for nobody; None while someone is asked, or where nobody needs to be."""
    step = step_now(passage)
    return None if step is None or asked(passage, on) else why_blocked(passage, step, on)


def why_blocked(passage: Passage, step: Step, on: date | None = None) -> Blocked:
    """The same, where it is known already that nobody is asked."""
    day = on or clock.today()
    why = [*_why(passage.offices, day, _("Nobody holds the office that is asked."))]
    if passage.stand_ins:
        why += _why(passage.stand_ins, day, _("Nobody stands in."))
    return Blocked(step, tuple(why))


def _why(offices: Sequence[str], day: date, vacant: str) -> list[str]:
    people = list(holders(offices, day))
    return [_("%(person)s had a part in the text.") % {"person": person} for person in people] or [vacant]


class AmongAll(Func):
    """SQL: the first expression is one of the elements of the second, an array."""

    function = ""
    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def waiting_for(person: User, on: date | None = None, *, held: Sequence[str] | None = None) -> QuerySet[Passage]:
    """The passages in which a person may decide now, in one query besides those for his offices (`held`, if known)."""
    day = on or clock.today()
    held = offices_of(person, day) if held is None else held
    if not held:
        return Passage.objects.none()
    someone_better = _free_holder(posts_held(day)) | _free_holder(seats_held(day))
    return Passage.objects.filter(
        Q(offices__overlap=held) | (Q(stand_ins__overlap=held) & ~someone_better),
        state=PassageState.IN_PROGRESS,
    ).exclude(excluded__contains=[person.pk])


@remembered(by=lambda passage, person: (passage.pk, person.pk))
def waits_for(passage: Passage, person: User) -> bool:
    """Whether a person may decide about an item now."""
    return waiting_for(person).filter(pk=passage.pk).exists()


def _free_holder(held: QuerySet[Any]) -> Q:
    """The condition that a post or seat asked first is held by someone who may decide."""
    rows = held.filter(
        AmongAll(F("office"), OuterRef("offices")),
        person__is_active=True,
        person__is_superuser=False,
        person__closed_at__isnull=True,
    )
    return Q(Exists(rows.exclude(AmongAll(F("person_id"), OuterRef("excluded")))))


def scheduled(at: datetime) -> QuerySet[Passage]:
    """The scheduled passages whose moment has come, the oldest first."""
    return Passage.objects.filter(state=PassageState.SCHEDULED, go_live_at__lte=at).order_by("go_live_at", "id")


def expiring(at: datetime) -> QuerySet[Page]:
    """The public pages whose time has run out, the oldest first."""
    return Page.objects.filter(live=True, expire_at__lte=at).order_by("expire_at", "pk")


def overdue(at: datetime) -> int:
    """How many items should have become public or expired by a moment and have not."""
    late = Passage.objects.filter(state=PassageState.SCHEDULED, go_live_at__lte=at).aggregate(n=Count("pk"))["n"]
    return int(late) + expiring(at).count()


def next_due_at(after: datetime) -> datetime | None:
    """The next moment after this one at which an item becomes public or expires; the worker sleeps until then."""
    opens = Passage.objects.filter(state=PassageState.SCHEDULED, go_live_at__gt=after).aggregate(at=Min("go_live_at"))
    ends = Page.objects.filter(live=True, expire_at__gt=after).aggregate(at=Min("expire_at"))
    return min((moment for moment in (opens["at"], ends["at"]) if moment), default=None)
