"""What is asked before a text is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from api.publications.payloads import WITHHELD
from workflows.passage.enums import WithdrawalKind

LONGEST = 5000


class AskForm(forms.Form):
    """Which version, on what ground, on what basis."""

    version: Any = forms.ModelChoiceField(None, label=_("Version"), empty_label=None, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Ground"), choices=[choice for choice in WithdrawalKind.choices if choice[0] in WITHHELD]
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        help_text=_("Law, article, and the decision or request. Do not repeat what is to be erased."),
    )

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    """A second person judges; refusing needs the reason."""

    comment = forms.CharField(
        label=_("Comment, or why it is not erased"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Do not repeat what is to be erased."),
    )
