"""What search reads of an item: five texts, from the heaviest to the lightest, and where the words of a body stand."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.publications.things import Json

TAG = re.compile(r"</?[a-zA-Z][^>]*>")
SPACE = re.compile(r"\s+")
NAMES_OF_THINGS = frozenset(
    {"sha256", "public_id", "id", "type", "url", "address", "provider", "level", "style", "kind"}
)
NAME = re.compile(r"[0-9a-f-]{36}|https?://\S+")
# A text search vector holds less than a megabyte; what stands behind these many letters is not searched.
LONGEST = 100_000


def words_of(item: Json, text: Json) -> list[str]:
    """Title, summary, tags, names beside it (agency, section, category, attribution), and the words of the body."""
    tags = [tag["name"] for tag in item["tags"]]
    texts = (item["title"], item["summary"], "\n".join(tags), "\n".join(_names(item)), " ".join(_body(text["body"])))
    return [plain(part)[:LONGEST] for part in texts]


def plain(text: str) -> str:
    """Words without markup."""
    return SPACE.sub(" ", html.unescape(TAG.sub(" ", text))).strip()


def _names(item: Json) -> Iterator[str]:
    for part, keys in (("agency", ("name", "abbreviation")), ("section", ("title",)), ("category", ("name",))):
        yield from (str(item[part][key]) for key in keys if item[part])
    yield from (author["name"] for author in item["attribution"]["authors"])
    yield item["attribution"]["source"]
    yield item.get("notice", {}).get("number", "")


def _body(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield from _strings(block["value"])


def _strings(value: Any) -> Iterator[str]:
    """Every string of a block's value that is words, whatever the block: titles of files, captions, cells."""
    if isinstance(value, str):
        if not NAME.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if name not in NAMES_OF_THINGS:
                yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
