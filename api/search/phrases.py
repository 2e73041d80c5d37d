"""What a reader asks for: words, phrases in quotes, words that must not be there (a hyphen before them), `or`.

PostgreSQL's `websearch_to_tsquery` understands all that; here stands only what it does not do.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from api.search.folding import folded

LONGEST_QUESTION = 200
JOINING = re.compile(r"(?<=\w)[-–—_/]+(?=\w)|[–—_/]+")
PART = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
WORD = re.compile(r"\w+")


def question(value: str) -> str:
    """The words of a reader: NFC, one space between them. Letters that join words are spaces, as in the vectors."""
    words = " ".join(JOINING.sub(" ", unicodedata.normalize("NFC", value)).split())
    if not words or len(words) > LONGEST_QUESTION:
        raise ValueError(_("Give up to 200 letters to search for."))
    return words


def sought(words: str) -> list[tuple[str, ...]]:
    """The phrases that a hit may show, folded, the longest first; a single word is a phrase of one."""
    found = []
    for is_not, phrase, is_not_word, word in PART.findall(words):
        if not (is_not or is_not_word):
            found.append(tuple(WORD.findall(folded(phrase or word))))
    return sorted({phrase for phrase in found if phrase and phrase != ("or",)}, key=len, reverse=True)
