"""What this room hangs on the life of a page: a copy says what its source says, as far as the rule lets it, and is
public neither before its source nor after it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.news.models import FiledPage
from cms.origins.models import Origin
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.registry import deletion_gate, publication_gate, submission_guards
from sites import clock
from sites.refusals import Reason, Refused
from workflows.passage.models import Release
from workflows.passage.selectors import releases_in_force
from workflows.promotion.comparing import FIELDS, changes_between, forbidden
from workflows.promotion.enums import AnswerKind, EventKind
from workflows.promotion.models import Copy, SourceEvent
from workflows.promotion.rules import freedom
from workflows.promotion.selectors import copy_of, public_from
from workflows.promotion.texts import text_of_revision


def changed_as_allowed(page: BasePage) -> Iterator[Reason]:
    """A copy differs from its source no further than the rule lets it; the reason names its article."""
    origin = _origin_of(page)
    copy = copy_of(origin) if origin else None
    if origin is None or copy is None or page.locale.language_code != origin.locale:
        return
    found = freedom(copy.portal)
    if found is None:
        yield Reason("no_promotion", _("No rule says how texts of the units come onto the portal."))
        return
    how_far, basis = found
    for change in forbidden(changes_between(text_of_revision(origin.revision), text_of(page)), how_far):
        words = _("This differs from the text of the unit: %(what)s. Allowed is: %(allowed)s.")
        message = words % {"what": change.label, "allowed": how_far.label}
        yield Reason("not_as_taken", message, FIELDS.get(change, "body"), basis)


def source_stands(page: BasePage) -> Iterator[Reason]:
    """A copy goes on its way only while its source is, or will be, public, and says what it said."""
    origin = _origin_of(page)
    if origin is not None:
        yield from _reasons_of_source(page, origin, _moment_of(page))


def not_without_its_source(page: BasePage, revision: Revision | None) -> None:
    """Refuse to publish a copy whose source is not public then, or says something else. What is public stays."""
    origin = _origin_of(page)
    is_live_text = revision is None or revision.pk == page.live_revision_id
    if origin is None or is_live_text:
        return
    if reasons := list(_reasons_of_source(page, origin, _moment_of(page))):
        raise Refused(reasons=reasons)


def copies_stay(pages: Sequence[Page]) -> dict[int, Reason]:
    """Which of these are copies of the texts of units: they are kept, with where they came from."""
    found = Copy.objects.filter(page__in=[page.pk for page in pages]).values_list("page", flat=True)
    return dict.fromkeys(found, Reason("kept", _("A text that was taken over from a unit is kept.")))


def hang() -> None:
    """Hang all of it on the registries."""
    submission_guards.register("workflows.promotion.changed_as_allowed", changed_as_allowed)
    submission_guards.register("workflows.promotion.source_stands", source_stands)
    publication_gate.register("workflows.promotion", not_without_its_source)
    deletion_gate.register("workflows.promotion", copies_stay)


def _origin_of(page: BasePage) -> Origin | None:
    return page.origin if isinstance(page, FiledPage) else None


def _moment_of(page: BasePage) -> datetime:
    """When the text would be public."""
    now = clock.now()
    return max(page.go_live_at, now) if page.go_live_at else now


def _reasons_of_source(page: BasePage, origin: Origin, at: datetime) -> Iterator[Reason]:
    now = releases_in_force(origin.public_id, origin.locale, clock.now()).first()
    then = now or releases_in_force(origin.public_id, origin.locale, at).first()
    if then is None:
        if opens := public_from(origin.public_id, origin.locale):
            moment = opens.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")
            words = _("The unit makes it public at %(moment)s; the copy is not public before that.")
            yield Reason("before_source", words % {"moment": moment}, "go_live_at")
        elif not _is_kept(origin, EventKind.WITHDRAWN, None):
            yield Reason("source_withdrawn", _("The unit has withdrawn the text."))
        return
    is_newer = page.locale.language_code == origin.locale and then.text_sha256 != origin.text_sha256
    if is_newer and not _is_kept(origin, EventKind.CORRECTED, then):
        yield Reason("source_corrected", _("The unit has published a newer version. Take it over, or say why not."))


def _is_kept(origin: Origin, kind: EventKind, release: Release | None) -> bool:
    """Whether the portal has said that the copy stays all the same."""
    newest = SourceEvent.objects.filter(copy__public_id=origin.public_id, copy__locale=origin.locale)
    event = newest.select_related("answer").order_by("-pk").first()
    if event is None or event.kind != kind or (release and event.release_id != release.pk):
        return False
    return hasattr(event, "answer") and event.answer.kind == AnswerKind.KEPT
