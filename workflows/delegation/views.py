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
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.delegation.actions import delegate, end, record_absence
from workflows.delegation.forms import AbsenceForm, DelegationForm, EndForm, days_of
from workflows.delegation.models import Delegation
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
            self.act(_person(request), form)
        except Refusal as refusal:
            return self._show(with_errors(form, refusal))
        messages.success(request, _("It is written down."))
        return redirect("delegations:index")

    def form(self, request: HttpRequest, *data: Any, **kwargs: Any) -> Any:
        """The form of this screen."""
        return self.form_class(*data, actor=_person(request))

    def act(self, actor: User, form: Any) -> None:
        """Call the action."""
        delegate(actor, row=form.row())

    def _show(self, form: Any) -> HttpResponse:
        context = {"form": form, "page_title": self.title, "back": reverse("delegations:index")}
        return render(self.request, "workflows_delegation/form.html", context)


class Absent(Filling):
    """Somebody is away."""

    title = gettext_lazy("Record an absence")
    form_class = AbsenceForm

    def act(self, actor: User, form: Any) -> None:
        """Call the action."""
        record_absence(actor, row=form.row())


class Ending(Filling):
    """A delegation or absence ends."""

    title = gettext_lazy("End a delegation or absence")
    form_class = EndForm

    def form(self, request: HttpRequest, *data: Any, **kwargs: Any) -> Any:
        """Of a row that concerns the person."""
        self.row = get_object_or_404(concerning(_person(request)), pk=kwargs["pk"])
        return EndForm(*data)

    def act(self, actor: User, form: Any) -> None:
        """Call the action."""
        end(actor, row=Delegation.objects.get(pk=self.row.pk), **form.cleaned_data)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
