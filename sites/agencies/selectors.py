"""Reading the register of agencies."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sites.agencies.models import Agency, AgencyName
from sites.refusals import Missing


def agency_named(code: str) -> Agency:
    """The agency with this code; raises Missing."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise Missing(_("There is no agency with the code “%(code)s”.") % {"code": code}, code="unknown_agency")
    return agency


def agencies_on(day: date) -> QuerySet[Agency]:
    """The agencies that exist on a day."""
    return Agency.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


def name_on(agency: Agency, day: date) -> AgencyName:
    """The names of an agency on a day: before its first names the first, after its last (or in a gap) the last before.

    Reads `agency.names.all()`, so that a list may prefetch them. Raises Missing for an agency without names.
    """
    names = sorted(agency.names.all(), key=lambda name: name.held_from or date.min)
    if not names:
        raise Missing(_("The agency “%(code)s” has no name.") % {"code": agency.code}, code="nameless_agency")
    begun = [name for name in names if (name.held_from or date.min) <= day]
    return begun[-1] if begun else names[0]
