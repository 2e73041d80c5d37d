"""Which short forms are words of their own: “TU” is every “từ” without its marks."""

import re

from cms.textstandard.folding import folded

SYLLABLE = re.compile(r"(?:ngh?|nh|gh?|gi|kh|ph|th|tr|ch|qu|[bcdhklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")


def is_syllable(word: str) -> bool:
    """Whether a word, its marks and capitals left out, is a syllable that ordinary texts may hold."""
    return SYLLABLE.fullmatch(folded(word)) is not None


def may_be_short(word: str) -> bool:
    """Whether a word as somebody wrote it may be a short form: no syllable, or in capitals."""
    return not is_syllable(word) or word.isupper()
