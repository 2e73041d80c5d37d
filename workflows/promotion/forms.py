"""The forms of promotion. They ask; actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.home.models import SectionPage
from sites.domains.models import PublicSite

LONGEST = 5000


class NoteForm(forms.Form):
    """A word to who is asked next."""

    comment = forms.CharField(
        label=_("Note"),
        help_text=_("What the desk of the portal should know. It is recorded."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why not. The unit, or the portal, is told."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class TakeForm(forms.Form):
    """Into which section of the portal. `seen_sha256` is the hash of the text that the page showed."""

    section: Any = forms.ModelChoiceField(label=_("Section of the portal"), queryset=SectionPage.objects.none())
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, sections: Iterable[SectionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.queryset = SectionPage.objects.filter(pk__in=[section.pk for section in sections]).order_by("path")


class SeenForm(forms.Form):
    """The newer version that the page showed."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WithdrawForm(ReasonForm):
    """The copy is taken back."""

    notice = forms.CharField(
        label=_("Notice for readers"),
        help_text=_("Shown at the address where the text was."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SearchForm(forms.Form):
    """Which public items of the units are shown."""

    q = forms.CharField(label=_("Words of the title"), required=False, max_length=200)
    site = forms.ModelChoiceField(
        label=_("Site"), queryset=PublicSite.objects.none(), required=False, empty_label=_("all")
    )
    kind = forms.ChoiceField(label=_("Type"), required=False)
    since = forms.DateField(
        label=_("Published since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, portal: PublicSite, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.queryset = PublicSite.objects.filter(parent=portal).order_by("name_vi")
        kind: Any = self.fields["kind"]
        kind.choices = list(kinds)
