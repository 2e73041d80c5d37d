"""What is asked before a text is made public alone, and before a second person judges it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.secrecy.forms import DeclaringForm

LONGEST = 5000


class ReleaseForm(DeclaringForm):
    """One person releases. `seen_sha256` is the hash of the text that the page showed."""

    reason = forms.CharField(
        label=_("Why it cannot wait"),
        help_text=_("It is recorded, and told to those who have to confirm."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = ("reason", "declared", "seen_sha256")


class JudgeForm(forms.Form):
    """A second person judges; taking back needs the reason, confirming does not."""

    comment = forms.CharField(
        label=_("Comment, or why it is taken back"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
