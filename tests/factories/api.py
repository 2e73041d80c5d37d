"""The log in tests: what is current, what a reader gets, and whether log and tables agree."""

import json
from typing import Any

from django.db import connection
from django.test import Client

from api.publications.drain import drain_in_transaction
from api.publications.models import Current, Version
from api.publications.verification import differences
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.cms import fresh
from workflows.passage.enums import Cause, ReleaseKind
from workflows.passage.models import Release, Withdrawal


def release(page: BasePage, *, cause: str = Cause.FIRST, kind: str = ReleaseKind.IMPORT, **fields: Any) -> Release:
    """Release the text of a page as it is now."""
    defaults = {"released_at": clock.now(), "text_sha256": digest(text_of(page))}
    return Release.objects.create(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        kind=kind,
        cause=cause,
        **{**defaults, **fields},
    )


def settle() -> int:
    """Drain, and see that presenting everything afresh finds nothing else."""
    count = drain_in_transaction()
    found = differences()
    assert not found, "\n".join(found)
    return count


def current(page: BasePage) -> Current:
    """The row of a page."""
    return Current.objects.get(kind="page", public_id=page.translation_key, locale=page.locale.language_code)


def whole(page: BasePage) -> Any:
    """What a reader gets of a page."""
    return json.loads(current(page).whole)


def versions(page: BasePage) -> list[Version]:
    """All versions of a page, the oldest first."""
    return list(Version.objects.filter(kind="page", public_id=page.translation_key, locale=page.locale.language_code))


def host(site: PublicSite) -> str:
    """The canonical host of a site."""
    return site.hosts.get(role="canonical").hostname


def get(path: str, site: PublicSite | None = None, **headers: str) -> Any:
    """Ask the API as a reader of a site."""
    extra = {"host": host(site)} if site else {}
    return Client(headers={**extra, **headers}).get(path)


def blocks_read(address: str, site: PublicSite) -> int:
    """How many blocks of the database an answer looks at."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(listen):
        assert get(address, site).status_code == 200
    sql, params = asked[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers, format json) {sql}", params)
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def withdrawal(page: BasePage, *, kind: str = "withdrawn", **fields: Any) -> Withdrawal:
    """Take a page back, as the workflow does: the row, the releases revoked, unpublished."""
    row = Withdrawal.objects.create(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        kind=kind,
        reason="Sai số liệu",
        at=clock.now(),
        **fields,
    )
    releases = Release.objects.filter(public_id=page.translation_key, locale=page.locale.language_code)
    releases.filter(revoked_at=None).update(revoked_at=clock.now())
    fresh(page).unpublish()
    return row
