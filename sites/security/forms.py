"""What is asked: why, and at the door a word for who is held off."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm

from sites.security.places import place_of
from sites.security.tries import minutes_to_wait


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class LeakForm(forms.Form):
    """How it is known; may be left out: what counts is that it is said at once."""

    words = forms.CharField(label=_("How it is known"), max_length=300, required=False)


class NewPasswordForm(forms.Form):
    """The present password, and a new one twice. Whether it is good enough the action asks: that takes a while."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        """Twice the same."""
        if {"password", "again"} <= self.cleaned_data.keys() and self.cleaned_data["password"] != self.cleaned_data[
            "again"
        ]:
            self.add_error("again", _("These are two different passwords."))


class DoorForm(LoginForm):
    """Wagtail's form. Who is held off is told for how long; whether there is such an account is told to nobody."""

    def get_invalid_login_error(self) -> Any:
        """What is said."""
        username = str(self.cleaned_data.get("username", ""))
        minutes = minutes_to_wait(username, place_of(self.request).address)
        if not minutes:
            return super().get_invalid_login_error()
        words = ngettext(
            "Too many tries. Wait %(n)s minute and try again.",
            "Too many tries. Wait %(n)s minutes and try again.",
            minutes,
        )
        return forms.ValidationError(words % {"n": minutes}, code="held_off")
