"""Closing and opening, as kinds of change: closing takes away, opening waits for a second person."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.domains.selectors import site_of
from sites.refusals import Missing
from workflows.privacy.actions import close_to_the_public, open_to_the_public


@dataclass(frozen=True)
class Privacy:
    """One of the two."""

    key: str
    label: Words
    closes: bool

    def data(self, page: Page, *, reason: str = "") -> Json:
        """As the screen asks for it."""
        return {"page": page.pk, "reason": reason}

    def describe(self, data: Json) -> Description:
        """Which page, and how much lies below it."""
        page = Page.objects.filter(pk=data["page"]).first()
        if page is None:
            return Description(str(self.label), [])
        is_open, is_closed = _now("open to the public"), _now("closed to the public")
        states = (is_open, is_closed) if self.closes else (is_closed, is_open)
        live = page.get_descendants(inclusive=True).filter(live=True).count()
        number = _now("%(number)s public pages, with what lies below") % {"number": live}
        lines = [Line(page.title, *states), Line(_now("Concerns"), "", number)]
        return Description(page.title, lines, site=site_of(page), target=f"wagtailcore.page:{page.pk}")

    def apply(self, actor: User, data: Json) -> Any:
        """Do it."""
        page = Page.objects.filter(pk=data["page"]).first()
        if page is None:
            raise Missing(_now("What was to be changed is not there any more."), code="gone")
        if self.closes:
            return close_to_the_public(actor, page=page, reason=data["reason"])
        return open_to_the_public(actor, page=page)

    def takes_away(self, data: Json) -> bool:
        """Closing does."""
        return self.closes


CLOSING = register(Privacy("privacy.close", _("Closed to the public"), closes=True))
OPENING = register(Privacy("privacy", _("Opening to the public"), closes=False))
