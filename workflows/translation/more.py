"""What stands on the translator's desk beside pages: what other rooms hang there, a sheet and counts of everything."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass

from cms.pages.registry import public_types
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.registry import Registry
from workflows.deadlines.enums import Urgency
from workflows.translation.piles import Places
from workflows.translation.selectors import Counts, Wanted, Work, counts_of_pages, languages_answered_for, sheet_of

LAST = float("inf")
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
    """One sheet of all that a person may translate, the most pressing first, and how much there is in all.

    Pages are read by the database, a sheet of them and as many before it as there is of the rest, so that both can be
    put in order. A sheet that there is not is the first.
    """
    every = [work for more in more_work for work in (more.of(person, locale) if locale else ())]
    beside = sorted((work for work in every if _is_wanted(work, wanted, person.pk)), key=rank)
    number = int(sheet) if sheet.isascii() and sheet.isdigit() and len(sheet) < LONGEST_NUMBER else 1
    first = max(0, number - 1) * most
    after = max(0, first - len(beside))
    pages, total = sheet_of(places, person=person, wanted=wanted, most=first - after + most, after=after)
    shown = sorted([*pages, *beside], key=rank)[first - after :][:most]
    if first and not pages and (after or not shown):
        return everything_on("1", places=places, person=person, locale=locale, wanted=wanted, most=most)
    return shown, total + len(beside)


def rank(work: Work) -> tuple[bool, float, float, int]:
    """What is done comes last; what is due first comes first. As the database orders pages."""
    return (
        work.is_done,
        work.due_at.timestamp() if work.due_at else LAST,
        work.since.timestamp() if work.since else LAST,
        work.standing.source_page,
    )


def _is_wanted(work: Work, wanted: Wanted, person: int) -> bool:
    holder = work.standing.handled_by
    is_held = {"me": holder == person, "nobody": holder is None, "others": holder not in (None, person)}
    return (
        wanted.site in (None, work.site.pk)
        and wanted.type in ("", work.type)
        and wanted.state in ("", work.standing.state)
        and wanted.urgency in ("", work.urgency)
        and is_held.get(wanted.handler, True)
        and (wanted.shows_done or not work.is_done)
    )
