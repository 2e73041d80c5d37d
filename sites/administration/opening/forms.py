"""The forms of opening: one site, or a list of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from sites import clock
from sites.agencies.models import Agency, AgencyKind
from sites.agencies.selectors import agencies_on, name_on
from sites.domains.enums import HostRole, SiteKind
from sites.domains.models import PublicSite
from sites.languages.codes import FROM_THE_START
from sites.provisioning.checks import faults_of_plan
from sites.provisioning.plan import AgencyPlan, HostPlan, SitePlan
from sites.rules.sections import sections_for

LONGEST_LIST = 1_000_000  # characters
# Where the fields of a plan lie on the form.
FIELDS: Mapping[str, str] = {
    "code": "code",
    "kind": "kind",
    "parent": "parent",
    "agency": "agency",
    "new_agency": "agency_kind",
    "names": "name_vi",
    "hosts": "host",
    "languages": "languages",
}


def _named(agency: Agency) -> tuple[str, str]:
    return agency.code, f"{name_on(agency, clock.today()).name_vi} ({agency.code})"


def agency_choices() -> list[tuple[str, str]]:
    """The agencies of today by code, with nothing first."""
    agencies = agencies_on(clock.today()).prefetch_related("names")
    return [("", "---------"), *(_named(agency) for agency in agencies if agency.names.all())]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of agency, with nothing first."""
    return [("", "---------"), *((kind.code, kind.name_vi) for kind in AgencyKind.objects.all())]


def site_choices() -> list[tuple[str, str]]:
    """The sites that may stand above another."""
    return [("", "---------"), *((site.code, site.name_vi) for site in PublicSite.objects.all())]


class SiteForm(forms.Form):
    """One site. `plan` is what the fields say; mistakes stand at the field and name the rule."""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=250)
    name_en = forms.CharField(label=_("Name in English"), max_length=250, required=False)
    code = forms.CharField(
        label=_("Code of the site"), max_length=60, help_text=_("Small letters, digits and hyphens; it stays for ever.")
    )
    kind = forms.ChoiceField(label=_("Kind of site"), choices=SiteKind.choices)
    parent = forms.ChoiceField(label=_("Parent site"), choices=site_choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code in FROM_THE_START],
        initial=FROM_THE_START,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vietnamese comes first where it is chosen."),
    )
    agency = forms.ChoiceField(
        label=_("Agency"),
        choices=agency_choices,
        required=False,
        help_text=_("Leave it empty for an agency that is not in the register yet, and describe that one."),
    )
    agency_kind = forms.ChoiceField(label=_("Kind of agency"), choices=kind_choices, required=False)
    agency_parent = forms.ChoiceField(label=_("Parent agency"), choices=agency_choices, required=False)
    agency_vi = forms.CharField(label=_("Agency's name in Vietnamese"), max_length=300, required=False)
    agency_en = forms.CharField(label=_("Agency's name in English"), max_length=300, required=False)
    abbreviation_vi = forms.CharField(label=_("Abbreviation in Vietnamese"), max_length=40, required=False)
    abbreviation_en = forms.CharField(label=_("Abbreviation in English"), max_length=40, required=False)
    host = forms.CharField(
        label=_("Canonical host name"), max_length=253, help_text=_("It stands in the site's public addresses.")
    )
    more_hosts = forms.CharField(
        label=_("Further host names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. They answer like the canonical one."),
    )
    responsible_person = forms.CharField(label=_("Responsible person"), max_length=200, required=False)
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, required=False, help_text=_("The article that it stands on.")
    )
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=120, required=False)
    decided_on = forms.DateField(label=_("Decided on"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        """Hold the fields against the form of a plan."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self._check_agency(cleaned)
        if PublicSite.objects.filter(code=cleaned["code"]).exists():
            self.add_error("code", _("A site with this code is open already."))
        if not self.errors:
            self.show(faults_of_plan(self.plan()))
        return cleaned

    def show(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Show mistakes of a plan at the fields of the form."""
        for name, messages in errors.items():
            for message in messages:
                self.add_error(FIELDS.get(name), message)

    def plan(self, reasons: Mapping[str, str] | None = None) -> SitePlan:
        """The plan, with the reasons given for host names that break a rule."""
        cleaned = self.cleaned_data
        new_agency = None if cleaned["agency"] else self._new_agency()
        names = {"vi": cleaned["name_vi"], "en": cleaned["name_en"]}
        return SitePlan(
            code=cleaned["code"],
            kind=cleaned["kind"],
            agency_code=cleaned["agency"] or cleaned["code"],
            new_agency=new_agency,
            parent_code=cleaned["parent"],
            names={language: name for language, name in names.items() if name},
            hosts=tuple(self._hosts(reasons or {})),
            languages=tuple(sorted(cleaned["languages"], key=FROM_THE_START.index)),
            sections=sections_for(cleaned["kind"]),
            **{name: cleaned[name] for name in ("responsible_person", "basis", "decision_number", "decided_on")},
        )

    def _check_agency(self, cleaned: Mapping[str, Any]) -> None:
        if cleaned["agency"]:
            return
        for name in ("agency_kind", "agency_vi", "agency_en"):
            if not cleaned[name]:
                self.add_error(name, _("Choose an agency, or say this of the new one."))

    def _new_agency(self) -> AgencyPlan:
        cleaned = self.cleaned_data
        return AgencyPlan(
            code=cleaned["code"],
            kind=cleaned["agency_kind"],
            parent_code=cleaned["agency_parent"],
            names={"vi": cleaned["agency_vi"], "en": cleaned["agency_en"]},
            abbreviations={"vi": cleaned["abbreviation_vi"], "en": cleaned["abbreviation_en"]},
        )

    def _hosts(self, reasons: Mapping[str, str]) -> Iterator[HostPlan]:
        cleaned = self.cleaned_data
        names = [cleaned["host"], *cleaned["more_hosts"].split()]
        for position, name in enumerate(one.strip().lower() for one in names):
            role = HostRole.EQUAL if position else HostRole.CANONICAL
            yield HostPlan(name, role.value, reasons.get(name, "").strip())


class ListForm(forms.Form):
    """A list of sites, pasted or as a file."""

    source = forms.CharField(
        label=_("List of sites"),
        required=False,
        max_length=LONGEST_LIST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=_("YAML as in sites.yaml, or a table with a head line."),
    )
    file = forms.FileField(label=_("or a file"), required=False)

    def clean(self) -> dict[str, Any]:
        """The text of the file counts where one is given."""
        cleaned = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["source"] = file.read(LONGEST_LIST).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is not text in UTF-8."))
        if not (cleaned.get("source") or "").strip():
            self.add_error("source", _("Paste a list, or choose a file."))
        return cleaned
