"""What rooms above hang on the translator's desk, and on what is kept of a text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from sites.refusals import Reason
from sites.registry import Registry
from workflows.translation.texts import Opened


@dataclass(frozen=True, slots=True)
class Offer:
    """A wording that nobody has taken yet: `label` is what kind it is, `said` where it comes from."""

    text: str
    label: str
    said: str = ""


# At the head of the desk, with the language that is shown.
desk_parts: Registry[Callable[[HttpRequest, str], SafeString]] = Registry("parts of the translator's desk")
# At the head of one text, for whoever may open it.
text_parts: Registry[Callable[[HttpRequest, Opened], SafeString]] = Registry("parts of a text on the desk")
# By segment, beside its field.
offers: Registry[Callable[[Opened], Mapping[str, Sequence[Offer]]]] = Registry("wordings that are offered")
# Why nobody may say of the whole text at once that it corresponds to its source.
against_whole: Registry[Callable[[Opened], Sequence[Reason]]] = Registry("what has to be seen segment by segment")
# Told with its public id when a text is erased, in the transaction that does it.
forgetting: Registry[Callable[[UUID], None]] = Registry("who else keeps words of a text")


def offered_for(found: Opened) -> dict[str, list[Offer]]:
    """Everything that is offered for a text, by segment."""
    every: dict[str, list[Offer]] = {}
    for offer in offers:
        for key, given in offer(found).items():
            every.setdefault(key, []).extend(given)
    return every
