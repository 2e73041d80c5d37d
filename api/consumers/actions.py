"""Keeping consumers; granting, handing out, replacing and ending their keys."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from api.consumers.enums import Act, Scope
from api.consumers.models import Consumer, Key
from api.consumers.policies import (
    reasons_not_to_change,
    reasons_not_to_draw,
    reasons_not_to_keep,
    reasons_not_to_rotate,
)
from api.consumers.recording import record
from api.consumers.registry import endings
from api.consumers.rules import terms_of_keys
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Reason, Refused
from sites.refusals.checking import check_fields

MARK = "ct"  # how every key begins
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
BYTES_OF_A_PREFIX, BYTES_OF_A_SECRET = 4, 32


@dataclass(frozen=True, slots=True)
class Drawn:
    """A key as it is shown, once."""

    key: Key
    secret: str


@transaction.atomic
def keep_consumer(actor: User, *, consumer: Consumer, codes: list[str], reason: str = "") -> Consumer:
    """Register a consumer (an unsaved row), or change one, with the sites of these codes (none: all).

    Refused to who does not keep the sites that it served or is to serve, and for one that has ended. Invalid for sites
    that are not there, origins that are none, languages that nobody can open.
    """
    _refuse(reasons_not_to_keep(actor, codes=codes))
    is_new = consumer.pk is None
    if is_new:
        consumer.registered_at = clock.now()
    else:
        kept = Consumer.objects.select_for_update().get(pk=consumer.pk)
        _refuse(reasons_not_to_change(actor, consumer=kept))
        consumer.ended_at = kept.ended_at
    sites = list(PublicSite.objects.filter(code__in=codes))
    if len(sites) < len(set(codes)):
        raise Invalid(reasons=[Reason("unknown_site", _("There is no such site."), "sites")])
    _check_words(consumer)
    check_fields(consumer)
    consumer.save()
    consumer.sites.set(sites)
    act = Act.REGISTERED if is_new else Act.CHANGED
    record(actor, consumer=consumer, act=act, words=", ".join(codes), reason=reason)
    return consumer


@transaction.atomic
def end_consumer(actor: User, *, consumer: Consumer, reason: str) -> Consumer:
    """End a consumer with its keys and webhooks, at once. Invalid without a reason; refused as changing it is."""
    _say_why(reason)
    now = Consumer.objects.select_for_update().get(pk=consumer.pk)
    _refuse(reasons_not_to_change(actor, consumer=now))
    for key in Key.objects.filter(consumer=now):
        _end(key)
    for end in endings:
        end(actor, now, reason)
    now.ended_at = clock.now()
    now.save(update_fields=("ended_at",))
    record(actor, consumer=now, act=Act.ENDED, reason=reason)
    return now


@transaction.atomic
def grant_key(actor: User, *, key: Key, reason: str = "") -> Key:
    """Grant a consumer a key (an unsaved row); nothing of it can be used before it is handed out.

    Refused as changing the consumer is. Invalid for a day that has passed or lies beyond what the rule allows.
    """
    key.consumer = Consumer.objects.select_for_update().get(pk=key.consumer_id)
    _refuse(reasons_not_to_change(actor, consumer=key.consumer))
    last = clock.today() + timedelta(days=terms_of_keys().days)
    if not clock.today() < key.expires_on <= last:
        words = _("A key expires between tomorrow and %(day)s.") % {"day": f"{last:%d/%m/%Y}"}
        raise Invalid(words, code="expires_on", errors={"expires_on": [words]})
    key.granted_at, key.granted_by = clock.now(), actor
    check_fields(key)
    key.save()
    record(actor, consumer=key.consumer, act=Act.KEY_GRANTED, words=_said(key), reason=reason)
    return key


@transaction.atomic
def draw_key(actor: User, *, key: Key) -> Drawn:
    """Hand a granted key out: it is made now, answered once, and kept as a hash. Refused where it was drawn before."""
    now = Key.objects.select_for_update(of=("self",)).select_related("consumer").get(pk=key.pk)
    _refuse(reasons_not_to_draw(actor, key=now))
    drawn = _draw(actor, now)
    record(actor, consumer=now.consumer, act=Act.KEY_DRAWN, words=f"{now.name} {now.prefix}")
    return drawn


@transaction.atomic
def rotate_key(actor: User, *, key: Key, reason: str) -> Drawn:
    """Replace a key by one that opens the same until the same day; the old one goes on for as long as the rule says.

    Invalid without a reason; refused for a key that does not hold or is being replaced.
    """
    _say_why(reason)
    old = Key.objects.select_for_update(of=("self",)).select_related("consumer").get(pk=key.pk)
    _refuse(reasons_not_to_rotate(actor, key=old))
    new = Key(
        consumer=old.consumer,
        name=old.name,
        scopes=old.scopes,
        expires_on=old.expires_on,
        granted_at=clock.now(),
        granted_by=actor,
    )
    old.ends_at = clock.now() + timedelta(hours=terms_of_keys().overlap_hours)
    old.save(update_fields=("ends_at",))
    drawn = _draw(actor, new)
    words = f"{old.name} {old.prefix} → {new.prefix}"
    record(actor, consumer=old.consumer, act=Act.KEY_ROTATED, words=words, reason=reason)
    return drawn


@transaction.atomic
def end_key(actor: User, *, key: Key, reason: str) -> Key:
    """End a key at once, handed out or not. Invalid without a reason; Conflict where it has ended."""
    _say_why(reason)
    now = Key.objects.select_for_update(of=("self",)).select_related("consumer").get(pk=key.pk)
    _refuse(reasons_not_to_change(actor, consumer=now.consumer))
    if now.ends_at and now.ends_at <= clock.now():
        raise Conflict(_("This key has ended already."), code="ended")
    _end(now)
    record(actor, consumer=now.consumer, act=Act.KEY_ENDED, words=f"{now.name} {now.prefix}".strip(), reason=reason)
    return now


def sha256_of(secret: str) -> str:
    """The hash under which a key is kept: it is long and made by chance, so no slow one is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _draw(actor: User, key: Key) -> Drawn:
    key.prefix = f"{MARK}_{secrets.token_hex(BYTES_OF_A_PREFIX)}"
    secret = f"{key.prefix}_{secrets.token_urlsafe(BYTES_OF_A_SECRET)}"
    key.sha256, key.drawn_at, key.drawn_by = sha256_of(secret), clock.now(), actor
    key.save()
    return Drawn(key, secret)


