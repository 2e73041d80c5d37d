"""Where the words stand: title and snippet as safe HTML, in which nothing but `<mark>` is markup."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from html import escape

from cms.textstandard.folding import folded

SNIPPET = 240
BEFORE = 60
BEGINS = r"(?<=\b(?s:.))"
NO_STEMS: Mapping[str, str | None] = {}
type Place = tuple[int, int]


def pattern_of(
    phrases: Sequence[tuple[str, ...]], stems: Mapping[str, str | None] = NO_STEMS, shapes: Sequence[str] = ()
) -> re.Pattern[str] | None:
    """What matches every one of the phrases in a folded text, and the shapes; None where there is nothing to show.

    A word with a stem matches whatever begins like it: "services" marks "service", "cities" marks "city". A digit may
    hang on the letter before it.
    """
    written = [*(rf"\b{shape}" for shape in shapes), *(_at_a_word(_written(phrase, stems)) for phrase in phrases)]
    return re.compile(rf"(?:{'|'.join(written)})(?!\w)") if written else None


def marked(text: str, pattern: re.Pattern[str] | None) -> str:
    """The whole text with its matches marked."""
    return _marked(text, 0, len(text), _places(text, pattern))


def snippet(texts: Sequence[str], pattern: re.Pattern[str] | None) -> str:
    """The densest passage of the first text with a match; the beginning of the first text if none has one."""
    for text in texts:
        if places := _places(text, pattern):
            start, end = _passage(text, places)
            return ("… " if start else "") + _marked(text, start, end, places) + (" …" if end < len(text) else "")
    text = next((text for text in texts if text), "")
    end = _end_of_word(text, SNIPPET)
    return _marked(text, 0, end, []) + (" …" if end < len(text) else "")


def _at_a_word(written: str) -> str:
    """At the beginning of a word: asked behind the first letter, so that texts are searched for a few letters."""
    return f"{written[0]}{BEGINS}{written[1:]}" if written[0].isalnum() else rf"\b{written}"


def _written(phrase: tuple[str, ...], stems: Mapping[str, str | None]) -> str:
    parts = [_form(phrase[0], stems.get(phrase[0]))]
    for word in phrase[1:]:
        parts += [r"[\W_]*" if word[0].isdigit() else r"[\W_]+", _form(word, stems.get(word))]
    return "".join(parts)


def _form(word: str, stem: str | None) -> str:
    if not stem:
        return re.escape(word)
    return (f"{re.escape(stem[:-1])}[iy]" if stem.endswith("i") else re.escape(stem)) + r"\w*"


def _places(text: str, pattern: re.Pattern[str] | None) -> list[Place]:
    return [match.span() for match in pattern.finditer(folded(text))] if pattern else []


def _passage(text: str, places: Sequence[Place]) -> Place:
    """The stretch of text that holds most matches."""
    starts = [place[0] for place in places]
    held, first = 0, 0
    for index, start in enumerate(starts):
        within = bisect_left(starts, start + SNIPPET - BEFORE, index, min(index + 20, len(starts))) - index
        if within > held:
            held, first = within, start
    start = max(0, first - BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or first
    return start, _end_of_word(text, start + SNIPPET)


def _end_of_word(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    return max(text.rfind(" ", 0, end), end - BEFORE)


def _marked(text: str, start: int, end: int, places: Sequence[Place]) -> str:
    parts, at = [], start
    for begins, ends in places:
        if begins >= at and ends <= end:
            parts += [escape(text[at:begins]), "<mark>", escape(text[begins:ends]), "</mark>"]
            at = ends
    return "".join([*parts, escape(text[at:end])])
