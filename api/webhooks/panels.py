"""What webhooks say on the screens of consumers."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from api.consumers.models import Consumer
from api.consumers.policies import reasons_not_to_change
from api.consumers.registry import Standing
from api.consumers.selectors import head_number
from api.webhooks.selectors import endpoints_of, line_of, lines_of_consumer
from sites.accounts.models import User


def of_consumer(request: HttpRequest, consumer: Consumer) -> SafeString:
    """The endpoints of one consumer."""
    may_change = not reasons_not_to_change(cast("User", request.user), consumer=consumer)
    context = {"consumer": consumer, "lines": lines_of_consumer(consumer), "may_change": may_change}
    return render_to_string("api_webhooks/part.html", context, request=request)


def standing(numbers: list[int]) -> Mapping[int, Standing]:
    """For each consumer with endpoints, how they fare."""
    head, found = head_number(), dict[int, list[bool]]()
    for endpoint in endpoints_of(numbers):
        found.setdefault(endpoint.consumer_id, []).append(line_of(endpoint, head=head).is_bad)
    return {consumer: _said(bad) for consumer, bad in found.items()}


def _said(bad: list[bool]) -> Standing:
    if failing := sum(bad):
        words = ngettext("%(number)s webhook does not deliver", "%(number)s webhooks do not deliver", failing)
        return Standing(words % {"number": failing}, is_bad=True)
    words = ngettext("%(number)s webhook delivers", "%(number)s webhooks deliver", len(bad))
    return Standing(words % {"number": len(bad)})
