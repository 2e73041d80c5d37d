"""What of this room stands on the translator's desk: budgets, the button, and what is suggested."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Reason
from workflows.machine.policies import reasons_not_to_ask
from workflows.machine.rules import help_of
from workflows.machine.selectors import Translated, budgets_of, not_confirmed, open_suggestions, sites_of
from workflows.translation.registry import Offer
from workflows.translation.texts import Opened


def of_desk(request: HttpRequest, _locale: str) -> SafeString:
    """What the person's sites may still send this month; where it is off, what that means."""
    context = {"budgets": budgets_of(sites_of(cast("User", request.user)))}
    return render_to_string("workflows_machine/desk.html", context)


def of_text(request: HttpRequest, found: Opened) -> SafeString:
    """The button with what is left, or why there is none; how many segments nobody has confirmed."""
    translation = found.translation
    reasons = reasons_not_to_ask(cast("User", request.user), translation=translation)
    address, unconfirmed = reverse("machine:ask", args=(translation.pk,)), len(not_confirmed(found))
    return part_of(request, translation.site, reasons=reasons, address=address, unconfirmed=unconfirmed)


def part_of(
    request: HttpRequest, site: PublicSite, *, reasons: Sequence[Reason], address: str, unconfirmed: int
) -> SafeString:
    """The same for whatever of a site is translated; `address` is where it is asked for."""
    budgets = budgets_of([site])
    context = {
        "address": address,
        "budget": budgets[0] if budgets else None,
        "rule": help_of(site),
        "reasons": reasons,
        "unconfirmed": unconfirmed,
    }
    return render_to_string("workflows_machine/text.html", context, request=request)


def suggested(found: Translated) -> Mapping[str, Sequence[Offer]]:
    """What a machine suggests for a segment, until somebody has written it."""
    label = _("machine-made, not confirmed")
    return {key: [Offer(row.target, label, row.sending.host)] for key, row in open_suggestions(found).items()}
