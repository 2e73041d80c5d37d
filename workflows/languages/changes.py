"""Opening and closing a language, as kinds of change: opening waits for a second person, closing takes away."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.domains.models import PublicSite
from sites.languages.codes import name_of, own_name
from sites.refusals import Missing
from workflows.languages.actions import OpeningPlan, close_language, open_language
from workflows.languages.enums import Owed

OPENS, CLOSES = _("Opening a language for a site"), _("Closing a language of a site")


@dataclass(frozen=True)
class Opening:
    """A language is opened for a site."""

    key: str = "language"
    label: Words = OPENS

    def data(self, site: PublicSite, plan: OpeningPlan) -> Json:
        """As the screen asks for it."""
        said = {"locale": plan.locale, "basis": plan.basis, "title": plan.title, "owed": str(plan.owed)}
        return {"site": site.pk, **said}

    def describe(self, data: Json) -> Description:
        """Which language, for which site, what follows."""
        lines = [
            Line(_now("Language"), "", f"{name_of(data['locale'])} · {own_name(data['locale'])} ({data['locale']})"),
            Line(_now("Name of the site in it"), "", data["title"]),
            Line(_now("What is owed in it"), "", str(Owed(data["owed"]).label)),
        ]
        return _described(data, lines)

    def apply(self, actor: User, data: Json) -> Any:
        """Open it."""
        plan = OpeningPlan(data["locale"], data["basis"], data["title"], data["owed"])
        return open_language(actor, site=_site(data), plan=plan)

    def takes_away(self, data: Json) -> bool:
        """It gives."""
        return False


@dataclass(frozen=True)
class Closing:
    """A language of a site is closed."""

    key: str = "language.close"
    label: Words = CLOSES

    def data(self, site: PublicSite, *, locale: str, basis: str) -> Json:
        """As the screen asks for it."""
        return {"site": site.pk, "locale": locale, "basis": basis}

    def describe(self, data: Json) -> Description:
        """Which language, of which site."""
        return _described(data, [Line(_now("Language"), name_of(data["locale"]), "")])

    def apply(self, actor: User, data: Json) -> Any:
        """Close it."""
        return close_language(actor, site=_site(data), locale=data["locale"], basis=data["basis"])

    def takes_away(self, data: Json) -> bool:
        """Nothing in it is public any more."""
        return True


OPENING, CLOSING = Opening(), Closing()


def register_all() -> None:
    """Called when the room is ready."""
    register(OPENING)
    register(CLOSING)


def _described(data: Json, lines: list[Line]) -> Description:
    site = PublicSite.objects.filter(pk=data["site"]).first()
    title = f"{site or data['site']}: {name_of(data['locale'])}"
    target = f"language:{data['site']}:{data['locale']}"
    return Description(title[:300], [line for line in lines if line.is_changed], site, target, basis=data["basis"])


def _site(data: Json) -> PublicSite:
    site = PublicSite.objects.filter(pk=data["site"]).first()
    if site is None:
        raise Missing(_now("What was to be changed is not there any more."), code="gone")
    return site
