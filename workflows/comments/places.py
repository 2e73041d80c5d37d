"""Where in a text a comment stands: at the words that it quotes, in whatever version they still are."""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from wagtail.models import Revision

from cms.pages.presenters import text_of

TAG = re.compile(r"<[^>]+>")
BETWEEN_BLOCKS = re.compile(r"</(?:p|h\d|li|blockquote|td|th)>|<br\s*/?>", re.IGNORECASE)


def plain(words: str) -> str:
    """Words without marks and with single spaces, as a person reads and selects them."""
    bare = html.unescape(TAG.sub("", BETWEEN_BLOCKS.sub(" ", words)))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def words_of(text: Any) -> str:
    """Everything that is to be read in a text."""
    return " ".join(part for part in map(plain, _strings(text)) if part)


def words_of_revision(revision: Revision) -> str:
    """Everything that is to be read in a version."""
    return words_of(text_of(revision.as_object()))


def stands_in(quote: str, words: str) -> bool:
    """Whether the place of a comment is in these words; one on the whole text is in every version."""
    return not quote or quote in words


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _strings(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _strings(value)
