"""From what a reader wrote to what is looked for: words with their other forms, and numbers of documents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from api.publications.numbers import name_of, word_of
from api.search.lexicon import Lexicon, Other
from api.search.phrases import WORD, Group, Token, groups_of
from cms.textstandard.folding import folded

MOST_WAYS = 16  # in which one phrase is looked for
YEAR = re.compile(r"(?:19|20)\d\d")
NUMERAL = re.compile(r"\d{1,5}")
SYMBOL = re.compile(r"[^\W\d_]+")
BEFORE_A_NUMBER = {"so", "no"}
BEFORE_A_YEAR = "nam"
JOINS = "/-–"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that is looked for: as it was written, in other words, as the number of a document."""

    tokens: tuple[Token, ...]
    is_phrase: bool = False
    is_left_out: bool = False
    others: tuple[Other, ...] = ()
    ways: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    shape: str = ""

    @property
    def said(self) -> str:
        """As it was written."""
        return "".join(f"{token.glue}{token.raw}" for token in self.tokens).strip(" -–/")

    @property
    def written(self) -> str:
        """Its words with spaces between."""
        return " ".join(token.raw for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a document at the beginning of some tokens, and how many of them it takes; `name` is what its kind is
    called.
    """

    taken: int
    number: str
    year: str = ""
    groups: tuple[str, ...] = ()
    kind: str = ""
    name: str = ""

    @property
    def word(self) -> str:
        """The word under which the search has it."""
        return word_of(self.number, self.year, name_of(self.groups) or self.kind)

    @property
    def shape(self) -> str:
        """How it looks in a folded text, for marking."""
        year = rf"(?:{self.year}\W+)?" if self.year else r"(?:\d{4}\W+)?"
        symbol = r"\W+".join(re.escape(name_of([group])) for group in self.groups) or self.kind
        before = rf"(?:{r'\W+'.join(WORD.findall(folded(self.name)))}\W+(?:so\W+)?)?" if self.name else ""
        if not symbol:
            return rf"{before}0*{self.number}\W+{self.year}"
        return rf"{before}0*{self.number}\W+{year}{symbol}\w*(?:[-/]\w+)*"


type Wanted = tuple[tuple[Node, ...], ...]


def said_in(node: Node) -> list[str]:
    """The words of a node, folded."""
    return [word for token in node.tokens for word in token.words]


def wanted(words: str, *, lexicon: Lexicon, locale: str, day: date) -> Wanted:
    """What is looked for: groups of which one is enough, of nodes that have to be there together."""
    widen = _Widening(lexicon, locale, day)
    return tuple(tuple(widen.group(group)) for group in groups_of(words))


@dataclass(frozen=True, slots=True)
class _Widening:
    """Looks for other forms in one language on one day."""

    lexicon: Lexicon
    locale: str
    day: date

    def group(self, group: Group) -> Iterator[Node]:
        """The nodes of a group: bare words side by side are looked at together."""
        bare: list[Token] = []
        for part in group:
            if not (part.is_phrase or part.is_left_out):
                bare += part.tokens
                continue
            yield from self._bare(bare)
            bare = []
            if part.is_left_out:
                yield Node(part.tokens, is_phrase=part.is_phrase, is_left_out=True)
            else:
                yield self._phrase(part.tokens)
        yield from self._bare(bare)

    def _bare(self, tokens: Sequence[Token]) -> Iterator[Node]:
        at = 0
        while at < len(tokens):
            rest = tokens[at:]
            found = self.lexicon.form_at(rest, self.locale)
            form, taken = found or (None, 1)
            end = next((n for n in range(taken, len(rest)) if rest[n].glue), len(rest))
            if number := self._number(rest):
                end = number.taken
                yield self._of_number(tuple(rest[:end]), number)
            elif end > taken:  # “QL14”
                yield self._phrase(tuple(rest[:end]))
            else:
                yield Node(tuple(rest[:end]), others=form.others_on(self.day) if form else ())
            at += end

    def _of_number(self, tokens: tuple[Token, ...], number: Number) -> Node:
        return Node(tokens, numbers=(number.word,), shape=number.shape, ways=self._spelt(number))

    def _phrase(self, tokens: tuple[Token, ...]) -> Node:
        """A phrase with every form in it in the place of the others."""
        number = self._number(tokens)
        if number and number.taken == len(tokens):
            return Node(tokens, is_phrase=True, numbers=(number.word,), shape=number.shape)
        parts: list[list[str]] = []
        others: list[Other] = []
        at = 0
        while at < len(tokens):
            found = self.lexicon.form_at(tokens[at:], self.locale)
            taken, more = (found[1], found[0].others_on(self.day)) if found else (1, ())
            parts.append([" ".join(token.raw for token in tokens[at : at + taken]), *(other.said for other in more)])
            others += more
            at += taken
        ways = tuple(" ".join(way) for way in islice(product(*parts), 1, MOST_WAYS))
        return Node(tokens, is_phrase=True, others=tuple(others), ways=ways)

    def _number(self, tokens: Sequence[Token]) -> Number | None:
        """“12/2025/QĐ-UBND”, “QĐ 12 2025”, “quyết định số 12/2025”, “12-NQ/TU” at the beginning of these tokens."""
        kind, at = self._kind(tokens)
        if kind and at < len(tokens) and tokens[at].words[0] in BEFORE_A_NUMBER:
            at += 1
        if at >= len(tokens) or not NUMERAL.fullmatch(tokens[at].raw):
            return None
        number, at = str(int(tokens[at].raw)), at + 1
        year, at, is_joined = _year(tokens, at, after_kind=bool(kind))
        groups, at = self._symbol(tokens, at, is_open=not kind)
        if not (kind or groups or is_joined) or (YEAR.fullmatch(number) and not (year or groups)):
            return None
        name = self.lexicon.names.get((self.locale, kind or name_of(groups[:1])), "")
        return Number(at, number, year, groups, kind, name)

    def _kind(self, tokens: Sequence[Token]) -> tuple[str, int]:
        """The short name of the kind of document that stands first, and how many tokens name it."""
        for length in range(min(4, len(tokens)), 0, -1):
            words = tuple(word for token in tokens[:length] for word in token.words)
            if kind := self.lexicon.documents.get((self.locale, words)):
                return kind, length
        return "", 0

    def _symbol(self, tokens: Sequence[Token], at: int, *, is_open: bool) -> tuple[tuple[str, ...], int]:
        """The groups of a symbol; behind a space only a kind of document begins one."""
        groups: list[str] = []
        while at < len(tokens) and SYMBOL.fullmatch(tokens[at].raw):
            is_kind = (self.locale, tokens[at].words) in self.lexicon.documents
            if tokens[at].glue not in tuple(JOINS) and not (is_open and not groups and is_kind):
                break
            groups.append(tokens[at].raw)
            at += 1
            if at < len(tokens) and not tokens[at].glue and tokens[at].raw.isdigit():  # QH13
                groups[-1] += tokens[at].raw
                at += 1
        return tuple(groups), at

    @staticmethod
    def _spelt(number: Number) -> tuple[str, ...]:
        """The number of a kind as it is said in words: “quyết định 12”, “quyết định số 12”."""
        rest = f"{number.number} {number.year}".strip()
        return (f"{number.name} {rest}", f"{number.name} số {rest}") if number.kind and number.name else ()


def _year(tokens: Sequence[Token], at: int, *, after_kind: bool) -> tuple[str, int, bool]:
    """The year of a number, where the next token stands, and whether the year hangs on the number by a stroke."""
    if at < len(tokens) and tokens[at].glue in tuple(JOINS) and YEAR.fullmatch(tokens[at].raw):
        return tokens[at].raw, at + 1, tokens[at].glue == "/"
    if not after_kind:
        return "", at, False
    begins = at + (at < len(tokens) and tokens[at].words == (BEFORE_A_YEAR,))
    if begins < len(tokens) and YEAR.fullmatch(tokens[begins].raw):
        return tokens[begins].raw, begins + 1, False
    return "", at, False
