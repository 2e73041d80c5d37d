"""The forms of contributors and of the desk. They ask; actions decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.home.models import SectionPage
from cms.news.models import Category
from sites import clock
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from workflows.contributions.actions import FileData, LetterData
from workflows.contributions.enums import Consent, ContributorKind
from workflows.contributions.models import Contribution
from workflows.contributions.rules import Field, FormRule, marker_of
from workflows.contributions.selectors import categories_to_sort_into, sections_to_sort_into

MANY_ROWS, FEW_ROWS = 14, 3
PROFILE = ("kind", "full_name", "pen_name", "unit_name", "agency", "email", "phone", "address")


class FieldsForm(forms.Form):
    """The fields of a form of the site (mẫu 1, 2), as the rule names them. Whether one is missing, sending says."""

    def __init__(self, *args: Any, form: FormRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in form.fields:
            self.fields[field.code] = _made(field)

    @staticmethod
    def initial_of(contribution: Contribution) -> dict[str, Any]:
        """What the draft holds."""
        common = ("title", "summary", "text", "source", "credit")
        return {**contribution.answers, **{name: getattr(contribution, name) for name in common}}


class EnclosureForm(forms.Form):
    """One file, and what is said about it where it is a picture."""

    file = forms.FileField(label=_("Word or Writer file, or a picture"), required=False)
    caption = forms.CharField(label=_("Caption"), max_length=500, required=False)
    alt = forms.CharField(
        label=_("What the picture shows, for those who cannot see it"), max_length=255, required=False
    )
    author = forms.CharField(label=_("Who took it"), max_length=200, required=False)
    consent = forms.ChoiceField(label=_("Persons shown"), choices=[("", "–"), *Consent.choices], required=False)

    def data_of_file(self) -> FileData | None:
        """What the action takes; None where no file was chosen."""
        values = dict(self.cleaned_data)
        file = values.pop("file")
        return file_data(file, **values) if file else None


class ProfileForm(forms.Form):
    """Who applies, or for whom an account is opened."""

    kind = forms.ChoiceField(label=_("Who"), choices=ContributorKind.choices)
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    pen_name = forms.CharField(label=_("Pen name"), max_length=200, required=False)
    unit_name = forms.CharField(label=_("Unit or office"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail address"))
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A unit has a name."""
        values = super().clean() or {}
        if values.get("kind") == ContributorKind.UNIT and not values.get("unit_name"):
            self.add_error("unit_name", str(_("Name the unit.")))
        return values

    def profile(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in PROFILE if name in self.cleaned_data}


class ApplicationForm(ProfileForm):
    """Somebody applies: to which site, with his consent, which is never ticked beforehand."""

    site = forms.ChoiceField(label=_("For which site"))
    consent = forms.BooleanField(label=_("I agree"), required=True)
    website = forms.CharField(required=False, widget=forms.HiddenInput)  # people leave it empty, programs do not

    field_order = ("site", *PROFILE, "consent")

    def __init__(self, *args: Any, sites: list[PublicSite], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        nothing_yet = (
            [("", _("choose a site"))] if len(sites) > 1 else []
        )  # the first one is not the right one by chance
        field.choices = [*nothing_yet, *((site.code, str(site)) for site in sites)]


class OpeningForm(ProfileForm):
    """The desk opens an account; a unit may be one of the agencies that are known."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.order_by("code")


class ReasonForm(forms.Form):
    """Why something is returned, refused, closed."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": FEW_ROWS}))


class SortingForm(forms.Form):
    """Where a contribution belongs."""

    section: Any = forms.ModelChoiceField(SectionPage.objects.none(), label=_("Section of the site"))
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), required=False)

    def __init__(self, *args: Any, site: PublicSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["section"].queryset = sections_to_sort_into(site)
        fields["category"].queryset = categories_to_sort_into(site)


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each as Django looks at one."""
        given = data if isinstance(data, list) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"])
        return [forms.FileField.clean(self, one, initial) for one in given]


class LetterForm(forms.Form):
    """What stands on an official letter, and what came with it."""

    number = forms.CharField(label=_("Number and symbol of the letter"), max_length=120)
    issued_on = forms.DateField(label=_("Day of the letter"), widget=AdminDateInput)
    issuer = forms.CharField(label=_("Sender"), max_length=300)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency of the province"), required=False)
    received_on = forms.DateField(label=_("Received on"), widget=AdminDateInput, initial=clock.today)
    came_by = forms.CharField(
        label=_("Came by"), max_length=120, required=False, help_text=_("Post, e-mail, the office's document system.")
    )
    marker = forms.ChoiceField(label=_("Words of the recipient list"), required=False)
    title = forms.CharField(label=_("Title"), max_length=255)
    summary = forms.CharField(
        label=_("Summary"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": FEW_ROWS})
    )
    originals = FilesField(label=_("Original of the letter (PDF or picture)"))
    enclosures = FilesField(label=_("Texts (Word, Writer) and pictures to publish"), required=False)

    def __init__(self, *args: Any, site: PublicSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["agency"].queryset = Agency.objects.order_by("code")
        fields["marker"].choices = [("", _("no such words")), *((words, words) for words in marker_of(site))]

    def letter(self) -> LetterData:
        """What the action takes."""
        names = ("number", "issued_on", "issuer", "marker", "agency", "received_on", "came_by")
        return LetterData(**{name: self.cleaned_data[name] for name in names})

    def brought(self) -> Mapping[str, Any]:
        """The files and words."""
        files = [file_data(one, consent=Consent.PUBLIC, caption=self.cleaned_data["title"]) for one in self._all()]
        values = {name: self.cleaned_data[name] for name in ("title", "summary")}
        originals = [file_data(one) for one in self.cleaned_data["originals"]]
        return {"values": values, "originals": originals, "files": files}

    def _all(self) -> list[UploadedFile]:
        found: list[UploadedFile] = self.cleaned_data["enclosures"]
        return found


def file_data(file: UploadedFile, **said: str) -> FileData:
    """An uploaded file as actions take it."""
    return FileData(name=file.name or "", data=file.read(), **said)


def _made(field: Field) -> forms.Field:
    said: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help}
    if field.kind == "text":
        rows = MANY_ROWS if field.code == "text" else FEW_ROWS
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **said)
    if field.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said)
    if field.kind == "address":
        return forms.URLField(assume_scheme="https", **said)
    return forms.CharField(max_length=255, **said)
