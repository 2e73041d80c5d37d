"""Completions: titles and tags whose syllables begin like those that somebody writes, accents and long forms optional.

However common a beginning is, so many items are looked at and no more: the newest, and some of those that have the
longer words. Why, and what it costs: ADR 29.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from api.content.lists import Conditions
from api.content.queries import HEAD
from api.search.compiling import operand
from api.search.lexicon import VERSION
from api.search.phrases import WORD
from api.search.widening import Node, Wanted, said_in
from cms.textstandard.folding import folded

LOOKED_AT = 60
NEWEST = 1_000
CHOSEN = 1_000
LONG = 3  # letters from which a beginning is looked up in the index; what begins with fewer is everywhere
MOST_WAYS = 8
# The newest are found in the order of their index, never by sorting all. One plan serves every beginning, which is
# selected, so that it is read once and not for every row.
SETTINGS = (
    "set local enable_seqscan = off; set local enable_sort = off; set local jit = off;"
    " set local plan_cache_mode = force_generic_plan"
)
SUGGEST = """
select {head}, r.list_form, {version} from h left join lateral (
  select v.list_form, n.sort_at from (
    select * from ({newest}{chosen}) s order by sort_at desc limit {looked_at}
  ) n join api_publications_current v on v.id = n.current_id
) r on true order by r.sort_at desc
"""
SOME = """(select c.current_id, c.sort_at from (
      select c.current_id, c.sort_at, c.lead from api_publications_findable c where {where} {narrowed} limit {most}
    ) c where c.lead @@ (select to_tsquery('vi_plain', %(beginnings)s)))"""
BY_INDEX = "and c.lead @@ (select to_tsquery('vi_plain', %(long)s))"


def suggest_query(conditions: Conditions, wanted: Wanted) -> str:
    """The SQL of the items with such a title or tag. Adds its parameters to the conditions."""
    nodes = _nodes(wanted)
    long = " & ".join(filter(None, (_beginnings(node, least=LONG) for node in nodes)))
    conditions.parameters |= {"beginnings": " & ".join(_beginnings(node) for node in nodes), "long": long}
    where = " and ".join(conditions.of_a_row)
    chosen = SOME.format(where=where, narrowed=BY_INDEX, most=CHOSEN)
    return SUGGEST.format(
        head=HEAD,
        version=VERSION,
        newest=SOME.format(where=where, narrowed="order by c.sort_at desc", most=NEWEST),
        chosen=f" union {chosen}" if long else "",
        looked_at=LOOKED_AT,
    )


def completions(items: Iterable[Mapping[str, Any]], wanted: Wanted, words: str, most: int) -> list[dict[str, Any]]:
    """The best of what these items offer: what begins with the very letters first, then what begins with letters
    alike, then what has them side by side; of the same, the newest first.
    """
    offered: dict[tuple[str, str], dict[str, Any]] = {}
    ways = _ways(wanted)
    for offer in _offers(items):
        key = offer["kind"], offer["text"].lower()
        if key not in offered and any(_fits(offer["text"], way) for way in ways):
            offered[key] = offer
    return sorted(offered.values(), key=lambda offer: _distance(offer["text"], words, ways))[:most]


def _nodes(wanted: Wanted) -> list[Node]:
    return [node for group in wanted for node in group if not node.is_left_out]


def _beginnings(node: Node, *, least: int = 1) -> str:
    """What an item has of a node: beginnings of its words, or its other forms, or its number."""
    own = [word for word in said_in(node) if len(word) >= least]
    if not own:
        return ""
    others = [f"({' & '.join(map(operand, other.words))})" for other in node.others if other.words]
    numbers = [f"{operand(number)}:*" for number in node.numbers]
    return f"({' | '.join([' & '.join(f'{operand(word)}:*' for word in own), *others, *numbers])})"


def _ways(wanted: Wanted) -> list[tuple[str, ...]]:
    """The words of every way to say it, folded."""
    said = [[tuple(said_in(node)), *(other.words for other in node.others)] for node in _nodes(wanted)]
    return [tuple(word for part in way for word in part) for way in islice(product(*said), MOST_WAYS)]


def _offers(items: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        for tag in item["tags"]:
            yield {"text": tag["name"], "kind": "tag", "slug": tag["slug"]}
        yield {
            "text": item["title"],
            "kind": "title",
            **{name: item[name] for name in ("public_id", "type", "path", "url")},
        }


def _fits(text: str, way: Sequence[str]) -> bool:
    syllables = WORD.findall(folded(text))
    return all(any(syllable.startswith(word) for syllable in syllables) for word in way)


def _distance(text: str, words: str, ways: Sequence[Sequence[str]]) -> tuple[bool, bool, bool]:
    small, plain = text.lower(), " ".join(WORD.findall(folded(text)))
    beginnings = [" ".join(way) for way in ways]
    return (
        not any(plain.startswith(beginning) for beginning in beginnings),
        not small.startswith(words.lower()),
        not any(f" {beginning}" in f" {plain}" for beginning in beginnings),
    )
