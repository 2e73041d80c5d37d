"""What is asked before a decision: a comment and the text that was seen, or a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.secrecy.forms import DeclaringForm

LONGEST = 5000


class DecisionForm(DeclaringForm):
    """An approval or a forwarding. `seen_sha256` is the hash of the text that the page showed.

    Where the regulation asks for it the person declares that the text is no secret.
    """

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = ("comment", "declared", "seen_sha256")


class SubmitForm(DeclaringForm):
    """A text is handed in, with the declaration. `seen_sha256` is the hash of the text that the page showed."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReturnForm(forms.Form):
    """An item goes back to its author."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(forms.Form):
    """A thing is taken back from the public."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays inside; the author is told."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    notice = forms.CharField(
        label=_("Notice for readers"),
        help_text=_("Shown at the address where the text was."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
