"""Vietnamese of before Unicode: the fonts .Vn* (TCVN3) and VNI-*, by run of text."""

from collections.abc import Iterable, Mapping

from viparse import detect_text_encoding, fix

ENCODINGS: Mapping[str, str] = {".vn": "tcvn3", "vni-": "vni"}
# what the tables of the library lack
VNI_REST = (("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"))


def encoding_of(font: str | None) -> str:
    """The encoding that a font stands for; "" for a font of Unicode."""
    name = (font or "").strip().lower()
    return next((encoding for start, encoding in ENCODINGS.items() if name.startswith(start)), "")


def main_encoding(fonts: Iterable[str]) -> str:
    """The encoding of the fonts of a whole document, where its runs name none."""
    return next((found for font in fonts if (found := encoding_of(font))), "")


def to_unicode(text: str, *, encoding: str, font: str = "") -> str:
    """A run of text in Unicode. The capitals of .Vn fonts are a matter of the font (`.VnTimeH`)."""
    if not text.strip():
        return text
    if encoding == "vni":
        for old, new in VNI_REST:
            text = text.replace(old, new)
    found = fix(text, encoding=encoding)
    spaces = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    found = f"{spaces[0]}{found.strip()}{spaces[1]}"
    return found.upper() if font.lower().startswith(".vn") and font.lower().endswith("h") else found


def seems_old(text: str) -> str:
    """The old encoding that a text seems to be in; "" for Unicode."""
    return detect_text_encoding(text) or ""
