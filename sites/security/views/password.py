"""A new password of one's own: because the old one has become too old, or before it does."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages

from sites.accounts.actions import change_password
from sites.accounts.models import User
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from sites.security.ages import age_of
from sites.security.forms import NewPasswordForm


class NewPassword(FormView):
    """About whoever looks at it; no number in the address. It leads on to where he wanted to go."""

    template_name = "sites_security/password.html"
    form_class = NewPasswordForm

    @property
    def person(self) -> User:
        """Whoever is logged in."""
        assert isinstance(self.request.user, User)  # noqa: S101 - the admin lets nobody else in
        return self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With why."""
        age = age_of(self.person, session=self.request.session)
        return {**super().get_context_data(**kwargs), "age": age, "next": self.get_success_url()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it; this session goes on, the others end."""
        try:
            person = change_password(self.person, old=form.cleaned_data["old"], password=form.cleaned_data["password"])
        except Refusal as refusal:
            return self.form_invalid(with_errors(form, refusal))
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("Your new password is set. You are logged out everywhere else."))
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        """An address of ours, or the first screen."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next", "")
        secure = self.request.is_secure()
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()}, require_https=secure):
            return wanted
        return reverse("wagtailadmin_home")
