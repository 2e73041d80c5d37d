"""One's own account: where one is logged in, what was done, and that the password may be known to others."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from sites.accounts.actions import report_leak
from sites.accounts.models import User
from sites.refusals import Refusal
from sites.security.actions import end_other_sessions, end_session
from sites.security.selectors import acts_of, number_of, sessions_of

ACTS = 20


class OwnSecurity(WagtailAdminTemplateMixin, TemplateView):
    """Everything here is about whoever looks at it; no number in the address."""

    template_name = "sites_security/own.html"
    page_title: Any = gettext_lazy("Safety of my account")
    header_icon = "lock"

    @property
    def person(self) -> User:
        """Whoever is logged in."""
        assert isinstance(self.request.user, User)  # noqa: S101 - the admin lets nobody else in
        return self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sessions and acts."""
        return {
            **super().get_context_data(**kwargs),
            "sessions": sessions_of(self.person),
            "this": number_of(self.request.session.session_key or ""),
            "acts": acts_of(self.person)[:ACTS],
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, this screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """One of three buttons."""
        if "leaked" in request.POST:
            return self._report()
        if "session" in request.POST:
            self._end(request.POST["session"])
        elif "others" in request.POST:
            self._end_others()
        return HttpResponseRedirect(reverse("security:own"))

    def _report(self) -> HttpResponse:
        report_leak(self.person, person=self.person)
        logout(self.request)
        messages.success(
            self.request,
            _("Your password is void and you are logged out everywhere. Set a new one with the link in your mail."),
        )
        return HttpResponseRedirect(reverse("wagtailadmin_login"))

    def _end(self, number: str) -> None:
        try:
            end_session(self.person, key_number=number)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("The session has ended."))

    def _end_others(self) -> None:
        number = end_other_sessions(self.person, but=self.request.session.session_key)
        words = ngettext("%(n)s other session has ended.", "%(n)s other sessions have ended.", number) % {"n": number}
        messages.success(self.request, words)
