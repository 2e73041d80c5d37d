"""Consumers and their keys, as kinds of change: giving waits for a second person, taking away does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from api.consumers.actions import end_consumer, end_key, grant_key, keep_consumer, rotate_key
from api.consumers.enums import Scope
from api.consumers.models import Consumer, Key
from api.consumers.policies import codes_of
from sites.accounts.models import User
from sites.changes.kinds import Description, Json, Line, Words, register
from sites.changes.rows import Extra, RowKind
from sites.domains.models import PublicSite
from sites.refusals import Missing

END = _("End of a consumer")


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


@dataclass(frozen=True)
class OfKey:
    """Replacing a key, or ending it."""

    key: str
    label: Words
    act: Callable[..., Any]
    takes: str  # "away", where it only takes

    def data(self, row: Key, *, reason: str) -> Json:
        """As the screen asks for it."""
        return {"pk": row.pk, "reason": reason}

    def describe(self, data: Json) -> Description:
        """Which key of whom."""
        row = Key.objects.select_related("consumer").filter(pk=data["pk"]).first()
        if row is None:
            return Description(str(self.label), [])
        said = Line(row.name, row.prefix, "" if self.takes else _now("a new one"))
        return Description(str(row), [said], site=site_of(row.consumer))

    def apply(self, actor: User, data: Json) -> Any:
        """Do it."""
        row = Key.objects.filter(pk=data["pk"]).first()
        if row is None:
            raise Missing(_now("What was to be changed is not there any more."), code="gone")
        return self.act(actor, key=row, reason=data["reason"])

    def takes_away(self, data: Json) -> bool:
        """Ending does."""
        return bool(self.takes)


@dataclass(frozen=True)
class Ending:
    """A consumer ends, with its keys and webhooks."""

    key: str = "consumer.end"
    label: Words = END

    def data(self, row: Consumer, *, reason: str) -> Json:
        """As the screen asks for it."""
        return {"pk": row.pk, "reason": reason}

    def describe(self, data: Json) -> Description:
        """Which one."""
        row = Consumer.objects.filter(pk=data["pk"]).first()
        if row is None:
            return Description(str(self.label), [])
        return Description(row.name, [Line(row.name, row.owner, "")], site=site_of(row))

    def apply(self, actor: User, data: Json) -> Any:
        """End it."""
        row = Consumer.objects.filter(pk=data["pk"]).first()
        if row is None:
            raise Missing(_now("What was to be changed is not there any more."), code="gone")
        return end_consumer(actor, consumer=row, reason=data["reason"])

    def takes_away(self, data: Json) -> bool:
        """Always."""
        return True


ROTATING = register(OfKey("consumer.key.rotation", _("Replacement of a key"), rotate_key, takes=""))
ENDING_KEY = register(OfKey("consumer.key.end", _("End of a key"), end_key, takes="away"))
ENDING = register(Ending())
