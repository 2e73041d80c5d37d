"""Sample consumers: asked for by one administrator, approved by the second, each with his own account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from api.consumers.changes import CONSUMER, KEY
from api.consumers.models import Consumer, Key
from api.webhooks.actions import draw_secret
from api.webhooks.changes import ENDPOINT
from api.webhooks.models import Endpoint
from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import administrators
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from workflows.changes.actions import approve
from workflows.changes.models import Proposal

FIELDS = ("name", "owner", "email", "languages", "origins", "reads_a_minute", "searches_a_minute", "note")
REASON = "Đăng ký bên khai thác đang đọc dữ liệu của tỉnh"


@transaction.atomic
def register(rows: list[Mapping[str, Any]]) -> int:
    """Register what is not there yet; answers how many consumers there are. The first two administrators do it."""
    first, second = administrators().order_by("pk")[:2]
    for row in rows:
        consumer = Consumer(**{name: row[name] for name in FIELDS if name in row})
        consumer.site_codes = list(row.get("sites", []))
        is_known = Consumer.objects.filter(name=consumer.name).exists()
        if is_known or Proposal.objects.filter(kind=CONSUMER.key, title=consumer.name).exists():
            continue
        change = CONSUMER.change(consumer, reason=row.get("waits", REASON))
        if "waits" in row:
            carry_out(first, change=change)
        else:
            _through(first, second, change)
            _equip(first, second, Consumer.objects.get(name=consumer.name), row)
    return Consumer.objects.count()


def _equip(first: User, second: User, consumer: Consumer, row: Mapping[str, Any]) -> None:
    """Its keys, handed out to nobody, and its webhooks."""
    for one in row.get("keys", []):
        expires_on = clock.today() + timedelta(days=one["days"])
        key = Key(consumer=consumer, name=one["name"], scopes=one["scopes"], expires_on=expires_on)
        _through(first, second, KEY.change(key, reason=REASON))
    for one in row.get("webhooks", []):
        endpoint = Endpoint(consumer=consumer, url=one["url"], kinds=one.get("kinds", []), note=one.get("note", ""))
        _through(first, second, ENDPOINT.change(endpoint, reason=REASON))
        if one.get("secret"):
            draw_secret(first, endpoint=Endpoint.objects.get(consumer=consumer, url=one["url"]))


def _through(first: User, second: User, change: Change) -> None:
    """Asked for by one, approved by the other."""
    if isinstance(carry_out(first, change=change), Sent):
        approve(second, proposal=Proposal.objects.filter(kind=change.kind.key).latest("pk"))
