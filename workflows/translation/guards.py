"""What is said against submitting a translation: segments without words, and words of a source that has changed."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from cms.pages import gate
from cms.pages.models import BasePage
from cms.pages.registry import submission_guards
from sites.domains.selectors import home_of
from sites.refusals import Reason
from workflows.translation.enums import SegmentState
from workflows.translation.models import Wording
from workflows.translation.selectors import translation_of
from workflows.translation.texts import Opened, opened


def nothing_is_left_open(page: BasePage) -> Iterator[Reason]:
    """Of a text that was translated on the desk: each segment is translated, from the source as it is now."""
    home = home_of(page)
    if home is None or home.position == 0:
        return
    translation = translation_of(page)
    if translation is None or translation.page is None or not Wording.objects.filter(translation=translation).exists():
        return
    if gate.is_home(page) and page.live:
        return  # its desk changes what it shows at any time; readers are told where its words are older
    yield from reasons_left_open(opened(translation))


def reasons_left_open(text: Opened) -> Iterator[Reason]:
    """One for segments without words, one for words of a source that has changed."""
    if number := text.count(SegmentState.NONE):
        words = ngettext("%(number)s segment is not translated.", "%(number)s segments are not translated.", number)
        yield Reason("not_translated", words % {"number": number})
    if number := text.count(SegmentState.OUTDATED):
        words = ngettext(
            "The source of %(number)s segment has changed since it was translated. Look at it on the desk.",
            "The source of %(number)s segments has changed since they were translated. Look at them on the desk.",
            number,
        )
        yield Reason("source_changed", words % {"number": number})


def register() -> None:
    """Called when the room is ready."""
    submission_guards.register("workflows.translation.nothing_is_left_open", nothing_is_left_open)
