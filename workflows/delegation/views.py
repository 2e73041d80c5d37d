"""The screen of delegations and absences: a list, three forms."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from sites import clock
from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.delegation.changes import DELEGATION, ENDING
from workflows.delegation.enums import DelegationKind
from workflows.delegation.forms import AbsenceForm, DelegationForm, EndForm, days_of
from workflows.delegation.policies import reasons_not_to_end
from workflows.delegation.selectors import concerning, office_named


class Delegations(TemplateView):
    """What a person gave and was given; everything for an administrator."""

    template_name = "workflows_delegation/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines: those that hold or will, then those that have ended."""
        actor: Any = self.request.user
        lines = [
            {
                "row": row,
                "office": office_named(row),
                "days": days_of(row),
                "ended": row.held_to is not None and row.held_to <= clock.today(),
                "may_end": not reasons_not_to_end(actor, row),
            }
            for row in concerning(actor)[:200]
        ]
        running = [line for line in lines if not line["ended"]]
        return {
            **super().get_context_data(**kwargs),
            "page_title": _("Delegations and absences"),
            "running": running,
            "ended": [line for line in lines if line["ended"]],
        }


class Filling(View):
    """A form that calls an action, and shows what it refuses at the fields."""

    title = gettext_lazy("Delegate an office")
    form_class: Any = DelegationForm

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        return self._show(self.form(request, **kwargs))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Act."""
        form = self.form(request, request.POST, **kwargs)
        if not form.is_valid():
            return self._show(form)
        try:
            result = self.act(_person(request), form)
        except Refusal as refusal:
            return self._show(with_errors(form, refusal))
        messages.success(request, result.words if isinstance(result, Sent) else _("It is written down."))
        return redirect("delegations:index")

    def form(self, request: HttpRequest, *data: Any, **kwargs: Any) -> Any:
        """The form of this screen."""
        return self.form_class(*data, actor=_person(request))

    def act(self, actor: User, form: Any) -> Any:
        """Hand it over: for his own office at once, for that of somebody else as the rule says."""
        return self.give(actor, form, DelegationKind.DELEGATION)

    def give(self, actor: User, form: Any, kind: DelegationKind) -> Any:
        """An office of one's own, or an absence of oneself, needs nobody's word."""
        row = form.row()
        row.kind = kind
        if row.giver_id == actor.pk:
            return DELEGATION.act(actor, row)
        said = form.cleaned_data
        return carry_out(actor, change=DELEGATION.change(row, reason=said["reason"], basis=said["decision"]))

    def _show(self, form: Any) -> HttpResponse:
        context = {"form": form, "page_title": self.title, "back": reverse("delegations:index")}
        return render(self.request, "workflows_delegation/form.html", context)


class Absent(Filling):
    """Somebody is away."""

    title = gettext_lazy("Record an absence")
    form_class = AbsenceForm

    def act(self, actor: User, form: Any) -> Any:
        """Record it."""
        return self.give(actor, form, DelegationKind.ABSENCE)


class Ending(Filling):
    """A delegation or absence ends."""

    title = gettext_lazy("End a delegation or absence")
    form_class = EndForm

    def form(self, request: HttpRequest, *data: Any, **kwargs: Any) -> Any:
        """Of a row that concerns the person."""
        self.row = get_object_or_404(concerning(_person(request)), pk=kwargs["pk"])
        return EndForm(*data)

    def act(self, actor: User, form: Any) -> Any:
        """End it."""
        return carry_out(actor, change=Change(ENDING, ENDING.data(self.row, **form.cleaned_data)))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
