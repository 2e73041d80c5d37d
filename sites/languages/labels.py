"""Which rows have words in other languages: a room registers its own in a line.

    labelled.register("category", Labelled("category", Category, ("name",), site=F("site")))

A field `name` is kept in the column `name_vi` (or `name`, where the model knows but one language) and, where there is
a column for it, in English in `name_en`; in every other language in `LabelWording`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Value
from django.utils.functional import Promise

from sites.languages.codes import SOURCE, every_language
from sites.registry import Registry

OF_NO_SITE = Value(None, models.IntegerField())


@cache
def _columns(model: type[models.Model]) -> frozenset[str]:
    return frozenset(one.name for one in model._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field that is chosen in another language, not written: a file beside a file. `options` are what may be chosen
    for a row in a language, `shown` is what the row has in Vietnamese, `named` what a chosen value is called.
    """

    heading: str | Promise
    options: Callable[[Any, str], list[tuple[str, str]]]
    shown: Callable[[Any], str]
    named: Callable[[str], str]


def _nothing(_row: Any, _locale: str, _words: Mapping[str, str]) -> None:
    return


@dataclass(frozen=True, slots=True)
class Labelled:
    """One kind of row. `site` is the expression for the number of the site that a row belongs to; what has none belongs
    to the whole province. `rows` are those that the public can meet (all), `title` is how a list names one of them.
    `chosen` are the fields that are not written, `said` is told what is said of a row from now on.
    """

    key: str
    model: type[models.Model]
    fields: tuple[str, ...]
    site: Any = OF_NO_SITE
    rows: Callable[[], models.QuerySet[Any]] | None = None
    title: Callable[[Any], str] = str
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    said: Callable[[Any, str, Mapping[str, str]], None] = _nothing

    def found(self) -> models.QuerySet[Any]:
        """The rows, each with `site_number`."""
        rows = self.rows() if self.rows else self.model._default_manager.all()
        return rows.annotate(site_number=self.site).order_by("pk")

    @property
    def label(self) -> str:
        """What people call a row of this kind."""
        return str(self.model._meta.verbose_name)

    def thing(self, row: models.Model | int) -> str:
        """The name under which words of a row are kept."""
        return f"{self.key}:{row.pk if isinstance(row, models.Model) else row}"

    def column(self, name: str, locale: str) -> str:
        """The column that holds a field in a language; empty where there is none."""
        wanted, names = f"{name}_{locale}", _columns(self.model)
        return wanted if wanted in names else name if locale == SOURCE and name in names else ""

    def source(self, row: Any, name: str) -> str:
        """What a field says in Vietnamese."""
        return str(getattr(row, self.column(name, SOURCE)) or "")

    def languages(self, name: str) -> dict[str, str]:
        """The other languages for which a field has a column, with the column."""
        found = {code: self.column(name, code) for code in every_language() if code != SOURCE}
        return {code: column for code, column in found.items() if column}

    def heading(self, name: str) -> str:
        """What a field is called."""
        if name in self.chosen:
            return str(self.chosen[name].heading)
        return str(self.model._meta.get_field(self.column(name, SOURCE)).verbose_name)  # type: ignore[union-attr]


labelled: Registry[Labelled] = Registry("rows with words in other languages")


def kinds_of(model: type[models.Model]) -> list[Labelled]:
    """How the rows of a table are labelled."""
    return [kind for kind in labelled if kind.model is model]


def kind_of_thing(thing: str) -> tuple[Labelled, int]:
    """The kind and the number that a name is made of."""
    key, _, number = thing.rpartition(":")
    return labelled[key], int(number)
