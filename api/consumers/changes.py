"""Consumers and their keys, as kinds of change: giving waits for a second person, taking away does not."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from api.consumers.actions import Drawn, end_consumer, end_key, grant_key, keep_consumer, rotate_key
from api.consumers.enums import Scope
from api.consumers.models import Consumer, Key
from api.consumers.policies import codes_of
from sites.accounts.models import User
from sites.changes.acts import ActOnRow, TakeFromRow
from sites.changes.kinds import Description, Line, register
from sites.changes.rows import Extra, RowKind
from sites.domains.models import PublicSite


def _keep(actor: User, row: Consumer) -> Consumer:
    return keep_consumer(actor, consumer=row, codes=list(row.site_codes))


def _grant(actor: User, row: Key) -> Key:
    return grant_key(actor, key=row)


def _site_of_form(row: Consumer) -> PublicSite | None:
    codes = getattr(row, "site_codes", None)
    codes = codes_of(row) if codes is None else codes
    return PublicSite.objects.filter(code__in=codes).first() if len(codes) == 1 else None


def site_of(consumer: Consumer) -> PublicSite | None:
    """The one site that a consumer reads; None for one that reads several."""
    sites = list(consumer.sites.all()[:2])
    return sites[0] if len(sites) == 1 else None


def _site_of_key(key: Key) -> PublicSite | None:
    return site_of(key.consumer)


def scopes_said(scopes: list[str]) -> str:
    """What a key opens, in words."""
    return ", ".join(str(Scope(scope).label) for scope in scopes)


CONSUMER = register(
    RowKind(
        "consumer",
        _("Consumer"),
        Consumer,
        _keep,
        fields=("name", "owner", "email", "languages", "origins", "reads_a_minute", "searches_a_minute", "note"),
        extras={"site_codes": Extra(_("Sites"), codes_of, default=[])},
        site=_site_of_form,
    )
)
KEY = register(
    RowKind(
        "consumer.key",
        _("Key of a consumer"),
        Key,
        _grant,
        fields=("consumer", "name", "scopes", "expires_on"),
        site=_site_of_key,
        show={"scopes": scopes_said},
    )
)


def _rotate(actor: User, row: Key, reason: str) -> Drawn:
    return rotate_key(actor, key=row, reason=reason)


def _end_key(actor: User, row: Key, reason: str) -> Key:
    return end_key(actor, key=row, reason=reason)


def _end(actor: User, row: Consumer, reason: str) -> Consumer:
    return end_consumer(actor, consumer=row, reason=reason)


def _replaced(row: Key) -> Description:
    return Description(str(row), [Line(row.name, row.prefix, _now("a new one"))], site=_site_of_key(row))


def _ended_key(row: Key) -> Description:
    return Description(str(row), [Line(row.name, row.prefix, "")], site=_site_of_key(row))


def _ended(row: Consumer) -> Description:
    return Description(row.name, [Line(row.name, row.owner, "")], site=site_of(row))


ROTATING = register(ActOnRow("consumer.key.rotation", _("Replacement of a key"), Key, _rotate, _replaced))
ENDING_KEY = register(TakeFromRow("consumer.key.end", _("End of a key"), Key, _end_key, _ended_key))
ENDING = register(TakeFromRow("consumer.end", _("End of a consumer"), Consumer, _end, _ended))
