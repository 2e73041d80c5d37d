"""In what a copy differs from the snapshot that it was made of, and whether it may. Pure: compares presented texts.

To shorten is to leave out whole blocks, sentences, entries of lists, rows of tables: what is left stands as it stood,
in its order. A word that is put in, or another order, is a rewriting.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

from cms.blocks.carrying import carried_text
from workflows.promotion.enums import Change, Freedom

type Text = Mapping[str, Any]

ALLOWED: Mapping[Freedom, frozenset[Change]] = {
    Freedom.NONE: frozenset(),
    Freedom.SHORTEN: frozenset(
        {Change.TITLE, Change.SUMMARY, Change.SEO, Change.PICTURE_DROPPED, Change.SHORTENED},
    ),
    Freedom.REWRITE: frozenset(set(Change) - {Change.ATTRIBUTION}),
}
FIELDS: Mapping[Change, str] = {
    Change.TITLE: "title",
    Change.SUMMARY: "summary",
    Change.SEO: "search_description",
    Change.PICTURE: "lead_image",
    Change.PICTURE_DROPPED: "lead_image",
    Change.DETAILS: "number",
    Change.AUTHORS_ADDED: "credits",
    Change.ATTRIBUTION: "credits",
}
SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+")
END_OF_PART = re.compile(r"</(?:p|li)>|<br ?/?>")
MARKUP = re.compile(r"<(?!/?a\b)[^>]*>")  # links are words too: where they lead is what they say


def changes_between(source: Text, copy: Text) -> list[Change]:
    """In what a copy differs from its source. How it is filed on the portal is the portal's own matter."""
    theirs, ours = carried_text(source), carried_text(copy)
    plain = {Change.TITLE: "title", Change.SUMMARY: "summary", Change.SEO: "seo", Change.DETAILS: "notice"}
    found = [change for change, name in plain.items() if theirs.get(name) != ours.get(name)]
    found += _of_picture(theirs.get("image"), ours.get("image"))
    found += _of_body(theirs["body"], ours["body"])
    return found + _of_attribution(theirs.get("attribution"), ours.get("attribution"))


def forbidden(changes: Sequence[Change], freedom: Freedom) -> list[Change]:
    """Those of the changes that are not allowed."""
    return [change for change in changes if change not in ALLOWED[freedom]]


def _of_picture(theirs: Any, ours: Any) -> list[Change]:
    if theirs == ours:
        return []
    return [Change.PICTURE_DROPPED if ours is None else Change.PICTURE]


def _of_body(theirs: Sequence[Text], ours: Sequence[Text]) -> list[Change]:
    if _without_ids(theirs) == _without_ids(ours):
        return []
    return [Change.SHORTENED if _is_part(ours, theirs, _is_shorter_block) else Change.BODY]


def _of_attribution(theirs: Any, ours: Any) -> list[Change]:
    if theirs == ours:
        return []
    kept = theirs and ours and theirs["source"] == ours["source"]
    if kept and _is_part(theirs["authors"], ours["authors"], lambda one, other: one == other):
        return [Change.AUTHORS_ADDED]
    return [Change.ATTRIBUTION]


def _is_part[Entry](few: Sequence[Entry], many: Sequence[Entry], matches: Callable[[Entry, Entry], bool]) -> bool:
    """Whether each of `few` matches one of `many`, in their order. The first that matches leaves most for the rest."""
    rest = iter(many)
    return all(any(matches(entry, other) for other in rest) for entry in few)


def _is_shorter_block(ours: Text, theirs: Text) -> bool:
    return bool(ours["type"] == theirs["type"]) and _is_shorter(ours["value"], theirs["value"])


def _is_shorter(ours: Any, theirs: Any) -> bool:
    """Whether one value is another with something left out."""
    if ours == theirs:
        return True
    if isinstance(ours, str) and isinstance(theirs, str):
        return _is_part(_sentences(ours), _sentences(theirs), lambda one, other: one == other)
    if isinstance(ours, list) and isinstance(theirs, list):
        return _is_part(ours, theirs, _is_shorter_entry)
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and ours.keys() == theirs.keys():
        is_medium = "sha256" in ours  # a picture or file stays as it is, with what is said about it
        return not is_medium and all(_is_shorter(ours[key], theirs[key]) for key in ours)
    return False


def _is_shorter_entry(ours: Any, theirs: Any) -> bool:
    """A row of a table is left out or stays whole: a cell less would put numbers under other headings."""
    return bool(ours == theirs) if isinstance(ours, list) else _is_shorter(ours, theirs)


def _sentences(html: str) -> list[str]:
    plain = unescape(MARKUP.sub("", END_OF_PART.sub("\n", html)))
    return [" ".join(part.split()) for part in SENTENCE.split(plain) if part.strip()]


def _without_ids(blocks: Sequence[Text]) -> list[Any]:
    return [(block["type"], block["value"]) for block in blocks]
