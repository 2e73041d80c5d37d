"""Webhooks, as kinds of change: adding waits for a second person, ending does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from api.consumers.changes import site_of
from api.publications.enums import Kind
from api.webhooks.actions import draw_secret, end_endpoint, keep_endpoint
from api.webhooks.models import Endpoint
from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.changes.rows import RowKind
from sites.domains.models import PublicSite
from sites.refusals import Missing


def _keep(actor: User, row: Endpoint) -> Endpoint:
    return keep_endpoint(actor, endpoint=row)


def _site(row: Endpoint) -> PublicSite | None:
    return site_of(row.consumer)


def kinds_said(kinds: list[str]) -> str:
    """Of which changes an endpoint is told, in words."""
    return ", ".join(str(Kind(kind).label) for kind in kinds)


ENDPOINT = register(
    RowKind(
        "webhook",
        _("Webhook"),
        Endpoint,
        _keep,
        fields=("consumer", "url", "site", "kinds", "note"),
        site=_site,
        show={"kinds": kinds_said},
    )
)


@dataclass(frozen=True)
class OfEndpoint:
    """Handing out a secret of an endpoint, or ending it."""

    key: str
    label: Words
    act: Callable[..., Any]
    takes: str  # "away", where it only takes

    def data(self, row: Endpoint, *, reason: str) -> Json:
        """As the screen asks for it."""
        return {"pk": row.pk, "reason": reason}

    def describe(self, data: Json) -> Description:
        """Which endpoint of whom."""
        row = Endpoint.objects.select_related("consumer").filter(pk=data["pk"]).first()
        if row is None:
            return Description(str(self.label), [])
        after = "" if self.takes else _now("a new secret")
        return Description(f"{row.consumer}: {row.url}", [Line(row.url, "", after)], site=site_of(row.consumer))

    def apply(self, actor: User, data: Json) -> Any:
        """Do it."""
        row = Endpoint.objects.filter(pk=data["pk"]).first()
        if row is None:
            raise Missing(_now("What was to be changed is not there any more."), code="gone")
        return self.act(actor, endpoint=row, reason=data["reason"])

    def takes_away(self, data: Json) -> bool:
        """Ending does."""
        return bool(self.takes)


SECRET = register(OfEndpoint("webhook.secret", _("Secret of a webhook"), draw_secret, takes=""))
ENDING = register(OfEndpoint("webhook.end", _("End of a webhook"), end_endpoint, takes="away"))
