"""The sites of a province as data: `province.yaml`, `sites.yaml`, `sections.yaml`."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from sites.provisioning.actions import open_site
from sites.provisioning.checks import faults_of_plan
from sites.provisioning.plan import AgencyPlan, HostPlan, SectionPlan, SitePlan, usual_sections
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing, province_parts
from sites.provisioning.sources import Row

KINDS = ("portal", "department", "locality", "unit", "special")
ROLES = ("canonical", "equal", "former")
LANGUAGES = ("vi", "en")
HERE = ("localhost", "127.0.0.1")

type Sections = list[tuple[tuple[str, ...], SectionPlan]]


def read_sites(loading: Loading) -> Writing:
    """Read the plans of all sites of the province."""
    document = loading.document("sites.yaml")
    domain = _read_domain(loading)
    sections = _read_sections(loading)
    plans = [_plan(loading, row, domain, sections) for row in document.rows("sites")] if document else []

    def write() -> None:
        for plan in plans:
            open_site(loading.actor, plan=plan)

    return write


def read_plan(row: Row, loading: Loading) -> SitePlan:
    """Read one site that stands alone: with sections of its own, else with those that its kind has to have."""
    if row.has("sections"):
        return _plan(loading, row, "", _rows_of_sections(row.rows("sections"), loading))
    plan = _plan(loading, row, "", [])
    return replace(plan, sections=tuple(section for given in usual_sections for section in given(plan.kind)))


def _read_domain(loading: Loading) -> str:
    document = loading.document("province.yaml")
    if document is None:
        return ""
    document.by_language("names", LANGUAGES)
    loading.refer(document, "basis", "basis")
    return document.text("domain")


def _read_sections(loading: Loading) -> Sections:
    document = loading.document("sections.yaml")
    return _rows_of_sections(document.rows("sections"), loading) if document else []


def _rows_of_sections(rows: Sequence[Row], loading: Loading) -> Sections:
    return [
        (
            _words(row, "kinds", KINDS),
            SectionPlan(
                code=loading.define(row, "code", "section"),
                titles=row.by_language("titles", LANGUAGES),
                slugs=row.by_language("slugs", LANGUAGES),
                basis=row.text_or_empty("basis"),
            ),
        )
        for row in rows
    ]


def _plan(loading: Loading, row: Row, domain: str, sections: Sections) -> SitePlan:
    kind = row.choice("kind", KINDS)
    new_agency = _new_agency(loading, row.row("new_agency")) if row.has("new_agency") else None
    plan = SitePlan(
        code=loading.define(row, "code", "site"),
        kind=kind,
        agency_code=loading.refer(row, "agency", "agency") if new_agency is None else new_agency.code,
        new_agency=new_agency,
        parent_code=loading.refer_or_empty(row, "parent", "site"),
        names=row.by_language("names", LANGUAGES),
        hosts=_hosts(row, kind, domain, loading.option("domain")),
        languages=_words(row, "languages", LANGUAGES),
        sections=tuple(section for kinds, section in sections if not kinds or kind in kinds),
        responsible_person=row.text_or_empty("responsible_person"),
        basis=row.text_or_empty("basis"),
        decision_number=row.text_or_empty("decision_number"),
        decided_on=row.day("decided_on"),
    )
    for key, messages in faults_of_plan(plan).items():
        for message in messages if row.has(key) else ():
            row.fault(key, message)
    return plan


def _new_agency(loading: Loading, row: Row | None) -> AgencyPlan | None:
    """An agency that comes into the register with its site."""
    if row is None:
        return None
    short = row.row("abbreviations") if row.has("abbreviations") else None
    return AgencyPlan(
        code=loading.define(row, "code", "agency"),
        kind=loading.refer(row, "kind", "agency kind"),
        parent_code=loading.refer_or_empty(row, "parent", "agency"),
        names=row.by_language("names", LANGUAGES),
        abbreviations={language: short.text_or_empty(language) for language in LANGUAGES} if short else {},
    )


def _hosts(row: Row, kind: str, domain: str, stand_in: str) -> tuple[HostPlan, ...]:
    hosts = [
        HostPlan(host.text("name"), host.choice("role", ROLES, "equal"), host.text_or_empty("reason"))
        for host in row.rows("hosts")
    ]
    if stand_in and domain:
        hosts = _elsewhere(hosts, domain, stand_in)
        hosts += [HostPlan(name, "equal", _("trial system")) for name in HERE if kind == "portal"]
    return tuple(hosts)


def _elsewhere(hosts: list[HostPlan], domain: str, stand_in: str) -> list[HostPlan]:
    """The canonical name under another domain ("stc.binhphuoc.localhost"), with the real one equal beside it."""
    moved: list[HostPlan] = []
    for host in hosts:
        if host.role == "canonical" and host.hostname.endswith(domain):
            moved.append(HostPlan(host.hostname.removesuffix(domain) + stand_in, "canonical", host.reason))
            moved.append(HostPlan(host.hostname, "equal", host.reason))
        else:
            moved.append(host)
    return moved


def _words(row: Row, key: str, choices: Sequence[str]) -> tuple[str, ...]:
    words = row.texts(key)
    for word in words:
        if word not in choices:
            row.fault(key, _("%(key)s “%(value)s” is not known") % {"key": key, "value": word})
    return words


province_parts.register("sites", ProvincePart(Stage.SITES, read_sites))
