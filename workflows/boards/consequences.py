"""Steps of chains that would wait for nobody, were posts and seats to end."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from sites.accounts.models import Post, Seat
from sites.domains.enums import SiteKind, SiteState
from sites.domains.models import PublicSite
from sites.refusals import Missing
from workflows.boards.offices import holders, office_of
from workflows.boards.selectors import chain_of_site, steps_of
from workflows.boards.steps import Step
from workflows.boards.who import Item, offices


def steps_left_alone(rows: Sequence[Post | Seat], on: date) -> Iterator[str]:
    """One sentence for each step that somebody could decide until now and nobody could from then on."""
    ending = {office_of(row) for row in rows}
    for site in _sites(rows):
        item = Item(site=site, agency_id=site.agency_id, sections=_sections(rows))
        for step in _steps(site, on):
            asked = offices([*step.who, *step.stand_ins], item)
            if ending.isdisjoint(asked) or not holders(asked, on).exists():
                continue
            if not holders(asked, on, without=rows).exists():
                words = _("On “%(site)s” the step “%(step)s” will wait for nobody.")
                yield words % {"site": site, "step": step.label}


def _sites(rows: Sequence[Post | Seat]) -> list[PublicSite]:
    """The sites of the seats, of the agencies of the posts, and the portal, whose board other chains may ask."""
    agencies = [row.agency_id for row in rows if isinstance(row, Post)]
    seats = [row.site_id for row in rows if isinstance(row, Seat)]
    wanted = Q(agency__in=agencies) | Q(pk__in=seats) | Q(kind=SiteKind.PORTAL)
    return list(PublicSite.objects.filter(wanted, state=SiteState.OPEN).distinct())


def _sections(rows: Sequence[Post | Seat]) -> tuple:
    return tuple(row.section.translation_key for row in rows if isinstance(row, Seat) and row.section)


def _steps(site: PublicSite, on: date) -> list[Step]:
    try:
        return steps_of(chain_of_site(site, on))
    except Missing:
        return []
