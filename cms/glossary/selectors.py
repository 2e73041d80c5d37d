"""Reading the glossary: terms that hold, and everything that a translation is held against."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from cms.glossary.marking import Entry
from cms.glossary.models import Term
from cms.glossary.names import forms_of_agency, sources_of_agency
from sites.accounts.models import User
from sites.administration.policies import sites_administered_by
from sites.agencies.models import AgencyName
from sites.clock.days import Days, holding_on
from sites.domains.models import PublicSite
from sites.memory import remembered

AGENCY = "agency"


def overlapping(term: Term) -> QuerySet[Term]:
    """The other rows of the same term, site and language that hold on some day on which this one does."""
    rows = Term.objects.annotate(lower=Lower("vi"), days=Days(F("held_from"), F("held_to")))
    rows = rows.filter(lower=term.vi.lower(), language=term.language, site=term.site).exclude(pk=term.pk)
    return rows.filter(days__overlap=DateRange(term.held_from, term.held_to))


def words_before(term: Term) -> tuple[str, ...]:
    """The words that were right before a new term holds: of the one that it follows; for a site's own first one, of
    the province's.
    """
    rows = Term.objects.annotate(lower=Lower("vi")).filter(lower=term.vi.lower(), language=term.language)
    rows = rows.filter(Q(site=term.site) | Q(site__isnull=True)).exclude(pk=term.pk)
    found = rows.order_by(F("site").desc(nulls_last=True), F("held_from").desc(nulls_last=True)).first()
    return found.forms if found else ()


def terms_of(person: User) -> QuerySet[Term]:
    """The terms of the province, to know them, and those of the sites that a person administers."""
    every = Term.objects.select_related("site")
    return every.filter(Q(site__isnull=True) | Q(site__in=sites_administered_by(person)))


def terms_on(site: PublicSite | None, *, language: str, day: date) -> list[Term]:
    """The terms that hold on a site on a day: a site's own words stand in the place of the province's."""
    rows = Term.objects.filter(holding_on(day), language=language).filter(Q(site__isnull=True) | Q(site=site))
    chosen = {row.vi.casefold(): row for row in rows.order_by(F("site").asc(nulls_first=True), "pk")}
    return list(chosen.values())


@remembered(by=lambda site, *, language, day: (site.pk if site else None, language, day))
def entries_for(site: PublicSite | None, *, language: str, day: date) -> list[Entry]:
    """What a translation for a site is held against on a day: names of agencies, and the terms of the glossary."""
    terms = [Entry(row.kind, (row.vi,), row.forms, row.note) for row in terms_on(site, language=language, day=day)]
    return [*(_agencies(day) if language == "en" else []), *terms]


def _agencies(day: date) -> list[Entry]:
    """The names of agencies in Vietnamese and English; of those with several the ones of that day, then the others.

    A text may speak of an agency by a name of its day: each Vietnamese name answers to the English one beside it.
    """
    rows = AgencyName.objects.exclude(name_en="").order_by("agency", F("held_from").asc(nulls_first=True))
    return [
        Entry(AGENCY, sources_of_agency(row), forms_of_agency(row), is_name=True) for row in rows if _began(row, day)
    ]


def _began(row: AgencyName, day: date) -> bool:
    return row.held_from is None or row.held_from <= day
