"""One search: what is wanted becomes a query, its rows become hits with what they show."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.lists import conditions_of
from api.content.queries import Found, Question, ask, check_known, check_locale
from api.http.cursors import Cursor
from api.search import suggestions
from api.search.compiling import compiled, phrases_of, shapes_of, words_of
from api.search.corrections import FEW, corrected
from api.search.highlights import marked, pattern_of, snippet
from api.search.lexicon import Lexicon, known_lexicon, lexicon_read
from api.search.queries import SETTINGS, search_query
from api.search.widening import Wanted, said_in, wanted
from sites import clock

PADDING = 5


@dataclass(slots=True)
class Searched:
    """What one search found: the rows as they lie, how many there are, and by what words; whether it asked of other
    sites too (a filter that has to name something).
    """

    words: str
    wanted: Wanted
    found: Found
    count: int = 0
    facets: str = ""
    stems: Sequence[str] = ()
    is_about_others: bool = False

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """What is marked in a hit."""
        phrases = phrases_of(self.wanted)
        return pattern_of(phrases, dict(zip(words_of(phrases), self.stems or (), strict=False)), shapes_of(self.wanted))


def searched(request: HttpRequest, values: Mapping[str, Any], words: str, cursor: Cursor | None) -> Searched:
    """Search for these words; once more, should words be taken for the same that this process has not heard of."""
    lexicon = known_lexicon()
    found, version = _search(request, values, words, cursor, lexicon)
    if version != lexicon.version:
        found, _version = _search(request, values, words, cursor, lexicon_read())
    return found


def searched_or_corrected(
    request: HttpRequest, values: Mapping[str, Any], cursor: Cursor | None
) -> tuple[Searched, dict[str, Any] | None]:
    """Search for what was asked; where that finds little, and other words that were probably meant find more, say so;
    where it finds nothing, search for those.
    """
    found = searched(request, values, values["q"], cursor)
    if cursor is not None or found.count >= FEW:
        return found, None
    right = {word for group in found.wanted for node in group if node.others or node.numbers for word in said_in(node)}
    meant = corrected(values["q"], locale=language_of(values), right=right)
    better = searched(request, values, meant, None) if meant else found
    if better.count <= found.count:
        return found, None
    is_shown = found.count == 0
    return better if is_shown else found, {"q": better.words, "is_shown": is_shown}


def _search(
    request: HttpRequest, values: Mapping[str, Any], words: str, cursor: Cursor | None, lexicon: Lexicon
) -> tuple[Searched, int]:
    looked_for = wanted(words, lexicon=lexicon, locale=language_of(values), day=clock.today())
    conditions = conditions_of(values)
    sought = words_of(phrases_of(looked_for))
    sql = search_query(conditions, queries=compiled(looked_for), sought=sought, cursor=cursor, most=values["limit"])
    found = ask(request, values["site"], Question(sql, conditions.parameters, PADDING, conditions.due, SETTINGS))
    check_locale(found.head, values["locale"])
    count, known, facets, stems, version = found.padding
    check_known(conditions.known, known)
    return Searched(words, looked_for, found, count, facets, stems or (), bool(conditions.known)), version


def suggested(request: HttpRequest, values: Mapping[str, Any]) -> tuple[Wanted, Found]:
    """The items that may complete what somebody writes, and what was looked for."""
    lexicon = known_lexicon()
    looked_for, found = _suggest(request, values, lexicon)
    if found.padding[0] != lexicon.version:
        looked_for, found = _suggest(request, values, lexicon_read())
    return looked_for, found


def _suggest(request: HttpRequest, values: Mapping[str, Any], lexicon: Lexicon) -> tuple[Wanted, Found]:
    looked_for = wanted(values["q"], lexicon=lexicon, locale=language_of(values), day=clock.today())
    conditions = conditions_of(values)
    sql = suggestions.suggest_query(conditions, looked_for)
    found = ask(request, values["site"], Question(sql, conditions.parameters, 1, conditions.due, suggestions.SETTINGS))
    check_locale(found.head, values["locale"])
    return looked_for, found


def language_of(values: Mapping[str, Any]) -> str:
    """By the rules of which language is searched. A site's first language is taken not to be English (ADR 0011)."""
    return values["locale"] or "vi"


def hits(rows: Sequence[tuple[Any, ...]], pattern: re.Pattern[str] | None, fields: Sequence[str] | None) -> list[bytes]:
    """The hits with their highlights: the bytes of the list with a little more behind them."""
    made = []
    for form, words, in_files, *_key in rows:
        highlights = _highlights(words, json.loads(in_files) if in_files else None, pattern)
        made.append(narrowing.of(narrowing.with_more(bytes(form), {"highlights": highlights}), fields))
    return made


def _highlights(
    words: Sequence[str], in_files: Sequence[tuple[str, str]] | None, pattern: re.Pattern[str] | None
) -> dict[str, Any]:
    """Title and snippet; of what stands only in a file, the file and its words."""
    title, summary, tags, names, text, *rest = words
    shown = {"title": marked(title, pattern), "snippet": snippet((text, summary, tags, names), pattern), "file": None}
    for name, said in in_files or ():
        if pattern and "<mark>" in (passage := snippet([said], pattern)):
            called = dict(line.partition(" ")[::2] for line in rest[2].split("\n")) if len(rest) > 2 else {}  # noqa: PLR2004
            return {**shown, "snippet": passage, "file": called.get(name, "")}
    return shown
