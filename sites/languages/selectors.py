"""What rows are called in a language, and how that stands to their Vietnamese: derived, nothing of it is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from sites.languages.codes import FROM_THE_START, SOURCE
from sites.languages.enums import Origin
from sites.languages.labels import Labelled, kinds_of
from sites.languages.models import LabelWording

type Noted = Mapping[tuple[str, str, str], Sequence[LabelWording]]
type Json = dict[str, Any]

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """One field of a row in one language. `own` is what is said in it, empty where nothing is; `made_of` is the source
    of that; `since` is when the source began to say something else, `began` when it was first noted, `first` when
    something was first said in the language.
    """

    locale: str
    source: str
    own: str
    made_of: str = ""
    at: datetime | None = None
    since: datetime | None = None
    began: datetime | None = None
    first: datetime | None = None

    @property
    def text(self) -> str:
        """What readers get: the Vietnamese stands in for what is missing."""
        return self.own or self.source

    @property
    def is_missing(self) -> bool:
        """Whether there is something to say, and nothing in this language."""
        return bool(self.source) and not self.own

    @property
    def is_outdated(self) -> bool:
        """Whether it was made of another source than that of today."""
        return bool(self.own) and self.made_of != self.source

    @property
    def delay(self) -> float | None:
        """How many days it came after its source; None where nothing says so."""
        if not self.own or self.began is None or self.first is None or self.first < self.began:
            return None
        return (self.first - self.began) / A_DAY


def readings_of(rows: Iterable[models.Model], locale: str) -> dict[tuple[str, str], Reading]:
    """What these rows say in a language, by name of the row and field; one query, none for Vietnamese."""
    found = [(kind, row) for row in rows for kind in kinds_of(type(row))]
    noted = _noted([kind.thing(row) for kind, row in found], locale) if locale != SOURCE else {}
    return {
        (kind.thing(row), field): _reading(kind, row, field, locale, noted)
        for kind, row in found
        for field in kind.fields
    }


def reading(row: models.Model, field: str, locale: str) -> Reading:
    """What a field of one row says in a language."""
    kind = kinds_of(type(row))[0]
    return readings_of([row], locale)[kind.thing(row), field]


def words_frame(row: models.Model, locale: str) -> Json:
    """The fields of a row as they are sent to readers of a language, in which language that is, and how it stands to
    its source. Where the first field is not there in that language, all are sent in Vietnamese.
    """
    kind = kinds_of(type(row))[0]
    found = {field: one for (_thing, field), one in readings_of([row], locale).items()}
    is_missing = found[kind.fields[0]].is_missing
    words = {field: one.source if is_missing else one.own for field, one in found.items()}
    outdated = [one for one in found.values() if one.is_outdated and not is_missing]
    status = "none" if is_missing else "source" if locale == SOURCE else "outdated" if outdated else "current"
    since = min((one.since for one in outdated if one.since), default=None)
    standing = {"status": status, "source_locale": SOURCE, "outdated_since": since}
    return {**words, "locale": SOURCE if is_missing else locale, "translation": standing}


class InLanguages:
    """What rows say in several languages, read with a query for each; Vietnamese and English are always among them."""

    def __init__(self, rows: Iterable[models.Model], locales: Iterable[str]) -> None:
        every = list(rows)
        self.readings = {locale: readings_of(every, locale) for locale in sorted({*FROM_THE_START, *locales})}

    def words(self, row: models.Model, field: str) -> dict[str, str]:
        """By language; a language in which nothing is said is left out, unless it is one of the first two."""
        key = kinds_of(type(row))[0].thing(row), field
        found = {locale: readings[key].own for locale, readings in self.readings.items()}
        return {locale: text for locale, text in found.items() if text or locale in FROM_THE_START}

    def outdated(self, *rows: models.Model) -> list[str]:
        """The languages in which one of these rows says what its Vietnamese does not bear out any more."""
        things = {kind.thing(row) for row in rows for kind in kinds_of(type(row))}
        return [
            locale
            for locale, readings in self.readings.items()
            if any(one.is_outdated for (thing, _field), one in readings.items() if thing in things)
        ]


def _reading(kind: Labelled, row: Any, field: str, locale: str, noted: Noted) -> Reading:
    source = kind.source(row, field)
    if locale == SOURCE:
        return Reading(locale, source, source, source)
    thing = kind.thing(row)
    history = noted.get((thing, field, locale), ())
    last = history[-1] if history else None
    column = kind.column(field, locale)
    own = str(getattr(row, column) or "") if column else last.text if last else ""
    sources = noted.get((thing, field, SOURCE), ())
    changes = [one.at for one in sources if last is None or one.pk > last.pk]
    if not own:
        return Reading(locale, source, "", "", None, min(changes, default=None))
    if last is None or last.text != own:  # nothing was noted: it was written beside what stands there now
        return Reading(locale, source, own, source)
    began, first = sources[0].at if sources else None, history[0].at if history[0].origin != Origin.FOUND else None
    return Reading(locale, source, own, last.source, last.at, min(changes, default=None), began, first)


def _noted(things: Sequence[str], locale: str) -> Noted:
    rows = LabelWording.objects.filter(thing__in=things, locale__in=(locale, SOURCE)).order_by("id")
    found: dict[tuple[str, str, str], list[LabelWording]] = {}
    for row in rows:
        found.setdefault((row.thing, row.field, row.locale), []).append(row)
    return found
