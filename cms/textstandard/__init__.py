"""Clean Vietnamese text on the way in: NFC, no control characters, ASCII slugs (TCVN 6909:2001, Điều 6.2)."""

from cms.textstandard.slugs import RESERVED_SLUGS, slug_of
from cms.textstandard.text import clean, clean_html

__all__ = ["RESERVED_SLUGS", "clean", "clean_html", "slug_of"]
