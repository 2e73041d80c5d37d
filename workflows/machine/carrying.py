"""Segments as a machine gets them, and its answers as segments. Pure.

Tags do not leave the house: a mark goes as an empty tag with its number, and comes back as that mark. What comes back
with a mark missing, crossed or made up is no suggestion.
"""

from html import escape
from html.parser import HTMLParser

from cms.blocks.marking import MARK, faults_in, shielded, unshielded
from cms.blocks.segments import HTML
from cms.pages.segments import Segment
from cms.textstandard import clean

PREFIX = "m"
VOID = frozenset({"br", "img", "hr", "wbr"})


def to_send(segment: Segment) -> str:
    """The words; with neutral tags in the place of marks where there are any."""
    if segment.kind != HTML:
        return segment.text
    if not segment.tags:
        return unshielded(segment.text)
    written, end = [], 0
    for match in MARK.finditer(segment.text):
        written.append(escape(unshielded(segment.text[end : match.start()]), quote=False))
        end = match.end()
        written.append(_tag(match[1], match[2], match[3]))
    written.append(escape(unshielded(segment.text[end:]), quote=False))
    return "".join(written)


def received(segment: Segment, answer: str, *, most: int) -> str:
    """What a machine made of a segment, with marks; empty where it is no translation of it."""
    text = answer
    if segment.kind == HTML:
        text = _marked(answer) if segment.tags else shielded(answer)
    text = clean(text).strip()
    if segment.kind == HTML and faults_in(text, segment.tags, needed=len(segment.tags)):
        return ""
    return "" if most and len(text) > most else text


def _tag(closes: str, number: str, alone: str) -> str:
    if closes:
        return "</span>"
    return f'<br id="{PREFIX}{number}">' if alone else f'<span id="{PREFIX}{number}">'


class _Reader(HTMLParser):
    """Tags as marks. A tag that is none of ours becomes a mark that there is not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One of ours has a number."""
        number = (dict(attrs).get("id") or "").removeprefix(PREFIX)
        number = number if number.isdigit() else "999"
        self.written.append(f"{{{number}/}}" if tag in VOID else f"{{{number}}}")
        if tag not in VOID:
            self.open.append(number)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """However it is written."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the last one."""
        if tag not in VOID:
            self.written.append(f"{{/{self.open.pop() if self.open else '999'}}}")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.written.append(shielded(data))


def _marked(answer: str) -> str:
    reader = _Reader()
    reader.feed(answer)
    reader.close()
    return "".join(reader.written)
