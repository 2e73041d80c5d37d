"""From what is looked for to the texts of the queries that PostgreSQL understands, and to what a hit may show.

Every word goes in as a quoted operand of `to_tsquery`, which takes it apart as the vectors were: nothing that a reader
writes is an operator.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from api.search.lexicon import Other
from api.search.phrases import tokens_of
from api.search.widening import Node, Wanted, said_in
from cms.synonyms.enums import Kind
from cms.textstandard.folding import folded
from cms.textstandard.tones import with_tones_in_place

LONG = 3  # words of a form that are looked for wherever they stand
LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The texts of the queries: with every form; as it was written, and in any form, its words side by side; with the
    accents that were written; the whole question as one phrase; the numbers.
    """

    every: str
    written: str
    near: str
    exact: str
    phrase: str
    numbers: str

    @property
    def is_widened(self) -> bool:
        """Whether more is looked for than was written."""
        return self.near != self.written


def compiled(wanted: Wanted) -> Compiled:
    """The queries for what is wanted."""
    nodes = [node for group in wanted for node in group]
    return Compiled(
        every=_text(wanted, _every),
        written=_text(wanted, _written),
        near=_text(wanted, _near),
        exact=with_tones_in_place(_text(wanted, _every)),
        phrase=_phrase(wanted),
        numbers=" | ".join(operand(number) for node in nodes for number in node.numbers),
    )


def operand(text: str) -> str:
    """A word, or several that stand side by side, as `to_tsquery` takes them."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def phrases_of(wanted: Wanted) -> list[tuple[str, ...]]:
    """The phrases that a hit may show, folded, the longest first; a single word is a phrase of one."""
    found = {phrase for group in wanted for node in group if not node.is_left_out for phrase in _shown(node)}
    return sorted((phrase for phrase in found if phrase), key=lambda phrase: (-len(phrase), phrase))


def shapes_of(wanted: Wanted) -> list[str]:
    """How the numbers that are looked for look in a folded text."""
    return [node.shape for group in wanted for node in group if node.shape]


def also_searched(wanted: Wanted) -> list[dict[str, str | None]]:
    """What else was looked for, as readers are told."""
    told: dict[tuple[str, str], dict[str, str | None]] = {}
    for node in (node for group in wanted for node in group):
        for other in node.others:
            since = other.since.isoformat() if other.since else None
            entry = {"words": node.said, "also": other.said, "kind": other.kind, "since": since, "basis": other.basis}
            told.setdefault((node.said, other.said), entry)
    return list(told.values())


def _text(wanted: Wanted, write: Callable[[Node], str]) -> str:
    written = (" & ".join(write(node) for node in group) for group in wanted)
    return " | ".join(f"({group})" for group in written)


def _phrase(wanted: Wanted) -> str:
    """The whole question as one phrase; nothing where it is one word, or says which words stand together itself."""
    tokens = [token.raw for group in wanted for node in group for token in node.tokens]
    is_plain = len(wanted) == 1 and not any(node.is_phrase or node.is_left_out for node in wanted[0])
    return operand(" ".join(tokens)) if is_plain and len(tokens) > 1 else ""


def _as_written(node: Node) -> str:
    """The words of a node, wherever they stand; of a phrase side by side."""
    words = [operand(node.written)] if node.is_phrase else [operand(token.raw) for token in node.tokens]
    base = " & ".join(words)
    return f"!({base})" if node.is_left_out else f"({base})"


def _written(node: Node) -> str:
    """The same; of what has other forms the words stand side by side."""
    return f"({operand(node.written)})" if node.others and not node.is_phrase else _as_written(node)


def _near(node: Node) -> str:
    others = [] if node.is_phrase else [operand(other.said) for other in node.others]
    return (
        f"({' | '.join([_written(node), *others, *map(operand, node.ways)])})"
        if others or node.ways
        else _written(node)
    )


def _every(node: Node) -> str:
    others = [] if node.is_phrase else [_other(other) for other in node.others]
    ways = [operand(way) for way in node.ways]
    return f"({' | '.join([_as_written(node), *others, *ways, *map(operand, node.numbers)])})"


def _other(other: Other) -> str:
    """Another form, its words side by side. The long form of an abbreviation is asked for as a reader would write it:
    a phrase has to be looked up in the vector of every hit, and “Ủy ban nhân dân” stands everywhere.
    """
    if other.kind == Kind.ABBREVIATION and len(other.words) >= LONG:
        return f"({' & '.join(operand(token.raw) for token in tokens_of(other.said))})"
    return operand(other.said)


def _shown(node: Node) -> Iterator[tuple[str, ...]]:
    every = said_in(node)
    yield from [tuple(every)] if node.is_phrase else ((word,) for word in every)
    if not node.is_phrase:
        yield tuple(every)
        yield from (other.words for other in node.others)
    yield from (_folded(way) for way in node.ways)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(LETTERS.findall(folded(text)))


def words_of(phrases: Iterable[tuple[str, ...]]) -> list[str]:
    """The words of the phrases, each once."""
    return list(dict.fromkeys(word for phrase in phrases for word in phrase))
