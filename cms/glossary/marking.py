"""Where a translation uses a term against the glossary. Pure: no table is asked.

A term is used against the glossary where it stands in the source and none of its forms stands in the translation.
Capitals, plurals, possessives and articles do not matter; in a longer term the shorter ones in it do not count.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ARTICLES = frozenset({"a", "an", "the"})
POSSESSIVE = re.compile(r"['’]s?$")
SPELT = {"center": "centre", "program": "programme", "organization": "organisation", "labor": "labour"}
SHORTEST_PLURAL = 4
SHORTEST_FOLDED = 4  # "PPC" is written as it is


@dataclass(frozen=True, slots=True)
class Entry:
    """One term: what it is in Vietnamese, and its forms in the other language, the one to be used first.

    A proper name begins with a capital: "Sở Y tế" does not stand in "cơ sở y tế".
    """

    kind: str
    sources: tuple[str, ...]
    forms: tuple[str, ...]
    note: str = ""
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in a text."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as it is compared, and where it stands."""

    key: str
    start: int
    end: int


def misused(entries: Sequence[Entry], source: str, target: str) -> list[Place]:
    """The places of the source with a term for which none of its forms stands in the target."""
    found = finder_in_source(entries).places(source)
    wanted = {place.entry for place in found}
    used = {entry for entry in wanted if stands(entry, target)}
    return [place for place in found if place.entry not in used]


class Finder:
    """Finds terms in texts of one side; made once for many lines."""

    def __init__(
        self, wanted: Iterable[tuple[Entry, tuple[str, ...]]], split: Callable[[str], Sequence[Token]]
    ) -> None:
        self._split = split
        self._by_first: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
        for entry, keys in sorted(wanted, key=lambda one: -len(one[1])):
            if keys:
                self._by_first.setdefault(keys[0], []).append((entry, keys))

    def places(self, text: str) -> list[Place]:
        """Where terms stand, the longer ones before the shorter ones that lie in them."""
        return list(self._walk(self._split(text), text))

    def _walk(self, words: Sequence[Token], text: str) -> Iterator[Place]:
        at = 0
        while at < len(words):
            length = 0
            for entry, keys in self._by_first.get(words[at].key, ()):
                if length and len(keys) < length:
                    break
                if entry.is_name and not text[words[at].start].isupper():
                    continue
                if tuple(word.key for word in words[at : at + len(keys)]) == keys:
                    length = len(keys)
                    yield Place(entry, words[at].start, words[at + length - 1].end)
            at += length or 1


def finder_in_source(entries: Sequence[Entry]) -> Finder:
    """Finds Vietnamese terms in Vietnamese texts."""
    return Finder([(entry, _words(one)) for entry in entries for one in entry.sources], tokens)


def finder_in_target(entries: Sequence[Entry]) -> Finder:
    """Finds the forms of terms in translations."""
    return Finder([(entry, _forms(one)) for entry in entries for one in entry.forms], _folded)


def stands(entry: Entry, text: str) -> bool:
    """Whether any form of a term stands in a translation."""
    return bool(finder_in_target([entry]).places(text))


@lru_cache(4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a Vietnamese text."""
    return tuple(Token(found[0].casefold(), *found.span()) for found in TOKEN.finditer(text))


@lru_cache(4096)
def _folded(text: str) -> tuple[Token, ...]:
    """The words of a translation without articles, plurals, possessives."""
    found = (Token(_fold(one[0]), *one.span()) for one in TOKEN.finditer(text))
    return tuple(token for token in found if token.key not in ARTICLES)


@lru_cache(8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(text))


@lru_cache(8192)
def _forms(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in _folded(text))


def _fold(word: str) -> str:
    if word.isupper() and len(word) <= SHORTEST_FOLDED:
        return word
    plain = _singular(POSSESSIVE.sub("", word.casefold()))
    return SPELT.get(plain, plain)


def _singular(plain: str) -> str:
    if plain.endswith("ies") and len(plain) > SHORTEST_PLURAL:
        return plain[:-3] + "y"
    if plain.endswith(("ches", "shes", "sses", "xes")):
        return plain[:-2]
    if plain.endswith("s") and not plain.endswith("ss") and len(plain) >= SHORTEST_PLURAL:
        return plain[:-1]
    return plain
