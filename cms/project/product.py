"""The name of the product in templates: it is said once, in the settings."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def product_name() -> str:
    """The name, for the head of a page and the mark."""
    return str(settings.WAGTAIL_SITE_NAME)
