"""Previews in tests: the rules, a token, and what a frontend gets for it."""

from typing import Any

from django.db import connection
from django.test import Client
from wagtail.models import Page

from api.preview.actions import Given, Wish, open_page
from sites.accounts.models import User
from sites.rules.models import Rule
from tests.factories.workflows import make_basis

WISH = Wish("TS. Lê Văn Thẩm, Viện Kinh tế", "Kiểm tra số liệu")
RULES = {
    "preview.token": ({"minutes": 15}, "minute"),
    "preview.link": ({"hours": 72}, "hour"),
    "preview.ends": (["published", "withdrawn"], "list"),
    "preview.readers": (
        {"who": [{"administrator": "province"}, {"seat": "board_head"}, {"post": "head", "agency": "site"}]},
        "persons",
    ),
    "preview.throttle": ({"minute": 30}, "times"),
}


def allow_previews(**values: Any) -> None:
    """The rules of the reference data; `values` by the last word of a key."""
    for key, (value, unit) in RULES.items():
        wanted = values.get(key.rpartition(".")[2], value)
        Rule.objects.create(key=key, value=wanted, unit=unit, basis=make_basis(), article="Điều 1")


def newest(page: Page) -> Any:
    """The page as the tables have it, with its newest revision."""
    return type(page).objects.get(pk=page.pk)


def token_for(actor: User, page: Page) -> Given:
    """A token for the newest draft of a page."""
    return open_page(actor, page=newest(page))


def preview(word: str, path: str = "", **query: str) -> Any:
    """What a frontend gets for a token."""
    return Client().get(f"/api/v1/preview/{path}", {"token": word, **query})


def tables() -> dict[str, int]:
    """How many rows each table has: what a request has written."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith("pg_")]
        counts = {}
        for name in names:
            cursor.execute(f'select count(*) from "{name}"')
            counts[name] = cursor.fetchone()[0]
        return counts
