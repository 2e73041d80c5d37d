"""Finding words and stamps of secrecy in lines and in names of files. Pure: no table is asked.

What counts is how a word stands. "bảo mật", "mật khẩu", "mật ong", "bề mặt" are no alarm, and neither is "không phổ
biến" in a sentence; "MẬT" alone on its line is one, spaced out, in brackets or behind "Độ mật:" too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath

from anyascii import anyascii

from cms.textstandard import clean
from workflows.secrecy.enums import Where

LABELS = ("ĐỘ MẬT", "ĐỘ KHẨN, MẬT", "MỨC ĐỘ MẬT", "ĐÓNG DẤU", "DẤU ĐỘ MẬT", "DẤU")
FRAME = " \t.,;:!*_-–—=~|/\\“”\"'’‘[](){}<>«»•·#"
BRACKETED = re.compile(r"[(\[{“\"«]\s*([^()\[\]{}“”\"«»]{1,80}?)\s*[)\]}”\"»]")
LONGEST_LINE = 4_000
SHORT = 4  # letters up to which a word alone means nothing in a name of a file


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that stop an item, how they have to stand, and the article that says so."""

    code: str
    label: str
    article: str
    words: tuple[str, ...]
    where: frozenset[str]


@dataclass(frozen=True, slots=True)
class Find:
    """One find: which mark, where, the words as they stand there."""

    mark: Mark
    place: str
    words: str

    @property
    def print(self) -> str:
        """A fingerprint: the same words at the same kind of place."""
        return sha256(f"{self.mark.code}\n{self.place}\n{self.words}".encode()).hexdigest()


def find_in_lines(marks: Iterable[Mark], lines: Iterable[tuple[str, str]]) -> Iterator[Find]:
    """Every mark that a line bears, each line once a mark. `lines` are places and words."""
    chosen = list(marks)
    for place, text in lines:
        for line in clean(text).split("\n"):
            for mark in chosen:
                if line and _bears(mark, line[:LONGEST_LINE]):
                    yield Find(mark, place, line[:200])


def find_in_name(marks: Iterable[Mark], name: str, place: str) -> Iterator[Find]:
    """Every mark in the name of a file, with or without Vietnamese letters."""
    stem = clean(PurePosixPath(name.replace("\\", "/")).name).rpartition(".")[0] or name
    words = re.findall(r"[^\W_]+", stem)
    chosen = [mark for mark in marks if mark.where != {Where.NUMBER}]
    said = [(mark, word) for mark in chosen for word in mark.words if _names(word, words)]
    for mark in chosen:
        own = [word for found, word in said if found == mark]
        others = [word for found, word in said if found != mark]
        if any(not any(word in other for other in others) for word in own):
            yield Find(mark, place, name[:200])


def _bears(mark: Mark, line: str) -> bool:
    return any(HOW[Where(where)](word, line) for where in mark.where for word in mark.words)


def _is_stamp(word: str, line: str) -> bool:
    """The word in capitals is the line, or a bracket in it, or what stands behind a label."""
    wanted = _closed(word.upper())
    if _closed(line.strip(FRAME)) == wanted or any(_closed(inside) == wanted for inside in _brackets(line)):
        return True
    return any(_closed(behind.upper()) == wanted for behind in _behind_labels(line))


def _in_capitals(word: str, line: str) -> bool:
    """The word in capitals, in a line that is otherwise not."""
    if not _pattern(word.upper()).search(line):
        return False
    rest = _pattern(word.upper()).sub("", line)
    letters = [letter for letter in rest if letter.isalpha()]
    return not letters or any(letter.islower() for letter in letters)


def _is_phrase(word: str, line: str) -> bool:
    return _pattern(word.casefold()).search(line.casefold()) is not None


def _is_note(word: str, line: str) -> bool:
    wanted = _closed(word.casefold())
    parts = [line, *_brackets(line)]
    return any(_closed(part.casefold().strip(FRAME)) == wanted for part in parts)


def _is_number(suffix: str, line: str) -> bool:
    return _number(suffix).search(line) is not None


HOW = {
    Where.STAMP: _is_stamp,
    Where.CAPITALS: _in_capitals,
    Where.PHRASE: _is_phrase,
    Where.NOTE: _is_note,
    Where.NUMBER: _is_number,
}


def _names(word: str, words: list[str]) -> bool:
    """Whether a name of a file says it: long words without marks too, the short ones beside a number or alone."""
    wanted = word.split()
    for start in range(len(words) - len(wanted) + 1):
        found = words[start : start + len(wanted)]
        plain = [anyascii(part).casefold() for part in found]
        if plain != [anyascii(part).casefold() for part in wanted]:
            continue
        if len(" ".join(wanted)) > SHORT or _stands_out(words, start, found[0], word):
            return True
    return "".join(anyascii(part) for part in wanted).casefold() in [anyascii(part).casefold() for part in words] and (
        len("".join(wanted)) > SHORT
    )


def _stands_out(words: list[str], start: int, found: str, word: str) -> bool:
    """A short word in capitals that is all there is, or has a number, or nothing, on each side."""
    if found not in (word.upper(), anyascii(word).upper()):
        return False
    beside = [words[place] for place in (start - 1, start + 1) if 0 <= place < len(words)]
    has_number = any(any(sign.isdigit() for sign in part) for part in beside)
    is_full = found == word.upper() and found != anyascii(found)
    return not beside or has_number or (is_full and (start == 0 or start == len(words) - 1) and not _all_caps(words))


def _all_caps(words: list[str]) -> bool:
    return len(words) > 1 and all(word.isupper() or word.isdigit() for word in words)


def _closed(text: str) -> str:
    """Without spaces: stamps are spaced out ("M Ậ T")."""
    return re.sub(r"\s+", "", text)


def _brackets(line: str) -> list[str]:
    return [found.strip(FRAME) for found in BRACKETED.findall(line)]


def _behind_labels(line: str) -> Iterator[str]:
    upper = line.upper()
    for label in LABELS:
        place = upper.find(label)
        if place >= 0 and (place == 0 or not upper[place - 1].isalpha()):
            behind = line[place + len(label) :].lstrip()
            if behind.startswith(":") or (label == "ĐÓNG DẤU" and behind[:1].isupper() and behind.isupper()):
                yield re.split(r"[.;,\n]", behind.lstrip(": "))[0].strip(FRAME)


@lru_cache(256)
def _pattern(word: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<![^\W_]){spaced}(?![^\W_])")


@lru_cache(64)
def _number(suffix: str) -> re.Pattern[str]:
    body = r"\b\d{1,5}(?:/\d{4})?/[A-ZĐ]{1,8}(?:-[A-ZĐ&\d]{1,12})*"
    return re.compile(rf"{body}(?:-{re.escape(suffix)}\b|\s?\(\s?{re.escape(suffix)}\s?\))")
