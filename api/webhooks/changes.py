"""Webhooks, as kinds of change: adding waits for a second person, ending does not."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from api.consumers.changes import site_of
from api.publications.enums import Kind
from api.webhooks.actions import Drawn, draw_secret, end_endpoint, keep_endpoint
from api.webhooks.models import Endpoint
from sites.accounts.models import User
from sites.changes.acts import ActOnRow, TakeFromRow
from sites.changes.kinds import Description, Line, register
from sites.changes.rows import RowKind
from sites.domains.models import PublicSite


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


def _draw(actor: User, row: Endpoint, reason: str) -> Drawn:
    return draw_secret(actor, endpoint=row, reason=reason)


def _end(actor: User, row: Endpoint, reason: str) -> Endpoint:
    return end_endpoint(actor, endpoint=row, reason=reason)


def _drawn(row: Endpoint) -> Description:
    return Description(f"{row.consumer}: {row.url}", [Line(row.url, "", _now("a new secret"))], site=_site(row))


def _ended(row: Endpoint) -> Description:
    return Description(f"{row.consumer}: {row.url}", [Line(row.url, "", "")], site=_site(row))


SECRET = register(ActOnRow("webhook.secret", _("Secret of a webhook"), Endpoint, _draw, _drawn))
ENDING = register(TakeFromRow("webhook.end", _("End of a webhook"), Endpoint, _end, _ended))
