"""What of this room stands at the head of the translator's desk: names that are ready for their second person."""

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sites.accounts.models import User
from workflows.labels.desk import opened_for

MOST_SITES = 10


def of_desk(request: HttpRequest, locale: str) -> SafeString:
    """Site by site how many are ready, with the button that sends them together."""
    every = opened_for(cast("User", request.user), locale) if locale else []
    ready = [(found, site) for found, _standing, site in every if found.is_ready]
    if not ready:
        return mark_safe("")
    sites = {site.pk: site for _found, site in ready}
    lines = [(site, sum(one.pk == site.pk for _found, one in ready)) for site in list(sites.values())[:MOST_SITES]]
    return render_to_string("workflows_labels/ready.html", {"lines": lines, "locale": locale}, request=request)
