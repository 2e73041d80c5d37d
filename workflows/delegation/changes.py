"""Offices handed over by an administrator, as kinds of change. Whose office it is hands it over himself, alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.changes.rows import RowKind
from sites.domains.models import PublicSite
from sites.refusals import Missing
from workflows.delegation.actions import delegate, end, record_absence
from workflows.delegation.models import Delegation

FIELDS = ("kind", "giver", "post", "seat", "section", "to", "held_from", "held_to", "decision", "reason")
END = _("End of a delegation or absence")


def _keep(actor: User, row: Delegation) -> Delegation:
    return record_absence(actor, row=row) if row.is_absence else delegate(actor, row=row)


def _site(row: Delegation) -> PublicSite | None:
    if row.seat:
        return row.seat.site
    return PublicSite.objects.filter(agency=row.post.agency_id).order_by("pk").first() if row.post else None


def _concerned(row: Delegation) -> tuple[int, ...]:
    return (row.to_id,) if row.to_id else ()


DELEGATION = register(
    RowKind("delegation", _("Delegation"), Delegation, _keep, fields=FIELDS, site=_site, concerned=_concerned)
)


@dataclass(frozen=True)
class Ending:
    """A delegation or an absence ends: rights go back to whose they are."""

    key: str = "delegation.end"
    label: Words = END

    def data(self, row: Delegation, *, on: date, reason: str) -> Json:
        """As a form asks for it."""
        return {"pk": row.pk, "on": on.isoformat(), "reason": reason}

    def describe(self, data: Json) -> Description:
        """Which, when, why."""
        row = Delegation.objects.select_related("giver", "to", "post", "seat__site").filter(pk=data["pk"]).first()
        lines = [
            Line(_now("First day without it"), "", f"{date.fromisoformat(data['on']):%d/%m/%Y}"),
            Line(_now("Reason"), "", data["reason"]),
        ]
        if row is None:
            return Description(str(self.label), lines)
        return Description(str(row), lines, site=_site(row), concerned=_concerned(row))

    def apply(self, actor: User, data: Json) -> Any:
        """End it."""
        row = Delegation.objects.filter(pk=data["pk"]).first()
        if row is None:
            raise Missing(_now("What was to be changed is not there any more."), code="gone")
        return end(actor, row=row, on=date.fromisoformat(data["on"]), reason=data["reason"])

    def takes_away(self, data: Json) -> bool:
        """Always."""
        return True


ENDING = register(Ending())
