"""A change of one row of a table: what most kinds are. The row before and after is kept, field by field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sites.changes.kinds import Change, Description, Json, Line, Words
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Missing


@dataclass(frozen=True, slots=True)
class Extra:
    """What a form says beside the fields of its row: its name for people, and what it is now for a kept row.

    `now` of None: it says something of this change alone, `default` where nothing is said.
    """

    label: Words
    now: Callable[[Any], Any] | None = lambda _row: ""
    default: Any = ""


def _site(row: Any) -> PublicSite | None:
    found: PublicSite | None = getattr(row, "site", None)
    return found


def _nobody(_row: Any) -> tuple[int, ...]:
    return ()


def _never(_before: Json | None, _after: Json) -> bool:
    return False


def _title(row: Any) -> str:
    try:
        return str(row)[:300]
    except (models.ObjectDoesNotExist, TypeError, ValueError):
        return str(row._meta.verbose_name)


@dataclass(frozen=True)
class RowKind:
    """A kind that changes one row. `act` is called with the row as it is to be, unsaved, as a form would give it."""

    key: str
    label: Words
    model: type[models.Model]
    act: Callable[[Any, Any], Any]
    fields: tuple[str, ...] = ()
    extras: Mapping[str, Extra] = field(default_factory=dict)
    site: Callable[[Any], PublicSite | None] = _site
    concerned: Callable[[Any], tuple[int, ...]] = _nobody
    taking: Callable[[Json | None, Json], bool] = _never
    show: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    title: Callable[[Any], str] = _title

    def change(self, row: models.Model, *, reason: str = "", basis: str = "") -> Change:
        """The change that a form asks for: `row` is filled and not saved."""
        kept = self.model._default_manager.filter(pk=row.pk).first() if row.pk else None
        data = {
            "pk": row.pk if kept else None,
            "before": self._snapshot(kept, of_form=False) if kept else None,
            "after": self._snapshot(row, of_form=True),
        }
        return Change(self, data, reason=reason, basis=basis)

    def describe(self, data: Json) -> Description:
        """Every field that differs; of a new row every field that says something."""
        row, before = self.unsaved(data), data["before"]
        old = self._filled(self.model(pk=data["pk"]), before) if before else None
        lines = [self._line(one, old, row) for one in self._fields()]
        lines += [
            Line(
                str(capfirst(str(extra.label))),
                _words((before or {}).get(name, extra.default)),
                _words(data["after"].get(name, extra.default)),
            )
            for name, extra in self.extras.items()
        ]
        after = data["after"]
        return Description(
            title=self.title(row)[:300],
            lines=[line for line in lines if line.is_changed],
            site=self.site(row),
            target=f"{self.model._meta.label_lower}:{data['pk']}" if data["pk"] else "",
            concerned=self.concerned(row),
            holds_from=_day(after.get("held_from") or after.get("holds_from")),
            basis=str(getattr(row, "basis", None) or ""),
        )

    def apply(self, actor: Any, data: Json) -> Any:
        """Call the action with the row. Missing for one that is gone, Conflict for one that changed meanwhile."""
        if data["pk"] is None:
            return self.act(actor, self._filled(self.model(), data["after"]))
        row = self.model._default_manager.select_for_update(of=("self",)).filter(pk=data["pk"]).first()
        if row is None:
            raise Missing(_("What was to be changed is not there any more."), code="gone")
        if self._snapshot(row, of_form=False) != data["before"]:
            raise Conflict(_("It was changed by somebody else since this was proposed."), code="changed_meanwhile")
        return self.act(actor, self._filled(row, data["after"]))

    def unsaved(self, data: Json) -> Any:
        """The row as it is to be, not saved."""
        return self._filled(self.model(pk=data["pk"]), data["after"])

    def takes_away(self, data: Json) -> bool:
        """As the kind says."""
        return self.taking(data["before"], data["after"])

    def _fields(self) -> Iterable[Any]:
        every = (one for one in self.model._meta.concrete_fields if one.editable and not one.primary_key)
        return [one for one in every if not self.fields or one.name in self.fields]

    def _snapshot(self, row: Any, *, of_form: bool) -> Json:
        values = {one.name: _plain(one.value_from_object(row)) for one in self._fields()}
        extras = self.extras.items()
        if of_form:
            return {**values, **{name: getattr(row, name, extra.default) for name, extra in extras}}
        return {**values, **{name: extra.now(row) for name, extra in extras if extra.now}}

    def _filled(self, row: Any, values: Json) -> Any:
        for one in self._fields():
            setattr(row, one.attname, one.to_python(values[one.name]))
        for name, extra in self.extras.items():
            setattr(row, name, values.get(name, extra.default))
        return row

    def _line(self, one: Any, before: Any, after: Any) -> Line:
        return Line(str(capfirst(str(one.verbose_name))), self._said(one, before), self._said(one, after))

    def _said(self, one: Any, row: Any) -> str:
        if row is None or one.value_from_object(row) in (None, ""):
            return ""
        value = _related(one, row) if one.is_relation else one.value_from_object(row)
        if one.name in self.show:
            return self.show[one.name](value)
        if one.choices:
            return str(getattr(row, f"get_{one.name}_display")())
        return _words(value)


def _related(one: Any, row: Any) -> Any:
    """What a foreign key leads to; its number where that is gone."""
    number = getattr(row, one.attname)
    return one.related_model._default_manager.filter(pk=number).first() or number


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID | Promise):
        return str(value)
    return value


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_words(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    return str(value)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
