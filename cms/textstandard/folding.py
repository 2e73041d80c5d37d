"""Letters without their marks, one for one, so that places in a folded text are places in the text."""

import codecs
import unicodedata

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SIGNS = "–—“”‘’…·•°²³×½«»\u00a0€₫©®ºª"


class _Folds(dict[int, str]):
    """The plain letter of every letter, found out when it is first met. The text is NFC already."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        base = {"đ": "d"}.get(letter) or unicodedata.normalize("NFD", letter)[:1] or letter
        self[code] = base if len(base) == 1 else chr(code)
        return self[code]


FOLDS = _Folds()


def _common() -> str:
    """The 256 letters and signs of which nearly all texts are made; zero has to stand first."""
    plain = "\0\t\n\r" + "".join(map(chr, range(ord(" "), ord("~") + 1)))
    small = "đ" + "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)
    return "".join(dict.fromkeys(plain + small + small.upper() + SIGNS))


COMMON = _common()
TO_BYTES, FROM_BYTES = codecs.charmap_build(COMMON), COMMON.translate(FOLDS)


def folded(text: str) -> str:
    """The text in small letters without marks, exactly as long as it was.

    What has room in one byte a letter goes there and back, which takes a tenth of the time.
    """
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", TO_BYTES)[0], "strict", FROM_BYTES)[0]
    except UnicodeEncodeError:
        return text.translate(FOLDS)


def has_marks(text: str) -> bool:
    """Whether somebody took the trouble to write marks."""
    return folded(text) != text.lower()
