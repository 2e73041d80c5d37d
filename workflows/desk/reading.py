"""What a person is shown beside a text: what changed in it since the newest version that he saw."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Revision

from cms.pages.comparison import Difference, differences
from sites.accounts.models import User
from workflows.desk.models import Reading
from workflows.passage.models import Decision, Passage
from workflows.passage.selectors import releases_of


@dataclass(frozen=True, slots=True)
class Changes:
    """The fields that differ from an earlier version; `is_public` where that is what readers see, not what he saw."""

    since: datetime
    is_public: bool
    fields: list[Difference]


def changes_for(person: User, *, passage: Passage, revision: Revision) -> Changes | None:
    """What changed since the newest other version that a person opened, decided about or wrote; else since what is
    public; None for a text that is new to him and to readers.
    """
    seen = _seen_before(person, passage, revision)
    if seen is not None:
        before, at = seen
        return Changes(at, is_public=False, fields=_changed(before, revision))
    release = releases_of(passage.page).filter(revoked_at__isnull=True).select_related("revision").first()
    if release is None or release.revision is None or release.revision_id == revision.pk:
        return None
    return Changes(release.released_at, is_public=True, fields=_changed(release.revision, revision))


def _seen_before(person: User, passage: Passage, revision: Revision) -> tuple[Revision, datetime] | None:
    """The newest version of the page other than this that passed a person's hands, and when."""
    found = [
        Reading.objects.filter(person=person, page=passage.page)
        .exclude(revision=revision)
        .order_by("-id")
        .values_list("at", "revision")
        .first(),
        Decision.objects.filter(actor=person, passage__page=passage.page)
        .exclude(revision=revision)
        .order_by("-id")
        .values_list("at", "revision")
        .first(),
    ]
    newest = max((row for row in found if row), default=None)
    return (Revision.objects.get(pk=newest[1]), newest[0]) if newest else None


def _changed(before: Revision, after: Revision) -> list[Difference]:
    theirs, mine = before.as_object(), after.as_object()
    return [field for field in differences(theirs, mine) if field.is_changed]
