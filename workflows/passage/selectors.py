"""Reading passages and releases: what may be public, what waits for whom, what is due."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from wagtail.models import Page, Revision

from sites.memory import remembered
from workflows.boards.steps import Step, steps_in
from workflows.passage.enums import PassageState
from workflows.passage.models.records import Passage, Release

UNDER_WAY = (PassageState.IN_PROGRESS, PassageState.SCHEDULED)
NEVER = datetime.min.replace(tzinfo=UTC)
MORE = 2**63 - 1  # later than any revision of the same moment


def releases_in_force(public_id: UUID, locale: str, at: datetime) -> QuerySet[Release]:
    """The releases of a thing that are neither revoked nor under embargo at a moment, the newest first."""
    return Release.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=at), public_id=public_id, locale=locale, revoked_at__isnull=True
    ).order_by("-id")


def allowing(releases: Iterable[Release], text_sha256: str, at: datetime, *, since_id: int = 0) -> Release | None:
    """The newest of these releases of one thing that allows this text to be public at a moment.

    `since_id` is the release of the newest version in the log: an older text does not come back by itself.
    """
    found = (
        release
        for release in releases
        if release.revoked_at is None
        and release.text_sha256 == text_sha256
        and release.pk >= since_id
        and (release.not_before is None or release.not_before <= at)
    )
    return max(found, key=lambda release: release.pk, default=None)


def releases_of(page: Page) -> QuerySet[Release]:
    """Every release of the thing that a page is, the newest first."""
    return Release.objects.filter(public_id=page.translation_key, locale=page.locale.language_code).order_by("-id")


def touched(pages: Collection[Page]) -> set[int]:
    """Which of these pages were ever submitted, or are things that were ever released."""
    releases = Release.objects.filter(public_id=OuterRef("translation_key"), locale=OuterRef("locale__language_code"))
    passages = Passage.objects.filter(page=OuterRef("pk"))
    found = Page.objects.filter(Exists(passages) | Exists(releases), pk__in=[page.pk for page in pages])
    return set(found.order_by().values_list("pk", flat=True))


def lives_below(page: Page) -> QuerySet[Page]:
    """What below a page is public, or on its way there: it would be left without the page."""
    under_way = Passage.objects.filter(page=OuterRef("pk"), state__in=UNDER_WAY)
    below = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
    return below.filter(Q(live=True) | Exists(under_way))


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


@remembered(by=lambda pages, submitter_id: (tuple(page.pk for page in pages), submitter_id))
def people_with_part(pages: Sequence[Page], submitter_id: int | None) -> set[int]:
    """Who had a part in texts that are not public yet: owners, submitter, and all who saved one since its release.

    After a withdrawal nothing is public, so that everyone who ever saved the text had a part in what comes next.
    """
    since = _released_since(pages)
    saved = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages]).order_by()
    people = {page.owner_id for page in pages} | {submitter_id}
    for page_id, person_id, created_at, pk in saved.values_list("object_id", "user_id", "created_at", "pk"):
        if (created_at, pk) > since.get(int(page_id), (NEVER, 0)):
            people.add(person_id)
    return {person for person in people if person is not None}


def _released_since(pages: Sequence[Page]) -> dict[int, tuple[datetime, int]]:
    """When the text of each page was saved that its newest release in force names, and as which revision."""
    named = {(page.translation_key, page.locale.language_code): page.pk for page in pages}
    releases = Release.objects.filter(public_id__in=[key for key, _locale in named], revoked_at__isnull=True)
    newest = releases.order_by("public_id", "locale", "-id").distinct("public_id", "locale")
    rows = newest.values_list("public_id", "locale", "revision__created_at", "revision", "released_at")
    return {
        named[key, locale]: (created_at, pk) if pk else (released_at, MORE)
        for key, locale, created_at, pk, released_at in rows
        if (key, locale) in named
    }


def scheduled(at: datetime) -> QuerySet[Passage]:
    """The scheduled passages whose moment has come, the oldest first; of those that go together the first."""
    due = Passage.objects.filter(state=PassageState.SCHEDULED, go_live_at__lte=at)
    return due.filter(Q(led_by__isnull=True) | Q(led_by=F("pk"))).order_by("go_live_at", "id")


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
