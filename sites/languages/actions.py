"""Writing what rows are called in other languages. Who may is asked where it is asked for; all of it is only added."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from sites import clock
from sites.languages.codes import SOURCE
from sites.languages.enums import Origin
from sites.languages.labels import Labelled, kinds_of
from sites.languages.models import LabelWording

type Place = tuple[Labelled, models.Model, str]


@transaction.atomic
def say(kind: Labelled, row: models.Model, *, locale: str, words: Mapping[str, str]) -> None:
    """Let a row be called so in a language from now on, made of the Vietnamese as it stands."""
    columns = {}
    for field, text in words.items():
        _note((kind, row, field), locale, text, kind.source(row, field), Origin.WRITTEN)
        if column := kind.column(field, locale):
            columns[column] = text
    if columns:  # not by `save`: what is written here is noted already
        kind.model._base_manager.filter(pk=row.pk).update(**columns)
    kind.said(row, locale, words)


def note_new(row: models.Model) -> None:
    """A labelled row has been made: since when it waits for words in other languages."""
    for kind in kinds_of(type(row)):
        for field in kind.fields:
            if kind.source(row, field):
                _note((kind, row, field), SOURCE, kind.source(row, field), "", Origin.SOURCE)


def note_save(row: models.Model) -> None:
    """Before a labelled row is saved: write down what changes in it, in Vietnamese and beside it.

    What is written in another language in the same form was written beside the Vietnamese of that form. What is not
    touched keeps the source of which it was made, unless `keeps_meaning` of the row says that this stayed the same.
    """
    stored = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    if stored is None:
        return
    for kind in kinds_of(type(row)):
        for field in kind.fields:
            _note_field(kind, field, stored, row)


def _note_field(kind: Labelled, field: str, stored: Any, row: Any) -> None:
    was, now = kind.source(stored, field), kind.source(row, field)
    for locale, column in kind.languages(field).items():
        before, after = str(getattr(stored, column) or ""), str(getattr(row, column) or "")
        if after != before:
            _note((kind, row, field), locale, after, now, Origin.WRITTEN)
        elif was != now and before and not _history(kind, row, field, locale).exists():
            _note((kind, row, field), locale, before, was, Origin.FOUND)
    if was == now:
        return
    keeps = bool(getattr(row, "keeps_meaning", False))
    _note((kind, row, field), SOURCE, now, "", Origin.KEPT if keeps else Origin.SOURCE)
    if keeps:
        _keep(kind, row, field, was, now)


def _keep(kind: Labelled, row: models.Model, field: str, was: str, now: str) -> None:
    """What was up to date stays so."""
    newest = _history(kind, row, field).exclude(locale=SOURCE).order_by("locale", "-id").distinct("locale")
    for one in newest:
        if one.source == was and one.text:
            _note((kind, row, field), one.locale, one.text, now, Origin.KEPT)


def _history(kind: Labelled, row: models.Model, field: str, locale: str = "") -> models.QuerySet[LabelWording]:
    rows = LabelWording.objects.filter(thing=kind.thing(row), field=field)
    return rows.filter(locale=locale) if locale else rows


def _note(place: Place, locale: str, text: str, source: str, origin: Origin) -> None:
    kind, row, field = place
    LabelWording.objects.create(
        thing=kind.thing(row), field=field, locale=locale, text=text, source=source, origin=origin, at=clock.now()
    )
