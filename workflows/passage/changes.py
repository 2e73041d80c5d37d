"""Which words of a public text a change touches, and which of them weigh: numbers, names, files. Pure."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.html import strip_tags

NUMBERS, NAMES, FILES = "numbers", "names", "files"
MOST = 20  # words that are named
LONGEST = 80
WORD = re.compile(r"[^\W_]+(?:[.,/:-][^\W_]+)*", re.UNICODE)
TAG_END = re.compile(r"</(p|li|h\d|td|th)>")
NOT_WRITTEN = frozenset({"id", "type", "sha256", "public_id", "item", "shown", "address"})


def guarded_words(before: Mapping[str, Any], after: Mapping[str, Any], *, kinds: Collection[str]) -> list[str]:
    """The places where a text changed in a way that weighs, each as “before → after”, at most `MOST`.

    `numbers` are words with a digit (numbers, dates, sums), `names` words with a capital letter, also those that begin
    a sentence: a name may stand there. `files` are the files and pictures that are shown.
    """
    found = [
        _shown(left, right)
        for left, right in _replaced(_words(before), _words(after))
        if any(_weighs(word, kinds) for word in (*left, *right))
    ]
    if FILES in kinds and _hashes(before) != _hashes(after):
        found.append(FILES)
    return list(dict.fromkeys(found))[:MOST]


def _weighs(word: str, kinds: Collection[str]) -> bool:
    if NUMBERS in kinds and any(sign.isdigit() for sign in word):
        return True
    return NAMES in kinds and word[0].isupper()


def _replaced(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for operation, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        if operation != "equal":
            yield before[left_from:left_to], after[right_from:right_to]


def _shown(left: list[str], right: list[str]) -> str:
    return f"{_cut(left)} → {_cut(right)}"


def _cut(words: list[str]) -> str:
    text = " ".join(words) or "∅"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _words(text: Mapping[str, Any]) -> list[str]:
    return [word for part in _written(text) for word in WORD.findall(part)]


def _written(value: Any, name: str = "") -> Iterator[str]:
    """Everything in a public text that a person wrote, without tags and without what names other things."""
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _written(value[key], key)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _written(part, name)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool) and name not in NOT_WRITTEN:
        yield strip_tags(TAG_END.sub(" \n", str(value)))


def _hashes(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        own = {str(value["sha256"])} if value.get("sha256") else set()
        return own.union(*(_hashes(part) for part in value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*(_hashes(part) for part in value))
    return set()
