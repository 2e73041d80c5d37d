"""What stands on the translator's desk beside pages: what other rooms hang there, and one sheet of everything."""

from collections.abc import Callable
from dataclasses import dataclass

from sites.accounts.models import User
from sites.registry import Registry
from workflows.translation.piles import Places
from workflows.translation.selectors import Wanted, Work, sheet_of

LAST = float("inf")
LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class MoreWork:
    """`names` says what its kinds are called, `of` what a person may translate into a language."""

    names: Callable[[], dict[str, str]]
    of: Callable[[User, str], list[Work]]


more_work: Registry[MoreWork] = Registry("more work for translators")


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
