"""Numbers of documents as words of their own: “18/KH-UBND”, “12/2025/QĐ-UBND”, “12-NQ/TU”, “Luật số 104/2016/QH13”.

A number is looked for in many ways: with and without its year, its issuer, its leading zero. Each way is one word of
letters and digits that no text holds, so that it neither slows down nor falsifies the search for other words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms.textstandard.folding import folded

SYMBOL = r"[^\W\d_][\w&]*(?:[-–/][^\W\d_][\w&]*)*"
NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,5}})(?:/(?P<year>(?:19|20)\d\d))?[/-](?P<symbol>{SYMBOL})"
    r"(?:[^\d]{1,12}(?:\d{1,2}[/-]){2}(?P<of>(?:19|20)\d\d))?"
)
BARE = re.compile(r"(?<![\w/.,-])(?P<number>\d{1,5})/(?P<year>(?:19|20)\d\d)(?![\w/])")
LETTERS = re.compile(r"[^\W\d_]")
GROUPS = re.compile(r"[-–/]")
FEWEST = 2  # capitals of a symbol: “12/ngày” is none


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One number: without leading zeros, the year where it is known, and the groups of its symbol, folded."""

    number: str
    year: str = ""
    groups: tuple[str, ...] = ()

    @property
    def words(self) -> Iterator[str]:
        """Every way to look for it."""
        kind = self.groups[0].rstrip("0123456789") if self.groups else ""
        symbols = dict.fromkeys(("", kind, *(name_of(self.groups[:end]) for end in range(1, len(self.groups) + 1))))
        for symbol in symbols:
            for year in dict.fromkeys(("", self.year)):
                if symbol or year:
                    yield word_of(self.number, year, symbol)


def numbers_in(text: str) -> Iterator[DocumentNumber]:
    """The numbers of documents that a text names, in their order."""
    for found in NUMBER.finditer(text):
        symbol = found["symbol"]
        if sum(letter.isupper() for letter in LETTERS.findall(symbol)) >= FEWEST:
            groups = tuple(name_of([group]) for group in GROUPS.split(symbol))
            yield DocumentNumber(str(int(found["number"])), found["year"] or found["of"] or "", groups)
    for found in BARE.finditer(text):
        yield DocumentNumber(str(int(found["number"])), found["year"])


def words_in(*texts: str) -> str:
    """The words of all numbers of some texts, each once, with spaces between."""
    found = (word for text in texts for number in numbers_in(text) for word in number.words)
    return " ".join(dict.fromkeys(found))


def word_of(number: str, year: str = "", symbol: str = "") -> str:
    """One way to look for a number, as a word that the search keeps as it is."""
    return "".join(("vb", number, f"n{year}" if year else "", f"k{symbol}" if symbol else ""))


def name_of(groups: Iterable[str]) -> str:
    """The groups of a symbol as one name, in small letters without marks."""
    return re.sub(r"\W", "", folded("".join(groups)))
