"""What search reads of an item: five texts, from the heaviest to the lightest; numbers of documents; names of files."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.publications.numbers import words_in
from api.publications.things import Json

TAG = re.compile(r"</?[a-zA-Z][^>]*>")
SPACE = re.compile(r"\s+")
NAMES_OF_THINGS = frozenset(
    {"sha256", "public_id", "id", "type", "url", "address", "provider", "level", "style", "kind"}
)
NAME = re.compile(r"[0-9a-f-]{36}|https?://\S+")
# A text search vector holds less than a megabyte; what stands behind these many letters is not searched.
LONGEST = 100_000


def words_of(item: Json, text: Json, files: Json) -> list[str]:
    """Title, summary, tags, names beside it (agency, section, category, attribution), and the words of the body; the
    numbers of documents in the first three and in the others; its files, a line each: public name, then title.
    """
    tags = [tag["name"] for tag in item["tags"]]
    titled, body = _titled(text, files), list(_body(text["body"]))
    body += [title for title in titled.values() if title not in body]
    parts = (item["title"], item["summary"], "\n".join(tags), "\n".join(_names(item)), " ".join(body))
    texts = [plain(part)[:LONGEST] for part in parts]
    listed = "\n".join(f"{name} {title}" for name, title in titled.items())
    return [*texts, words_in(*texts[:3]), words_in(*texts[3:]), listed]


def plain(text: str) -> str:
    """Words without markup."""
    return SPACE.sub(" ", html.unescape(TAG.sub(" ", text))).strip()


def _names(item: Json) -> Iterator[str]:
    for part, keys in (("agency", ("name", "abbreviation")), ("section", ("title",)), ("category", ("name",))):
        yield from (str(item[part][key]) for key in keys if item[part])
    yield from (author["name"] for author in item["attribution"]["authors"])
    yield item["attribution"]["source"]
    yield item.get("notice", {}).get("number", "")


def _titled(text: Json, files: Json) -> dict[str, str]:
    """The titles of the files that the text names, by the public name of each: as the text calls it, else as it is
    called.
    """
    said = {block["value"]["public_id"]: block["value"]["title"] for block in text["body"] if block["type"] == "file"}
    known = {key: row for key, row in sorted(files.items()) if row.get("url")}
    return {row["url"].rsplit("/", 1)[-1]: plain(said.get(key) or row.get("title") or "") for key, row in known.items()}


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
