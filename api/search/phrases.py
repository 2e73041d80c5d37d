"""What a reader asks for, taken apart: words, phrases in quotes, what must not be there (a hyphen before it), `or`.

A word is kept as it was written, with what stood before it: “12/2025/QĐ-UBND” is four words, “QL14” and “ĐT.741” are
two that stand side by side, as in the vectors.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cms.textstandard.folding import folded

LONGEST_QUESTION = 200
JOINING = re.compile(r"(?<=\w)[-–—_/]+(?=\w)|[–—_/]+")
PART = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
PIECE = re.compile(r"([-–—_/]*)([^-–—_/]+)")
LETTER_AND_DIGIT = re.compile(r"([^\W\d_])\.?(?=\d)")
WORD = re.compile(r"\w+")
OR = "or"


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it was written. `glue` stood before it: a space, a sign that joins, or nothing (“QL14”)."""

    raw: str
    glue: str = " "

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters without marks: “GD&ĐT” has two."""
        return tuple(WORD.findall(folded(self.raw)))


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs together: a phrase that keeps its order, or words that stand anywhere."""

    tokens: tuple[Token, ...]
    is_phrase: bool = False
    is_left_out: bool = False


type Group = tuple[Part, ...]


def question(value: str) -> str:
    """The words of a reader: NFC, one space between them."""
    words = " ".join(unicodedata.normalize("NFC", value).split())
    if not JOINING.sub(" ", words).strip() or len(words) > LONGEST_QUESTION:
        raise ValueError(_("Give up to 200 letters to search for."))
    return words


def groups_of(words: str) -> list[Group]:
    """The groups between which `or` stands; what is in one has to be there together."""
    groups: list[list[Part]] = [[]]
    for part in _parts(words):
        if part is None:
            groups.append([])
        elif part.tokens:
            groups[-1].append(part)
    return [tuple(group) for group in groups if group]


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text with what joins them."""
    found: list[Token] = []
    for chunk in text.split():
        for number, (sign, piece) in enumerate(PIECE.findall(chunk)):
            glue = sign[-1:] if sign and (number or found) else " "
            for inner, raw in enumerate(LETTER_AND_DIGIT.sub(r"\1 ", piece).split()):
                found.append(Token(raw, "" if inner else glue if number else " "))
    return tuple(token for token in found if token.words)


def _parts(words: str) -> Iterator[Part | None]:
    for is_not, phrase, is_not_word, word in PART.findall(words):
        if word.lower() == OR and not is_not_word:
            yield None
        elif word:
            yield Part(tokens_of(word), is_left_out=bool(is_not_word))
        else:
            yield Part(tokens_of(phrase), is_phrase=True, is_left_out=bool(is_not))
