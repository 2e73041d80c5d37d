"""Where the link in a mail leads: somebody who is not logged in sets his password."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from wagtail.admin.views.account import PasswordResetConfirmView

from sites.accounts.actions import set_password
from sites.accounts.links import password_links, person_of_link
from sites.accounts.models import User
from sites.accounts.registry import landings
from sites.refusals import Refusal
from sites.refusals.forms import with_errors

KEPT = "_password_reset_token"  # where Django keeps the token of the link, so that it leaves the address


class SetPassword(PasswordResetConfirmView):
    """Django's form with our signature; the action asks again whether the link still holds."""

    template_name = "sites_accounts/set_password.html"
    token_generator = password_links

    def get_user(self, uidb64: str) -> User | None:
        """The open account that the link names."""
        return person_of_link(uidb64)

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, once."""
        token, person = self.request.session.get(KEPT, ""), self.user
        assert person is not None  # noqa: S101 - a form is shown for a valid link alone
        try:
            set_password(person, token=token, password=form.cleaned_data["new_password1"])
        except Refusal as refusal:
            return self.form_invalid(with_errors(form, refusal))
        self.request.session.pop(KEPT, None)
        return HttpResponseRedirect(next((path for ask in landings if (path := ask(person))), str(self.success_url)))
