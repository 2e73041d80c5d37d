"""The text standard: what every text goes through before it is stored.

TCVN 6909:2001 (Unicode) as asked for in Điều 6.2; one way to write each letter (NFC), nothing that a reader cannot see.
"""

import re
import unicodedata
from html import escape
from html.parser import HTMLParser

INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # invisible, but letters or marks for Unicode
NONCHARACTERS = frozenset(
    map(chr, (*range(0xFDD0, 0xFDF0), *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF))))
)
SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
REMOVED_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
VOID_ELEMENTS = {"br", "hr", "embed", "img"}


def clean(text: str) -> str:
    """A plain text as it is stored: NFC, visible characters only, single spaces, lines without ragged ends."""
    text = _characters(text)
    text = re.sub(" +", " ", text)
    text = re.sub(" ?\n ?", "\n", text)
    return re.sub("\n{3,}", "\n\n", text).strip(" \n")


def clean_html(html: str) -> str:
    """Rich text with every run of text in it clean, and its tags as they are.

    Tags and text are kept apart: composing a whole document would join a `>` with a combining mark behind it.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join(writer.parts)


def _characters(text: str) -> str:
    text = LINE_ENDS.sub("\n", text)
    text = SPACES.sub(" ", text)
    kept = (character for character in text if _is_visible(character))
    text = unicodedata.normalize("NFC", "".join(kept))
    return SPACES.sub(" ", text).replace("\u2011", "-")


def _is_visible(character: str) -> bool:
    if character == "\n":
        return True
    if character in INVISIBLE or character in NONCHARACTERS:
        return False
    return unicodedata.category(character) not in REMOVED_CATEGORIES


class _Writer(HTMLParser):
    """Writes down what it reads, with clean text and clean attributes; comments and declarations are dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = "".join(f' {name}="{escape(_characters(value or ""))}"' for name, value in attrs)
        self.parts.append(f"<{tag}{written}{'/' if tag in VOID_ELEMENTS else ''}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID_ELEMENTS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID_ELEMENTS:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(re.sub(" +", " ", _characters(data)), quote=False))
