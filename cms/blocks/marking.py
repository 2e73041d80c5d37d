"""Rich text as a translator writes it: words with numbered marks in the place of tags, so that no tag gets lost.

`Sở <b>Tài chính</b><br/>` is written `Sở {1}Tài chính{/1}{2/}`. The same numbers mean the same tags in the translation,
in whatever order the other language needs them. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*?)(/?)>")
PART = re.compile(r"(<(?:p|li|h[1-6])\b[^>]*>)(.*?)(</(?:p|li|h[1-6])>)", re.DOTALL)
KEY = re.compile(r'data-block-key="([\w-]+)"')
MARK = re.compile(r"(?<!\{)\{(/?)(\d{1,3})(/?)\}")
SHIELDED = re.compile(r"\{(\{/?\d{1,3}/?\})")
ALONE = frozenset({"br", "hr", "embed", "img"})


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with marks, and the opening tags that the marks stand for: the first is `{1}`."""

    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph or entry of a list of stored rich text: its name, and what is between its tags."""

    name: str
    inner: str


def parts_of(html: str) -> list[Part]:
    """The paragraphs and entries of stored rich text, by the key that the editor gave them, else by their number."""
    found = list(PART.finditer(html))
    if not found:
        return [Part("#1", html)] if html.strip() else []
    return [Part(_name(match, number), match[2]) for number, match in enumerate(found, 1)]


def with_parts(html: str, inner: Sequence[str]) -> str:
    """The same rich text with other words between the tags of its parts, in their order."""
    if not PART.search(html):
        return inner[0] if inner else html
    rest = iter(inner)
    return PART.sub(lambda match: f"{match[1]}{next(rest)}{match[3]}", html)


def marked(inner: str, *, known: Sequence[str] = ()) -> Marked:
    """Rich text with marks for tags. `known` are tags that have their numbers already: those of the source."""
    tags, free = list(known), list(range(len(known)))
    open_now: list[int] = []
    written: list[str] = []
    end = 0
    for match in TAG.finditer(inner):
        written.append(shielded(unescape(inner[end : match.start()])))
        end = match.end()
        if match[1]:
            written.append(f"{{/{open_now.pop() + 1}}}" if open_now else "")
            continue
        number = _number(match[0], tags, free)
        is_alone = match[2].lower() in ALONE or bool(match[4])
        written.append(f"{{{number + 1}/}}" if is_alone else f"{{{number + 1}}}")
        if not is_alone:
            open_now.append(number)
    written.append(shielded(unescape(inner[end:])))
    return Marked("".join(written).strip(), tuple(tags))


def unmarked(text: str, tags: Sequence[str]) -> str:
    """The rich text that marked words stand for. What marks are wrong is asked of `faults_in` before."""
    written: list[str] = []
    end = 0
    for match in MARK.finditer(text):
        written.append(escape(unshielded(text[end : match.start()]), quote=False))
        end = match.end()
        written.append(_tag(match, tags))
    written.append(escape(unshielded(text[end:]), quote=False))
    return "".join(written)


def marks_in(text: str) -> list[str]:
    """The marks of a text, in their order."""
    return [match[0] for match in MARK.finditer(text)]


def faults_in(text: str, tags: Sequence[str], *, needed: int) -> list[str]:
    """The marks that mean nothing, are crossed, are not closed, or are missing; nothing if all is in order.

    The first `needed` marks have to stand there, the others may.
    """
    open_now: list[str] = []
    seen: set[int] = set()
    wrong: list[str] = []
    for match in MARK.finditer(text):
        number = int(match[2])
        is_known = 1 <= number <= len(tags) and bool(match[3]) == stands_alone(tags[number - 1])
        if match[1]:
            wrong += [] if open_now and open_now[-1] == match[2] else [match[0]]
            open_now = open_now[:-1] if open_now else []
        elif not is_known or number in seen:
            wrong.append(match[0])
        elif not match[3]:
            open_now.append(match[2])
        seen |= set() if match[1] else {number}
    missing = [f"{{{number}}}" for number in range(1, needed + 1) if number not in seen]
    return [*wrong, *(f"{{{number}}}" for number in open_now), *missing]


def _name(match: re.Match[str], number: int) -> str:
    key = KEY.search(match[1])
    return key[1] if key else f"#{number}"


def _number(tag: str, tags: list[str], free: list[int]) -> int:
    """The number of a tag: that of the same one in the source, if it is free, else the next."""
    for number in free:
        if tags[number] == tag:
            free.remove(number)
            return number
    tags.append(tag)
    return len(tags) - 1


def _tag(match: re.Match[str], tags: Sequence[str]) -> str:
    number = int(match[2])
    if not 1 <= number <= len(tags):
        return ""
    opening = tags[number - 1]
    return f"</{_name_of(opening)}>" if match[1] else opening


def _name_of(tag: str) -> str:
    found = TAG.match(tag)
    return found[2] if found else ""


def stands_alone(tag: str) -> bool:
    """Whether a tag encloses nothing."""
    found = TAG.match(tag)
    return found is not None and (found[2].lower() in ALONE or bool(found[4]))


def shielded(words: str) -> str:
    """Braces that a person wrote, so that they are no marks."""
    return MARK.sub(r"{\g<0>", words)


def unshielded(words: str) -> str:
    """The words as the person wrote them."""
    return SHIELDED.sub(r"\1", words)
