"""An act upon one row that is there, for a reason: ending, replacing, handing out. Its data are the row's number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from sites.changes.kinds import Description, Json, Words
from sites.refusals import Missing


@dataclass(frozen=True)
class ActOnRow:
    """A kind that does something with one row. `act` is called with who asks, the row and the reason; `shown` is how
    people read it.
    """

    key: str
    label: Words
    model: type[models.Model]
    act: Callable[[Any, Any, str], Any]
    shown: Callable[[Any], Description]

    def data(self, row: models.Model, *, reason: str) -> Json:
        """As the screen asks for it."""
        return {"pk": row.pk, "reason": reason}

    def describe(self, data: Json) -> Description:
        """Which row, and what becomes of it; of one that is gone, what was asked for."""
        row = self._row(data)
        return Description(str(self.label), []) if row is None else self.shown(row)

    def apply(self, actor: Any, data: Json) -> Any:
        """Do it. Missing for a row that is gone."""
        row = self._row(data)
        if row is None:
            raise Missing(_("What was to be changed is not there any more."), code="gone")
        return self.act(actor, row, data["reason"])

    def takes_away(self, data: Json) -> bool:
        """It gives."""
        return False

    def _row(self, data: Json) -> Any:
        return self.model._default_manager.filter(pk=data["pk"]).first()


@dataclass(frozen=True)
class TakeFromRow(ActOnRow):
    """The same of an act that only takes away: one person does it at once."""

    def takes_away(self, data: Json) -> bool:
        """Always."""
        return True
