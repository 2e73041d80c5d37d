"""The figures: how many texts are owed, done, outdated, in work, missing, overdue, and how late they come.

Counted is what a rule owes and what somebody has begun, pages and what is no page (names, titles, files). The delay is
that between the first publication of the text and that of its translation, in days of the calendar: readers wait on
Sundays too. Pages are reckoned and everything is counted in one query, in which what is no page is handed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.translation.more import work_beside
from workflows.translation.owed import kinds_by_name
from workflows.translation.piles import ask, homes_by_site, other_languages
from workflows.translation.work import Work

STATEMENT = """
, counted(locale, site, kind, is_owed, state, is_done, due_at, delay) as (
    select locale, site_id, content_type::text, is_owed, state, is_done, due_at, case when public_since is not null
        then greatest(extract(epoch from first - source_first), 0) / 86400 end
    from work where is_owed or is_begun
    union all
    select * from unnest(%(locale)s::text[], %(site)s::bigint[], %(kind)s::text[], %(is_owed)s::bool[],
        %(state)s::text[], %(is_done)s::bool[], %(due_at)s::timestamptz[], %(delay)s::float[])
)
select locale, coalesce(site, 0), coalesce(kind, ''), count(*) filter (where is_owed),
    count(*) filter (where is_owed and state = 'current'), count(*) filter (where state = 'current'),
    count(*) filter (where state = 'outdated'), count(*) filter (where state in ('draft', 'in_approval')),
    count(*) filter (where state = 'none' or state = 'withdrawn' and not is_done),
    count(*) filter (where state = 'withdrawn' and is_done), count(*) filter (where due_at < %(now)s),
    percentile_cont(0.5) within group (order by delay) filter (where delay is not null)
from counted group by grouping sets ((locale), (locale, site), (locale, kind), (locale, site, kind))
"""
COLUMNS = ("locale", "site", "kind", "is_owed", "state", "is_done", "due_at", "delay")
PARTS = (
    ("current", _("up to date")),
    ("outdated", _("outdated")),
    ("in_work", _("in work")),
    ("missing", _("missing")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: where it begins and how wide it is, in percent."""

    name: str
    label: str
    number: int
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How far one language is, for a site, a kind, both or everything. `delay` is in days, None where nothing came."""

    owed: int = 0
    owed_current: int = 0
    current: int = 0
    outdated: int = 0
    in_work: int = 0
    missing: int = 0
    withdrawn: int = 0
    overdue: int = 0
    delay: float | None = None

    @property
    def percent(self) -> int | None:
        """How much of what is owed is up to date; None where nothing is owed."""
        return self.owed_current * 100 // self.owed if self.owed else None

    @property
    def parts(self) -> list[Part]:
        """The parts of its bar."""
        numbers = [getattr(self, name) for name, _label in PARTS]
        total, at, parts = sum(numbers) or 1, 0.0, []
        for (name, label), number in zip(PARTS, numbers, strict=True):
            width = number * 100 / total
            if number:
                parts.append(Part(name, str(label), number, at, width))
            at += width
        return parts


NOTHING = Figures()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of some sites, by language, site (0: all) and name of the kind of text ("": all)."""

    figures: Mapping[tuple[str, int, str], Figures]
    sites: Mapping[int, PublicSite]

    def of(self, locale: str, site: int = 0, kind: str = "") -> Figures:
        """The figures there."""
        return self.figures.get((locale, site, kind), NOTHING)

    def by_site(self, locale: str) -> list[tuple[PublicSite, Figures]]:
        """Site by site: where most is overdue first, then where most is missing."""
        found = [(site, self.of(locale, pk)) for pk, site in self.sites.items() if (locale, pk, "") in self.figures]
        return sorted(found, key=lambda one: (-one[1].overdue, -one[1].missing, str(one[0])))

    def by_kind(self, locale: str, site: int = 0) -> list[tuple[str, Figures]]:
        """Kind by kind, of all sites or of one."""
        found = [(key[2], one) for key, one in self.figures.items() if key[:2] == (locale, site) and key[2]]
        return sorted(found, key=lambda one: (-one[1].overdue, -one[1].missing, one[0]))


def coverage_of(sites: Collection[PublicSite]) -> Coverage:
    """The figures of these sites in all their other languages. As many queries as for one site."""
    homes, known = homes_by_site(), {site.pk: site for site in sites}
    languages = other_languages(known)
    places = {(pk, locale): [homes[pk]] for pk in known if pk in homes for locale in languages}
    kinds = {str(pk): name for name, pk in kinds_by_name().items()}
    rows = ask(STATEMENT, places=places, **_beside(list(known.values()), languages)) if places else []
    return Coverage({(row[0], row[1], kinds.get(row[2], row[2])): Figures(*row[3:]) for row in rows}, known)


def _beside(sites: Collection[PublicSite], languages: Collection[str]) -> dict[str, list[Any]]:
    """What is no page, column by column."""
    rows = [_row(work) for locale in languages for work in work_beside(sites, locale)]
    return {name: [row[number] for row in rows] for number, name in enumerate(COLUMNS)}


def _row(work: Work) -> tuple[Any, ...]:
    standing = work.standing
    said = (work.is_owed, str(standing.state), work.is_done, work.due_at, work.delay)
    return (standing.locale, work.site.pk, work.type, *said)
