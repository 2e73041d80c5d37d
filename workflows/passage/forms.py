"""What is asked before a decision: a comment and the text that was seen, or a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.agreement.forms import AffirmingForm
from workflows.passage.enums import Cause
from workflows.passage.kinds import LONGEST_NOTICE
from workflows.secrecy.forms import DeclaringForm

LONGEST = 5000


class AskingForm(AffirmingForm, DeclaringForm):
    """What is asked before an act: why a translation is right all the same, and that the text is no secret.

    Each where the rules of the site ask it of this text before this act.
    """

    def __init__(self, *args: Any, act: str = "", **kwargs: Any) -> None:
        super().__init__(*args, act=act, asked_before=act, **kwargs)


class DecisionForm(AskingForm):
    """An approval or a forwarding. `seen_sha256` is the hash of the text that the page showed.

    Where the regulation asks for it the person declares that the text is no secret.
    """

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = ("comment", "right", "declared", "seen_sha256")


class SubmitForm(AskingForm):
    """A text is handed in, with what is asked first. `seen_sha256` is the hash of the text that the page showed."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ChangeForm(AskingForm):
    """What a change of a public text is, what readers are told of it, and that it is no secret where that is asked."""

    cause = forms.ChoiceField(
        label=_("Kind of change"),
        choices=(
            (Cause.CORRECTION, _("Correction: something was wrong; readers are told what, and what is right")),
            (Cause.SUPPLEMENT, _("Supplement: something is added; readers are told what")),
            (Cause.MINOR, _("Minor change: spelling, layout; readers are told nothing")),
        ),
        widget=forms.RadioSelect,
    )
    notice = forms.CharField(
        label=_("Notice for readers"),
        help_text=_("For a correction and a supplement. It is approved together with the text and stays for good."),
        required=False,
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    comment = forms.CharField(
        label=_("Comment for those who decide"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("cause", "notice", "comment", "right", "declared")

    def clean_cause(self) -> Cause:
        """The kind as a word of ours."""
        return Cause(self.cleaned_data["cause"])


class ReturnForm(forms.Form):
    """An item goes back to its author."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
