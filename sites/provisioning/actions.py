"""Opening a site."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from sites.memory import remembering
from sites.provisioning.checks import faults_of_plan
from sites.provisioning.findings import checked, refuse, unanswered
from sites.provisioning.plan import OpeningContext, SitePlan, steps_in_order
from sites.provisioning.policies import reasons_not_to_open_site
from sites.provisioning.selectors import faults_of_site
from sites.refusals import Conflict, Invalid, Reason, Refused


def open_site(actor: AbstractUser, *, plan: SitePlan) -> Any:
    """Open a site as its plan says, with all that belongs to it, and return its `PublicSite`.

    One transaction, alone in the tree (the first step takes the lock). Opening it twice changes nothing; a plan that
    says more (a language, a host, a section) adds what is missing. A failure half-way leaves nothing, files included.
    Refused to everyone but administrators; Invalid for a faulty plan, for what a check of a room refuses, and for a
    breach of a naming rule without a reason; Conflict where it is not as planned after all.
    """
    if reasons := reasons_not_to_open_site(actor):
        raise Refused(reasons=reasons)
    if errors := faults_of_plan(plan):
        reasons = [Reason("invalid_plan", message, field) for field, messages in errors.items() for message in messages]
        raise Invalid(reasons=reasons, errors=errors)
    refuse(unanswered(plan, checked(plan)))
    context = OpeningContext(actor=actor)
    with context.undo:
        with transaction.atomic():
            for step in steps_in_order():
                step.apply(plan, context)
            with remembering():
                faults = faults_of_site(plan)
            if faults:
                message = _("The site “%(code)s” was not opened: %(faults)s")
                raise Conflict(message % {"code": plan.code, "faults": "; ".join(faults)}, code="not_opened")
        context.undo.pop_all()  # all went well: nothing is taken back
    return context.site
