"""The forms: opening a language, closing one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.changes.forms import WhyForm
from sites.domains.models import PublicSite
from workflows.languages.actions import OpeningPlan
from workflows.languages.enums import Owed
from workflows.languages.selectors import languages_to_open


class OpeningForm(WhyForm):
    """One language for one site."""

    language = forms.ChoiceField(label=_("Language"))
    title = forms.CharField(
        label=_("Name of the site in it"),
        required=False,
        max_length=250,
        help_text=_("Left empty, it is one of the things that its translators translate."),
    )
    owed = forms.ChoiceField(label=_("What is owed in it"), choices=Owed.choices, initial=Owed.NOTHING)
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, help_text=_("Number and date of the decision, and its article.")
    )
    field_order = ("language", "title", "owed", "basis", "why")

    def __init__(self, *args: Any, site: PublicSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages_to_open(site)
        del fields["why_basis"]  # the basis of the opening is that of the change

    @property
    def plan(self) -> OpeningPlan:
        """What the fields say."""
        said = self.cleaned_data
        return OpeningPlan(said["language"], said["basis"], said["title"].strip(), said["owed"])


class ClosingForm(forms.Form):
    """The basis of a closing."""

    basis = forms.CharField(label=_("Legal basis"), max_length=300)
