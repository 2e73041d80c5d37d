"""What of this room stands on the translator's desk: budgets, the button, and what is suggested."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sites.accounts.models import User
from workflows.machine.policies import reasons_not_to_ask
from workflows.machine.rules import help_of
from workflows.machine.selectors import budgets_of, not_confirmed, open_suggestions, sites_of
from workflows.translation.registry import Offer
from workflows.translation.texts import Opened


def of_desk(request: HttpRequest, _locale: str) -> SafeString:
    """What the person's sites may still send this month; where it is off, what that means."""
    context = {"budgets": budgets_of(sites_of(cast("User", request.user)))}
    return render_to_string("workflows_machine/desk.html", context)


def of_text(request: HttpRequest, found: Opened) -> SafeString:
    """The button with what is left, or why there is none; how many segments nobody has confirmed."""
    translation = found.translation
    budgets = budgets_of([translation.site])
    context = {
        "translation": translation,
        "budget": budgets[0] if budgets else None,
        "rule": help_of(translation.site),
        "reasons": reasons_not_to_ask(cast("User", request.user), translation=translation),
        "unconfirmed": len(not_confirmed(found)),
    }
    return render_to_string("workflows_machine/text.html", context, request=request)


def suggested(found: Opened) -> Mapping[str, Sequence[Offer]]:
    """What a machine suggests for a segment, until somebody has written it."""
    label = _("machine-made, not confirmed")
    return {key: [Offer(row.target, label, row.sending.host)] for key, row in open_suggestions(found).items()}
