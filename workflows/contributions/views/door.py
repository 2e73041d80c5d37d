"""The door of contributors: logging in, applying for an account."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import LoginView

from sites.accounts.models import User
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.contributions.actions import apply
from workflows.contributions.forms import ApplicationForm
from workflows.contributions.rules import consent_of
from workflows.contributions.selectors import profiles_of, sites_to_apply_to
from workflows.contributions.throttles import too_many


class Login(LoginView):
    """The login of the admin in plain clothes, and to other screens."""

    template_name = "workflows_contributions/login.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; whoever is in already goes on."""
        user = self.request.user
        if isinstance(user, User) and profiles_of(user).exists():
            return redirect("contribute:mine")
        return self.render_to_response(self.get_context_data())

    def get_success_url(self) -> str:
        """His own contributions."""
        return reverse("contribute:mine")


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Apply for an account; the answer is the same whoever applies."""
    sites = sites_to_apply_to()
    form: Any = ApplicationForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"] or too_many(request, "application", cache=cache):
            return redirect("contribute:received")
        site = next(site for site in sites if site.code == form.cleaned_data["site"])
        try:
            apply(site=site, values=form.profile(), consented="yes")
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            return redirect("contribute:received")
    context = {"form": form, "sites": sites, "consents": dict.fromkeys(consent_of(site) for site in sites)}
    return render(request, "workflows_contributions/register.html", context)


def received(request: HttpRequest) -> HttpResponse:
    """Said after an application."""
    return render(request, "workflows_contributions/received.html")
