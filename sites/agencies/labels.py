"""What of agencies has words in other languages: their names of the day, and their addresses."""

from django.db.models import Min, QuerySet

from sites.agencies.models import Agency, AgencyName
from sites.agencies.selectors import name_today
from sites.languages.labels import Labelled, labelled


def _agencies() -> QuerySet[Agency]:
    return Agency.objects.exclude(address_vi="").prefetch_related("names")


def register() -> None:
    """Called when the room is ready."""
    labelled.register(
        "agency.name", Labelled("agency.name", AgencyName, ("name", "abbreviation"), site=Min("agency__sites"))
    )
    labelled.register(
        "agency", Labelled("agency", Agency, ("address",), site=Min("sites"), rows=_agencies, title=name_today)
    )
