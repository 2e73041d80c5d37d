"""What is asked about a bundle. Forms ask; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from cms.pages.models import BasePage
from sites.domains.models import PublicSite
from workflows.agreement.forms import AffirmingForm
from workflows.agreement.selectors import SOURCE
from workflows.bundles.models import Bundle, BundleItem
from workflows.bundles.selectors import items_of
from workflows.secrecy.enums import Act

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


def translations_in(bundle: Bundle) -> list[tuple[BundleItem, BasePage]]:
    """The items of a bundle that stand beside a Vietnamese text, with their newest drafts."""
    items = [item for item in items_of(bundle) if item.page.locale.language_code != SOURCE]
    return [(item, item.page.specific.get_latest_revision_as_object()) for item in items]


def affirming(bundle: Bundle, data: Any = None) -> AffirmingForm:
    """Why translations in the bundle are right where they disagree with the Vietnamese text, if any does."""
    drafts = [draft for _item, draft in translations_in(bundle)]
    return AffirmingForm(data or ({} if data is not None else None), drafts=drafts, asked_before=Act.SUBMIT)
