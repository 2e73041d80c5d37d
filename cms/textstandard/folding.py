"""Letters without their marks, one for one, so that places in a folded text are places in the text."""

import unicodedata


class _Folds(dict[int, str]):
    """The plain letter of every letter, found out when it is first met. The text is NFC already."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        base = {"đ": "d"}.get(letter) or unicodedata.normalize("NFD", letter)[:1] or letter
        self[code] = base if len(base) == 1 else chr(code)
        return self[code]


FOLDS = _Folds()


def folded(text: str) -> str:
    """The text in small letters without marks, exactly as long as it was."""
    return text.translate(FOLDS)


def has_marks(text: str) -> bool:
    """Whether somebody took the trouble to write marks."""
    return folded(text) != text.lower()
