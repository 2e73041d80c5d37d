"""What a machine made goes no further until a person has confirmed it, segment by segment."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.pages.models import BasePage
from cms.pages.registry import submission_guards
from sites.domains.selectors import home_of
from sites.refusals import Reason
from workflows.machine.models import Suggestion
from workflows.machine.selectors import not_confirmed
from workflows.translation.registry import against_whole
from workflows.translation.selectors import translation_of
from workflows.translation.texts import Opened, opened

SHOWN = 60


def nothing_is_unconfirmed(page: BasePage) -> Iterator[Reason]:
    """Names each segment that a machine made and nobody has confirmed."""
    home = home_of(page)
    if home is None or home.position == 0:
        return
    translation = translation_of(page)
    if (
        translation is None
        or translation.page is None
        or not Suggestion.objects.filter(translation=translation).exists()
    ):
        return
    yield from reasons_of(opened(translation))


def reasons_of(found: Opened) -> Iterator[Reason]:
    """One reason for each such segment."""
    numbers = {line.key: number for number, line in enumerate(found.lines, 1)}
    for line in not_confirmed(found):
        text = line.segment.text[:SHOWN]
        words = _("Segment %(number)s (%(label)s: “%(text)s”) is machine-made, and nobody has confirmed it.")
        said = {"number": numbers[line.key], "label": line.segment.label, "text": text}
        yield Reason("machine_made", words % said)


def not_as_a_whole(found: Opened) -> list[Reason]:
    """Nobody says of a whole text that it is right while a segment is only the machine's."""
    return list(reasons_of(found))


def register() -> None:
    """Called when the room is ready."""
    against_whole.register("workflows.machine.not_as_a_whole", not_as_a_whole)
    submission_guards.register("workflows.machine.nothing_is_unconfirmed", nothing_is_unconfirmed)
