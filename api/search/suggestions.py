"""Completions: titles and tags whose syllables begin like those that somebody writes, accents optional."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.content.lists import Conditions
from api.content.queries import HEAD
from api.search.folding import folded
from api.search.phrases import WORD

LOOKED_AT = 100
SUGGEST = """
select {head}, r.list_form from h left join lateral (
  select v.list_form, n.sort_at from (
    select c.current_id, c.sort_at from api_publications_findable c
    where {where} and c.lead @@ to_tsquery('vi_plain', %(beginnings)s) order by c.sort_at desc limit {looked_at}
  ) n join api_publications_current v on v.id = n.current_id
) r on true order by r.sort_at desc
"""


def suggest_query(conditions: Conditions, words: str) -> str:
    """The SQL of the newest items with such a title or tag. Adds its parameters to the conditions."""
    conditions.parameters["beginnings"] = " & ".join(f"{word}:*" for word in WORD.findall(words))
    return SUGGEST.format(head=HEAD, where=" and ".join(conditions.where), looked_at=LOOKED_AT)


def completions(items: Iterable[Mapping[str, Any]], words: str, most: int) -> list[dict[str, Any]]:
    """The best of what these items offer: what begins with the very letters first, then with any letters alike."""
    offered: dict[tuple[str, str], dict[str, Any]] = {}
    for offer in _offers(items):
        if _fits(offer["text"], words):
            offered.setdefault((offer["kind"], offer["text"].lower()), offer)
    return sorted(offered.values(), key=lambda offer: _distance(offer["text"], words))[:most]


def _offers(items: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        for tag in item["tags"]:
            yield {"text": tag["name"], "kind": "tag", "slug": tag["slug"]}
        yield {
            "text": item["title"],
            "kind": "title",
            **{name: item[name] for name in ("public_id", "type", "path", "url")},
        }


def _fits(text: str, words: str) -> bool:
    syllables = WORD.findall(folded(text))
    return all(any(syllable.startswith(word) for syllable in syllables) for word in WORD.findall(folded(words)))


def _distance(text: str, words: str) -> tuple[bool, bool, bool]:
    small, asked = text.lower(), words.lower()
    return not folded(text).startswith(folded(words)), not small.startswith(asked), asked not in small
