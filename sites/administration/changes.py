"""What administrators change in the registers of the province, as kinds of change."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sites.accounts.models import User
from sites.agencies.actions import save_agency
from sites.agencies.models import Agency, AgencyName
from sites.agencies.selectors import name_today
from sites.calendar.actions import end_day, enter_day
from sites.calendar.models import CalendarDay
from sites.changes.kinds import Description, Json, Words, register
from sites.changes.meaning import KEEPS_MEANING
from sites.changes.rows import Extra, RowKind
from sites.domains.actions import keep_host, save_domain
from sites.domains.models import Host, ProvinceDomain, PublicSite
from sites.refusals import Missing
from sites.rules.actions import correct_rule, save_basis, set_rule
from sites.rules.models import LegalBasis, Rule

END = _("End of an entry in the calendar")


def _save_agency[Row: (Agency, AgencyName)](actor: User, row: Row) -> Row:
    save_agency(actor, row=row)
    return row


def _set_rule(actor: User, row: Rule) -> Rule:
    return correct_rule(actor, rule=row) if row.pk else set_rule(actor, rule=row)


def _save_basis(actor: User, row: LegalBasis) -> LegalBasis:
    save_basis(actor, basis=row)
    return row


def _keep_host(actor: User, row: Host) -> Host:
    return keep_host(actor, site=row.site, hostname=row.hostname, role=row.role, reason=row.reason)


def _save_domain(actor: User, row: ProvinceDomain) -> ProvinceDomain:
    return save_domain(actor, domain=row)


def _enter_day(actor: User, row: CalendarDay) -> CalendarDay:
    return enter_day(actor, day=row)


def _site_of_agency(agency: Agency) -> PublicSite | None:
    return PublicSite.objects.filter(agency=agency.pk).order_by("pk").first() if agency.pk else None


def _site_of_name(name: AgencyName) -> PublicSite | None:
    return PublicSite.objects.filter(agency=name.agency_id).order_by("pk").first()


def _agency_title(agency: Agency) -> str:
    return (name_today(agency) if agency.pk else "") or agency.code


AGENCY = register(
    RowKind(
        "agency",
        _("Agency and its contact block"),
        Agency,
        _save_agency,
        extras=KEEPS_MEANING,
        site=_site_of_agency,
        show={"parent": name_today},
        title=_agency_title,
    )
)
AGENCY_NAME = register(
    RowKind(
        "agency.name",
        _("Name of an agency"),
        AgencyName,
        _save_agency,
        extras=KEEPS_MEANING,
        site=_site_of_name,
        show={"agency": name_today},
    )
)
RULE = register(RowKind("rule", _("Rule"), Rule, _set_rule))
BASIS = register(RowKind("basis", _("Legal basis"), LegalBasis, _save_basis))
HOST = register(
    RowKind(
        "host",
        _("Host name"),
        Host,
        _keep_host,
        fields=("site", "hostname", "role"),
        extras={"reason": Extra(_("Reason"))},
    )
)
DOMAIN = register(RowKind("domain", _("Domain of the province"), ProvinceDomain, _save_domain))
DAY = register(RowKind("calendar.day", _("Day of the calendar"), CalendarDay, _enter_day))


@dataclass(frozen=True)
class EndingDay:
    """An entry of the calendar ends."""

    key: str = "calendar.end"
    label: Words = END

    def data(self, day: CalendarDay) -> Json:
        """As the screen asks for it."""
        return {"pk": day.pk}

    def describe(self, data: Json) -> Description:
        """Which day."""
        day = CalendarDay.objects.filter(pk=data["pk"]).first()
        return Description(str(day or self.label), [])

    def apply(self, actor: User, data: Json) -> Any:
        """End it."""
        day = CalendarDay.objects.filter(pk=data["pk"]).first()
        if day is None:
            raise Missing(code="gone")
        return end_day(actor, day=day)

    def takes_away(self, data: Json) -> bool:
        """A day worked in exchange may stand behind it: no."""
        return False


END_DAY = register(EndingDay())
