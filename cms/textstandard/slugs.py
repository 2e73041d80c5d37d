"""Slugs: ASCII, lower case, readable for who reads Vietnamese without marks."""

import re
import unicodedata

from anyascii import anyascii
from django.conf import settings
from django.conf.global_settings import LANGUAGES
from django.utils.text import slugify

LONGEST = 120
SEPARATORS = re.compile(r"[/\\.,:;+]")  # "12/2026/QĐ-UBND", "Khoản 1.2"
# a path may begin with a language's code: those that Django knows, and those of ours that it does not
RESERVED_SLUGS = frozenset(code.lower() for code, _name in (*LANGUAGES, *settings.LANGUAGES))


def slug_of(text: str) -> str:
    """`Đường Hồ Chí Minh` becomes `duong-ho-chi-minh`; long texts are cut between words.

    Wagtail leaves marks in, or drops đ (wagtail/wagtail#7255).
    """
    slug = slugify(SEPARATORS.sub(" ", anyascii(unicodedata.normalize("NFC", text))))
    slug = re.sub(r"[-_]+", "-", slug).strip("-")
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1]
    return (cut[: cut.rfind("-")] if "-" in cut else cut[:LONGEST]).strip("-")
