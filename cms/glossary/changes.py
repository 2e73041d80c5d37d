"""Terms, as kinds of change: one, and many from a list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.glossary.actions import keep_term, keep_terms
from cms.glossary.models import Term
from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.changes.rows import RowKind
from sites.domains.models import PublicSite
from sites.refusals import Missing

FIELDS = ("kind", "vi", "language", "words", "also", "note", "held_from", "held_to")
SHOWN = 2000
LIST = _("List of terms")


def _keep(actor: User, row: Term) -> Term:
    return keep_term(actor, term=row)


TERM = register(RowKind("term", _("Term of the glossary"), Term, _keep))


@dataclass(frozen=True)
class Importing:
    """Many terms at once: new ones, and new words for those that are there."""

    key: str = "term.list"
    label: Words = LIST

    def data(self, site: PublicSite | None, terms: list[Term]) -> Json:
        """As the screen asks for it."""
        rows = [[term.pk, *(_plain(getattr(term, name)) for name in FIELDS)] for term in terms]
        return {"site": site.pk if site else None, "rows": rows}

    def describe(self, data: Json) -> Description:
        """Term by term, with the words as they were."""
        before = Term.objects.in_bulk([row[0] for row in data["rows"] if row[0]])
        lines = [Line(row[2], before[row[0]].words if row[0] in before else "", row[4]) for row in data["rows"]]
        title = _now("%(number)s terms") % {"number": len(lines)}
        site = PublicSite.objects.filter(pk=data["site"]).first() if data["site"] else None
        return Description(title, lines[:SHOWN], site=site)

    def apply(self, actor: User, data: Json) -> list[Term]:
        """Keep all of them, or none."""
        site = PublicSite.objects.get(pk=data["site"]) if data["site"] else None
        return keep_terms(actor, terms=[self._term(site, row) for row in data["rows"]])

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False

    def _term(self, site: PublicSite | None, row: list[Any]) -> Term:
        term = Term(site=site)
        if row[0]:
            found = Term.objects.select_for_update().filter(pk=row[0], site=site).first()
            if found is None:
                raise Missing(_now("What was to be changed is not there any more."), code="gone")
            term = found
        for name, value in zip(FIELDS, row[1:], strict=True):
            is_day = name.startswith("held") and value
            setattr(term, name, date.fromisoformat(value) if is_day else value)
        return term


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


IMPORTING = register(Importing())
