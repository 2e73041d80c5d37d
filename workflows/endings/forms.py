"""What is asked before a thing ends, and before a second person looks at it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from workflows.endings.actions import FOR_A_WHILE, FOR_GOOD
from workflows.endings.enums import Verdict, Way
from workflows.endings.policies import LONGEST_NOTICE

LONGEST = 5000


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=_("Stays inside; the author and whoever looks at it as the second person are told."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _notice() -> forms.CharField:
    return forms.CharField(
        label=_("Notice for readers"),
        help_text=_("Shown at the address where the text was."),
        required=False,
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _chooser(label: Any, *, required: bool) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Page.objects.all(), label=label, required=required, widget=AdminPageChooser())


class WithdrawForm(forms.Form):
    """A thing is taken back from the public."""

    reason = _reason()
    notice = _notice()


class ReplaceForm(WithdrawForm):
    """Something else takes its place."""

    successor = _chooser(_("Replaced by"), required=True)
    field_order = ("successor", "notice", "reason")

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "successor": self.cleaned_data["successor"].translation_key}


class GoneForm(forms.Form):
    """It is no longer there."""

    reason = _reason()


class RedirectForm(forms.Form):
    """Its address leads elsewhere."""

    successor = _chooser(_("To this page"), required=False)
    target = forms.URLField(label=_("Or to an address outside"), required=False, max_length=500, assume_scheme="https")
    status = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=((FOR_GOOD, _("for good (301)")), (FOR_A_WHILE, _("for a while (302)"))),
        initial=FOR_GOOD,
    )
    reason = _reason()

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        successor: Page | None = self.cleaned_data["successor"]
        key: UUID | None = successor.translation_key if successor else None
        return {**self.cleaned_data, "successor": key}


class ReviewForm(forms.Form):
    """A second person looks at an ending; an objection says why."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label=_("Comment, or what you object to"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClosingForm(forms.Form):
    """What becomes of what lies under a section."""

    way = forms.ChoiceField(
        label=_("What becomes of what lies under it"),
        choices=(
            (Way.MOVE, _("Move everything to another section of this site; its address leads there")),
            (Way.WITHDRAW, _("Withdraw everything with one reason and one notice")),
        ),
        widget=forms.RadioSelect,
    )
    target = _chooser(_("To this section"), required=False)
    notice = _notice()
    reason = _reason()
    field_order = ("way", "target", "notice", "reason")
