"""What is asked about a bundle. Forms ask; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from sites.domains.models import PublicSite

LONGEST = 5000


class DetailsForm(forms.Form):
    """Title, occasion and moment of a bundle."""

    title = forms.CharField(label=_("Title"), max_length=200)
    occasion = forms.CharField(
        label=_("Occasion or reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    at = forms.DateTimeField(
        label=_("Moment"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("All items become public at this second. Empty: at once when the last step has approved."),
    )


class OpeningForm(DetailsForm):
    """The same, and the site."""

    site: Any = forms.ModelChoiceField(PublicSite.objects.none(), label=_("Site"), empty_label=None)

    field_order = ("site", "title", "occasion", "at")

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.queryset = sites


class ReasonForm(forms.Form):
    """Why a bundle is stopped or given up."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class TakeBackForm(ReasonForm):
    """Why a bundle is taken back from the public, and what readers are told."""

    notice = forms.CharField(
        label=_("Notice for readers"),
        help_text=_("Shown at the addresses where the texts were."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
