"""Words that search takes for the same, as requests see them: from the list of the office and the register of agencies.

An agency is found by every name that it had, and by those of whom it came after, however many steps ago; and the other
way round. Its short name and its name find each other.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from api.publications.models import Alike
from cms.glossary.names import PROVINCE_EN, PROVINCE_VI
from cms.synonyms.enums import Kind
from cms.synonyms.models import Synonym
from sites.agencies.models import AgencyName, Succession

KINDS_OF_WORDS = frozenset({"synonym", "succession", "agency_name", "everything"})
FIELDS = ("locale", "kind", "words", "others", "held_from", "held_to", "since", "basis")
LARGEST = 2**62
LANGUAGES = {"vi": PROVINCE_VI, "en": PROVINCE_EN}

type Names = dict[int, list[AgencyName]]


def remake_lexicon() -> None:
    """Bring the table in line with what it is made from; another version if anything differs."""
    if is_in_line():
        return
    version = secrets.randbelow(LARGEST) + 1
    Alike.objects.all().delete()
    Alike.objects.bulk_create([Alike(version=version, **dict(zip(FIELDS, row, strict=True))) for row in _wanted()])


def is_in_line() -> bool:
    """Whether the table says what list and register say."""
    kept = [(*row[:3], tuple(row[3]), *row[4:]) for row in Alike.objects.order_by("pk").values_list(*FIELDS)]
    return kept == _wanted()


def _wanted() -> list[tuple[object, ...]]:
    """Every row, in one order."""
    rows = [*_of_list(), *_of_agencies()]
    return [tuple(row) for row in sorted(dict.fromkeys(rows), key=repr)]


def _of_list() -> Iterator[tuple[object, ...]]:
    for row in Synonym.objects.all():
        yield (row.language, row.kind, row.words, row.others, row.held_from, row.held_to, row.since, row.basis)


def _of_agencies() -> Iterator[tuple[object, ...]]:
    names: Names = defaultdict(list)
    for name in AgencyName.objects.order_by("agency", "held_from"):
        names[name.agency_id].append(name)
    successions = _successions()
    for agency, called in names.items():
        for locale in LANGUAGES:
            yield from _short_names(called, locale)
            yield from _former_names(called, locale)
            for predecessor, on, basis in _all_before(agency, successions):
                yield from _after(called, names.get(predecessor, []), locale, on, basis)


def _short_names(called: Iterable[AgencyName], locale: str) -> Iterator[tuple[object, ...]]:
    """A short name of one word; those of several say “UBND”, which the list knows."""
    for name in called:
        short = getattr(name, f"abbreviation_{locale}")
        if short and " " not in short and (words := _plain(name, locale)):
            yield (locale, Kind.ABBREVIATION.value, words, (short,), None, None, None, "")


def _former_names(called: list[AgencyName], locale: str) -> Iterator[tuple[object, ...]]:
    """What the same agency was called before."""
    latest = max(called, key=_begins)
    words = _plain(latest, locale)
    others = tuple(dict.fromkeys(found for name in called if (found := _plain(name, locale)) and found != words))
    if words and others:
        yield (locale, Kind.FORMER.value, words, others, None, None, latest.held_from, latest.basis)


def _after(
    called: list[AgencyName], before: list[AgencyName], locale: str, on: date, basis: str
) -> Iterator[tuple[object, ...]]:
    words = _plain(max(called, key=_begins), locale)
    others = tuple(dict.fromkeys(found for name in before if (found := _plain(name, locale)) and found != words))
    if words and others:
        yield (locale, Kind.FORMER.value, words, others, None, None, on, basis)


def _successions() -> dict[int, list[tuple[int, date, str]]]:
    found: dict[int, list[tuple[int, date, str]]] = defaultdict(list)
    for row in Succession.objects.order_by("pk"):
        found[row.successor_id].append((row.predecessor_id, row.on, row.basis))
    return found


def _all_before(agency: int, successions: dict[int, list[tuple[int, date, str]]]) -> list[tuple[int, date, str]]:
    """Whom an agency came after, and whom those did, each once."""
    found: dict[int, tuple[int, date, str]] = {}
    waiting = list(successions.get(agency, []))
    while waiting:
        entry = waiting.pop()
        if entry[0] not in found and entry[0] != agency:
            found[entry[0]] = entry
            waiting += successions.get(entry[0], [])
    return list(found.values())


def _plain(name: AgencyName, locale: str) -> str:
    """The name without the province."""
    return LANGUAGES[locale].sub("", getattr(name, f"name_{locale}")).strip()


def _begins(name: AgencyName) -> date:
    return name.held_from or date.min
