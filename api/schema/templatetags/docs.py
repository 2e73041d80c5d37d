"""Words of the documentation in the language of the page."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from api.schema.words import said as said_in

CODE = re.compile(r"`([^`]+)`")
register = template.Library()


@register.filter
def said(text: str, language: str) -> str:
    """The text in the language of the page."""
    return said_in(text, language)


@register.filter
def marked(text: str) -> SafeString:
    """What stands between backticks as code."""
    return mark_safe(CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before
