"""Rich text as it is sent: known tags only, links to the outside by address, to the inside by reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from uuid import UUID

import nh3
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

TAGS = {"p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br"}
ATTRIBUTES = {"a": {"href", "data-item", "data-file"}}
OUTSIDE = ("https://", "http://", "mailto:", "tel:", "#")
KINDS = ("page", "document")


@dataclass(frozen=True, slots=True)
class Names:
    """Outside names of what rich text refers to, by the numbers that are stored in it."""

    pages: Mapping[int, UUID]
    files: Mapping[int, UUID]


def safe_html(source: str, names: Names) -> str:
    """Rich text as safe HTML."""
    referring = FIND_A_TAG.sub(lambda match: _link(extract_attrs(match.group(1)), names), source)
    return nh3.clean(referring, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_safe_attribute, link_rel=None)


def numbers_in(source: str) -> Iterator[tuple[str, int]]:
    """Kind and number of every page and file that stored rich text links to."""
    for match in FIND_A_TAG.finditer(source):
        attributes = extract_attrs(match.group(1))
        kind, number = attributes.get("linktype", ""), attributes.get("id", "")
        if kind in KINDS and number.isdecimal():
            yield kind, int(number)


def _link(attributes: Mapping[str, str], names: Names) -> str:
    """The opening tag of a link. Without a goal it is left out, and its closing tag falls away."""
    kind, number = attributes.get("linktype"), attributes.get("id", "")
    if kind is None:
        href = attributes.get("href", "")
        return f'<a href="{escape(href)}">' if href.startswith(OUTSIDE) else ""
    goals, attribute = (names.pages, "data-item") if kind == "page" else (names.files, "data-file")
    goal = goals.get(int(number)) if number.isdecimal() else None
    return f'<a {attribute}="{goal}">' if goal else ""


def _safe_attribute(_tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or value.startswith(OUTSIDE) else None
