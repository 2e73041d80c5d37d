"""Where the mark of a tone stands: “hoà” and “hòa”, “uỷ” and “ủy” are one word. For searching, never for storing."""

import re

PAIRS = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
OTHER = re.compile("|".join(PAIRS))


def with_tones_in_place(text: str) -> str:
    """The text in small letters, with the mark on the first of two vowels, as the vectors of the search have it."""
    return OTHER.sub(lambda found: PAIRS[found[0]], text.lower())
