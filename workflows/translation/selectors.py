"""Reading what is to be translated: where a person translates, how much waits for him there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from sites.accounts.models import Seat, User
from sites.accounts.selectors import seats_of
from sites.domains.models import SiteHome
from sites.memory import remembered
from sites.refusals import Missing
from workflows.translation.models import Translation
from workflows.translation.piles import ask, homes_by_site, other_languages
from workflows.translation.sheets import sheet_of
from workflows.translation.work import Wanted, Work

COUNTS = """
select locale, count(*) filter (where due_at < %(now)s), count(*) filter (where due_at >= %(now)s and due_at <= soon),
    count(*) filter (where state = 'none'), count(*) filter (where state = 'outdated'),
    count(*) filter (where state = 'draft'), count(*) filter (where state = 'in_approval')
from work where (is_owed or is_begun) and not is_done group by locale order by locale
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for a person in one language."""

    locale: str
    overdue: int
    near: int
    none: int
    outdated: int
    draft: int
    in_approval: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.overdue or self.near or self.none or self.outdated or self.draft or self.in_approval)


def locale_named(code: str) -> Locale:
    """The language with this code; raises Missing."""
    found = Locale.objects.filter(language_code=code).first()
    if found is None:
        raise Missing(_("The site has not opened that language."), code="unknown_language")
    return found


@remembered(by=lambda person: person.pk)
def translates(person: User) -> bool:
    """Whether a person writes in another language than the first one on some site."""
    if person.is_superuser:
        return SiteHome.objects.filter(position__gt=0).exists()
    return any(seat.has_further_languages for seat in _writing_seats(person))


def languages_of(person: User) -> list[str]:
    """The languages into which a person translates somewhere, the first of each site left out."""
    if person.is_superuser:
        return other_languages()
    seats = _writing_seats(person)
    codes = other_languages({seat.site_id for seat in seats})
    return [code for code in codes if any(code in (seat.kind.languages or codes) for seat in seats)]


def languages_answered_for(person: User) -> list[str]:
    """The languages for which a person has a seat of his own: a translator's, not a writer's or an administrator's."""
    return sorted({code for seat in _writing_seats(person) for code in seat.kind.languages})


def places_of(person: User, *locales: str) -> dict[tuple[int, str], list[str]]:
    """Below which paths of their first languages a person may write in these languages, by site and language."""
    homes = homes_by_site()
    if person.is_superuser:
        return {(site, locale): [path] for site, path in homes.items() for locale in locales}
    found: dict[tuple[int, str], list[str]] = {}
    seats = _writing_seats(person)
    keys = [seat.section.translation_key for seat in seats if seat.section]
    rows = Page.objects.filter(translation_key__in=keys).values_list("translation_key", "path") if keys else ()
    twins = {key: path for key, path in rows if path[: 2 * Page.steplen] in homes.values()}
    for seat in seats:
        path = _source_path(seat, homes.get(seat.site_id, ""), twins)
        for locale in locales if path else ():
            if not seat.kind.languages or locale in seat.kind.languages:
                found.setdefault((seat.site_id, locale), []).append(path)
    return found


def places_by_site(person: User, locale: str) -> dict[int, list[str]]:
    """The same in one language, by site."""
    return {site: paths for (site, _locale), paths in places_of(person, locale).items()}


def work_of(person: User, *, locale: str) -> list[Work]:
    """All pages that a person may translate into a language and that are owed, begun or public in it."""
    wanted = Wanted(is_all=True)
    return sheet_of(places_of(person, locale), person=person, wanted=wanted, most=None)[0]


def counts_of_pages(person: User, languages: Sequence[str]) -> list[Counts]:
    """How many pages wait for a person in these languages; one query."""
    places = places_of(person, *languages)
    return [Counts(*row) for row in ask(COUNTS, places=places)] if places else []


def translation_of(page: Page) -> Translation | None:
    """The translation that a page is."""
    found = Translation.objects.filter(public_id=page.translation_key, locale=page.locale.language_code)
    return found.select_related("page", "site", "handled_by", "shaped_after").first()


def _writing_seats(person: User) -> list[Seat]:
    return [seat for seat in seats_of(person) if "change" in seat.kind.page_rights]


def _source_path(seat: Seat, home: str, twins: Mapping[Any, str]) -> str:
    """The home of a site, or the section of a seat in the first language, if it lies on that site."""
    if seat.section is None:
        return home
    path = seat.section.path if seat.section.path.startswith(home) else twins.get(seat.section.translation_key, "")
    return path if home and path.startswith(home) else ""
