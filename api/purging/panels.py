"""Below the list of consumers, for administrators: how the caches in front fare, or that there are none."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from api.purging.selectors import caches


def of_caches(request: HttpRequest) -> SafeString:
    """The part; empty for who administers no more than a site."""
    if not getattr(request.user, "is_superuser", False):
        return SafeString("")
    return render_to_string("api_purging/caches.html", {"lines": caches()}, request=request)
