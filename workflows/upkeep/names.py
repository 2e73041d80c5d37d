"""Names in a round because of changed terms: what is no page, kind by kind, as readers get it in the language."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet

from cms.glossary.models import Term
from sites import clock
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite
from sites.languages.codes import SOURCE
from sites.languages.labels import Labelled, kind_of_thing, labelled
from sites.languages.models import LabelWording
from sites.languages.selectors import Reading, readings_of
from workflows.labels.desk import rows_of_sites
from workflows.labels.texts import name_of_thing
from workflows.upkeep.models import Mark, Round
from workflows.upkeep.searching import Searches

type Names = list[tuple[Labelled, Any]]

LONGEST_TITLE = 300


def number_of_names(site: PublicSite | None, language: str) -> int:
    """How many there are to be looked through."""
    sites = _sites(site, language)
    return sum(rows_of_sites(kind, sites).count() for kind in labelled) if sites else 0


def next_names(row: Round, most: int) -> Names:
    """Those that come after the last one that was looked through."""
    sites = _sites(row.site, row.language)
    found: Names = []
    kinds = list(labelled) if sites else []
    last = 0
    if row.last_name:
        begun, last = kind_of_thing(row.last_name)
        kinds = kinds[kinds.index(begun) :] if kinds else []
    for kind in kinds:
        found += [(kind, one) for one in rows_of_sites(kind, sites).filter(pk__gt=last)[: most - len(found)]]
        last = 0
        if len(found) == most:
            break
    return found


def mark_names(row: Round, terms: Sequence[Term], names: Names) -> None:
    """Mark those whose public words do not use a term."""
    searches, readings = Searches(row, terms), readings_of([one for _kind, one in names], row.language)
    portal = PublicSite.objects.filter(kind=SiteKind.PORTAL).values_list("pk", flat=True).first()
    newest = _newest([kind.thing(one) for kind, one in names], row.language)
    marks = []
    for kind, one in names:
        said = [readings[kind.thing(one), field] for field in kind.fields if field not in kind.chosen]
        site = one.site_number or portal
        if site is not None and (words := _words(searches, site, said)):
            marks.append(_mark(row, kind, one, site=site, said=said, words=words, newest=newest))
    Mark.objects.bulk_create(marks, ignore_conflicts=True)


def _words(searches: Searches, site: int, said: Sequence[Reading]) -> list[str]:
    pairs = [(one.source, one.own) for one in said if one.own]
    return searches.words(site, "\n".join(one for one, _ in pairs), "\n".join(one for _, one in pairs))


def _mark(row: Round, kind: Labelled, one: Any, **found: Any) -> Mark:
    thing = kind.thing(one)
    own = "\n".join(reading.own for reading in found["said"])
    return Mark(
        round=row,
        thing=thing,
        title=kind.title(one)[:LONGEST_TITLE],
        newest=found["newest"].get(thing, 0),
        site_id=found["site"],
        public_id=name_of_thing(thing),
        locale=row.language,
        text_sha256=hashlib.sha256(own.encode()).hexdigest(),
        words=found["words"],
        at=clock.now(),
    )


def _newest(things: Collection[str], language: str) -> Mapping[str, int]:
    rows = LabelWording.objects.filter(thing__in=things, locale__in=(language, SOURCE)).order_by()
    return dict(rows.values("thing").annotate(newest=Max("pk")).values_list("thing", "newest"))


def _sites(site: PublicSite | None, language: str) -> list[PublicSite]:
    """The sites that have opened the language beside their first one."""
    sites = PublicSite.objects.filter(homes__locale__language_code=language, homes__position__gt=0)
    return list(sites.filter(pk=site.pk) if site else sites)


def addresses_of(marks: Collection[Mark]) -> dict[str, tuple[str, int]]:
    """The kind and the number of each row that is still there, by its name; a query a kind."""
    by_kind: dict[str, list[int]] = {}
    for mark in marks:
        if mark.thing:
            kind, number = kind_of_thing(mark.thing)
            by_kind.setdefault(kind.key, []).append(number)
    rows: dict[str, QuerySet[Any]] = {key: labelled[key].found().filter(pk__in=pks) for key, pks in by_kind.items()}
    return {
        labelled[key].thing(pk): (key, pk) for key, found in rows.items() for pk in found.values_list("pk", flat=True)
    }
