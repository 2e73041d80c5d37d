"""What stands on the translator's desk beside pages: what other rooms hang there, a sheet and counts of everything."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from cms.pages.registry import public_types
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.registry import Registry
from workflows.deadlines.enums import Urgency
from workflows.translation.enums import Order
from workflows.translation.piles import Places
from workflows.translation.selectors import Counts, counts_of_pages, languages_answered_for
from workflows.translation.sheets import sheet_of
from workflows.translation.work import Sorting, Wanted, Work

LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class MoreWork:
    """`names` says what its kinds are called, `of` what a person may translate into a language, `on` what of these
    sites is owed, begun or said in it.
    """

    names: Callable[[], dict[str, str]]
    of: Callable[[User, str], list[Work]]
    on: Callable[[Collection[PublicSite], str], list[Work]]


more_work: Registry[MoreWork] = Registry("more work for translators")


def names_of_kinds() -> dict[str, str]:
    """What all kinds of text are called, pages and what is no page, by their names."""
    names = {entry.name: str(entry.model._meta.verbose_name) for entry in public_types}
    for more in more_work:
        names |= more.names()
    return names


def work_beside(sites: Collection[PublicSite], locale: str) -> list[Work]:
    """All that is no page and owed, begun or said in a language on these sites."""
    return [work for more in more_work for work in more.on(sites, locale)]


def counts_of(person: User) -> list[Counts]:
    """What waits for a person, by language: pages in one query, and what is no page. Only languages for which he has a
    seat of his own.
    """
    if not (languages := languages_answered_for(person)):
        return []
    pages = {counts.locale: counts for counts in counts_of_pages(person, languages)}
    beside = {
        locale: _counts(locale, (work for more in more_work for work in more.of(person, locale)))
        for locale in languages
    }
    every = (_together(beside[locale], pages.get(locale)) for locale in languages)
    return [counts for counts in every if not counts.is_empty]


def _counts(locale: str, works: Iterable[Work]) -> Counts:
    waiting = [work for work in works if not work.is_done]
    states = Counter(str(work.standing.state) for work in waiting)
    urgencies = Counter(work.urgency for work in waiting)
    by_state = {name: states[name] for name in ("none", "outdated", "draft", "in_approval")}
    return Counts(locale, overdue=urgencies[Urgency.OVERDUE], near=urgencies[Urgency.NEAR], **by_state)


def _together(one: Counts, other: Counts | None) -> Counts:
    if other is None:
        return one
    said = asdict(other)
    return Counts(one.locale, **{name: number + said[name] for name, number in asdict(one).items() if name != "locale"})


def everything_on(
    sheet: str, *, places: Places, person: User, locale: str, wanted: Wanted, most: int
) -> tuple[list[Work], int]:
    """One sheet of all that a person may translate, in the order that is asked for, and how much there is in all.

    Pages are read by the database, a sheet of them and as many before it as there is of the rest, so that both can be
    put in order. A sheet that there is not is the first.
    """
    every = [work for more in more_work for work in (more.of(person, locale) if locale else ())]
    sorting = _sorting(wanted.order, places)
    beside = sorted((work for work in every if wanted.takes(work, person.pk)), key=sorting.rank)
    number = int(sheet) if sheet.isascii() and sheet.isdigit() and len(sheet) < LONGEST_NUMBER else 1
    first = max(0, number - 1) * most
    after = max(0, first - len(beside))
    pages, total = sheet_of(
        places, person=person, wanted=wanted, most=first - after + most, after=after, sorting=sorting
    )
    shown = sorted([*pages, *beside], key=sorting.rank)[first - after :][:most]
    if first and not pages and (after or not shown):
        return everything_on("1", places=places, person=person, locale=locale, wanted=wanted, most=most)
    return shown, total + len(beside)


def _sorting(order: Order, places: Places) -> Sorting:
    """With sites and kinds as the form offers them, where they are the order."""
    sites = PublicSite.objects.filter(pk__in={site for site, _locale in places}) if order == Order.SITE else None
    names = names_of_kinds() if order == Order.TYPE else {}
    return Sorting(order, list(sites.values_list("pk", flat=True)) if sites is not None else (), in_order(names))


def in_order(names: Mapping[str, str]) -> list[str]:
    """Kinds in the order of what they are called."""
    return sorted(names, key=lambda name: names[name])
