"""Items that go together: submitted at once, decided at once, public at once, taken off their way at once."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.memory import remembered
from sites.refusals import Reason
from workflows.passage.enums import PassageState
from workflows.passage.models.records import Passage
from workflows.passage.registry import Face, faces

LEADERS = Q(led_by__isnull=True) | Q(led_by=F("pk"))  # one passage for each thing that lies on a desk
UNDER_WAY = (PassageState.IN_PROGRESS, PassageState.SCHEDULED)


@remembered(by=lambda passage: (passage.pk, passage.led_by_id))
def company_of(passage: Passage) -> list[Passage]:
    """The items that go together with one, itself included, in their order; it alone where none do."""
    if passage.led_by_id is None:
        return [passage]
    rows = Passage.objects.filter(led_by=passage.led_by_id).select_related(
        "page__locale", "page__latest_revision", "page__owner", "revision", "submitted_by"
    )
    return list(rows.order_by("pk"))


def pages_of(passage: Passage) -> Sequence[Page]:
    """Their pages."""
    return [one.page for one in company_of(passage)] if passage.led_by_id else [passage.page]


def face_of(passage: Passage) -> Face | None:
    """What a company is called and where it is looked at; None for an item alone."""
    if passage.led_by_id is None:
        return None
    return next((face for ask in faces if (face := ask(passage))), None)


def reasons_of_own_moment(page: Page) -> list[Reason]:
    """Why a text cannot go together with others: its draft has a moment of its own."""
    if page.go_live_at is None or page.go_live_at <= clock.now():
        return []
    words = _("The draft is to go live at a moment of its own (%(at)s): take that away first.")
    at = page.go_live_at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")
    return [Reason("own_moment", words % {"at": at}, "go_live_at")]


def reasons_of_company(passage: Passage) -> list[Reason]:
    """Why nothing is done with one item of a company alone, while the company is under way."""
    if passage.led_by_id is None or passage.state not in UNDER_WAY:
        return []
    face = face_of(passage)
    words = _("It goes together with others (“%(name)s”): decide about all of them at once.")
    return [Reason("in_company", words % {"name": face.title if face else passage.revision.object_str})]
