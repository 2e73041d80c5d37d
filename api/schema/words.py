"""The Vietnamese of the API's documentation: of what the OpenAPI document says, and of the page around it.

The document itself is English alone: clients are generated from it. So its sentences cannot go through gettext, and
stand with their Vietnamese in `vietnamese.json`; a test finds the ones without. The guides are whole pages in each
language (`templates/api_schema/guides.*.html`).
"""

import json
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).with_name("vietnamese.json")


def said(text: str, language: str) -> str:
    """A sentence of the documentation in the reader's language."""
    return catalogue().get(text, text) if language == "vi" else text


@cache
def catalogue() -> dict[str, str]:
    """English to Vietnamese."""
    found: dict[str, str] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return found