def _end(key: Key) -> None:
    Key.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()), pk=key.pk).update(ends_at=clock.now())


def _said(key: Key) -> str:
    scopes = ", ".join(str(Scope(scope).label) for scope in key.scopes)
    return "; ".join(filter(None, (key.name, scopes, f"{key.expires_on:%d/%m/%Y}")))


def _check_words(consumer: Consumer) -> None:
    known = {code for code, _name in settings.LANGUAGES}
    errors = {}
    if unknown := [code for code in consumer.languages if code not in known]:
        errors["languages"] = [_("“%(said)s” is no language that can be opened here.") % {"said": unknown[0]}]
    if wrong := [origin for origin in consumer.origins if not _is_origin(origin)]:
        words = _("“%(said)s” is no origin: https://, a host name, nothing behind it.")
        errors["origins"] = [words % {"said": wrong[0]}]
    if errors:
        raise Invalid(reasons=[Reason("invalid", said[0], name) for name, said in errors.items()], errors=errors)


def _is_origin(said: str) -> bool:
    """As a browser writes it: encrypted, or of the very machine on which somebody develops."""
    try:
        parts = urlsplit(said)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_here = host in ("localhost", "127.0.0.1") or host.endswith(".localhost")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_here)
    written = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return is_safe and written == said and HOST.fullmatch(host) is not None


def _say_why(reason: str) -> None:
    if not reason.strip():
        words = _("Say why.")
        raise Invalid(words, code="reason_missing", errors={"why": [words]})


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(reasons=reasons)
