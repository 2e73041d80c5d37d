"""Redirects, as kinds of change."""

from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.redirects.actions import end_redirect, lead, lead_many
from cms.redirects.importing import Reading
from cms.redirects.models import Redirect
from sites.accounts.models import User
from sites.changes.acts import TakeFromRow
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.changes.rows import RowKind
from sites.domains.models import PublicSite
from sites.refusals import Missing

SHOWN = 2000
LIST = _("List of redirects")
END = _("End of a redirect")


def _lead(actor: User, row: Redirect) -> Redirect:
    return lead(actor, redirect=row)


REDIRECT = register(
    RowKind("redirect", _("Redirect"), Redirect, _lead, fields=("site", "path", "page", "status", "note"))
)


@dataclass(frozen=True)
class Importing:
    """Many old addresses at once."""

    key: str = "redirect.list"
    label: Words = LIST

    def data(self, site: PublicSite, reading: Reading, note: str) -> Json:
        """As the screen asks for it."""
        rows = [[line.path, line.page.pk if line.page else None, line.status] for line in reading.lines]
        return {"site": site.pk, "note": note, "rows": rows}

    def describe(self, data: Json) -> Description:
        """Address by address."""
        pages = Page.objects.in_bulk([row[1] for row in data["rows"]])
        titles = {pk: page.title for pk, page in pages.items()}
        lines = [Line(path, "", f"{titles.get(page, page)} ({status})") for path, page, status in data["rows"]]
        title = _now("%(number)s addresses") % {"number": len(lines)}
        return Description(
            f"{title}: {data['note']}" if data["note"] else title,
            lines[:SHOWN],
            site=PublicSite.objects.filter(pk=data["site"]).first(),
        )

    def apply(self, actor: User, data: Json) -> list[Redirect]:
        """Lead all of them, or none."""
        site = PublicSite.objects.get(pk=data["site"])
        pages = Page.objects.in_bulk([row[1] for row in data["rows"]])
        if len(pages) < len({row[1] for row in data["rows"]}):
            raise Missing(_now("A page to which an address should lead is not there any more."), code="gone")
        rows = [
            Redirect(site=site, path=path, page=pages[page], status=status, note=data["note"])
            for path, page, status in data["rows"]
        ]
        return lead_many(actor, rows=rows)

    def takes_away(self, data: Json) -> bool:
        """Never."""
        return False


def _end(actor: User, row: Redirect, reason: str) -> Redirect:
    return end_redirect(actor, redirect=row, reason=reason)


def _ended(row: Redirect) -> Description:
    return Description(row.path, [Line(row.path, row.page.title, "")], site=row.site)


IMPORTING = register(Importing())
ENDING = register(TakeFromRow("redirect.end", END, Redirect, _end, _ended))
