"""Contrast of two colours as WCAG 2.2 reckons it (1.4.3), and what is enough."""

import re

ENOUGH = 4.5
WHITE = "#ffffff"
COLOUR = re.compile(r"#[0-9a-f]{6}")
DARK = 0.04045


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour written as #rrggbb."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= DARK else float(((value + 0.055) / 1.055) ** 2.4)
