"""Reading the register of agencies."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sites import clock
from sites.agencies.models import Agency, AgencyName
from sites.clock.days import holding_on
from sites.memory import remembered
from sites.provisioning.plan import SitePlan
from sites.refusals import Missing


def agency_named(code: str) -> Agency:
    """The agency with this code; raises Missing."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise Missing(_("There is no agency with the code “%(code)s”.") % {"code": code}, code="unknown_agency")
    return agency


@remembered(by=lambda plan: plan.agency_code)
def agency_of_plan(plan: SitePlan) -> Agency | None:
    """The agency of a site that is to be opened, where it is in the register."""
    return Agency.objects.select_related("kind").prefetch_related("names").filter(code=plan.agency_code).first()


def agencies_on(day: date) -> QuerySet[Agency]:
    """The agencies that exist on a day."""
    return Agency.objects.filter(holding_on(day, "valid"))


@remembered(by=lambda agency, day: (agency.pk, day))
def name_on(agency: Agency, day: date) -> AgencyName:
    """The names of an agency on a day: before its first names the first, after its last (or in a gap) the last before.

    Reads `agency.names.all()`, so that a list may prefetch them. Raises Missing for an agency without names.
    """
    names = sorted(agency.names.all(), key=lambda name: name.held_from or date.min)
    if not names:
        raise Missing(_("The agency “%(code)s” has no name.") % {"code": agency.code}, code="nameless_agency")
    return _of_the_day(names, day, begins=lambda name: name.held_from)


def _of_the_day[Row](rows: Sequence[Row], day: date, *, begins: Callable[[Row], date | None]) -> Row:
    """Of rows in the order of their first days the last that has begun, else the first."""
    begun = [row for row in rows if (begins(row) or date.min) <= day]
    return begun[-1] if begun else rows[0]


def name_today(agency: Agency) -> str:
    """What an agency is called today, in the language of the moment; its code where it has no name."""
    if not agency.names.all():
        return agency.code
    name = name_on(agency, clock.today())
    return (name.name_en if (get_language() or "vi").startswith("en") else "") or name.name_vi


def names_of_all() -> list[tuple[int, str, date | None]]:
    """Key, name of today in the language of the moment, and day of the end, of every agency; one statement."""
    english, begins = (get_language() or "vi").startswith("en"), F("names__held_from")
    rows = Agency.objects.order_by("pk", begins.asc(nulls_first=True)).values_list(
        "pk", "code", "valid_to", "names__name_vi", "names__name_en", "names__held_from"
    )
    found = []
    for key, names in groupby(rows, key=itemgetter(0)):
        _key, code, end, name_vi, name_en, _begin = _of_the_day([*names], clock.today(), begins=itemgetter(5))
        found.append((key, (name_en if english else "") or name_vi or code, end))
    return found
