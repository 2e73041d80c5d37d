"""What the screens of the day cost: so many queries, and the same at 3 sites as at 200 with 2,000 people."""

import re
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, reset_queries
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from sites.memory import is_remembering
from sites.memory.middleware import memory
from tests.budgets.screens import SCREENS, Screen, opened
from tests.databases import connected_to

SESSION = '"sites_security_session"'  # with it a request begins: whose is it?


def asked_for(screen: Screen, database: str, blocker: Any) -> list[str]:
    """The queries of a screen, without what of them are values."""
    with connected_to(database, blocker), blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models())  # what a process asks once in its life
        reset_queries()  # only so many are kept
        with CaptureQueriesContext(connection) as queries:
            opened(screen)
    asked = [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries]
    drawing = next(n for n, sql in enumerate(asked) if "wagtailusers_userprofile" in sql)
    begins = [n for n, sql in enumerate(asked[:drawing]) if sql.startswith("SELECT") and SESSION in sql]
    return asked[begins[-1] :]


def repeated(queries: list[str]) -> str:
    """What was asked more than once, to be read where a test fails."""
    return "\n".join(f"{times} x {sql[:300]}" for sql, times in Counter(queries).most_common(8) if times > 1)


@pytest.mark.django_db  # the databases below are copies of the one that this asks for
def test_only_a_request_that_changes_nothing_remembers() -> None:
    remembers: list[bool] = []

    def view(request: HttpRequest) -> HttpResponse:
        remembers.append(is_remembering())
        return HttpResponse()

    for method in ("get", "head", "post", "put", "delete"):
        memory(view)(getattr(RequestFactory(), method)("/admin/"))
    assert remembers == [True, True, False, False, False]
    assert not is_remembering()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_screen_keeps_its_budget_at_any_size_of_the_province(
    screen: Screen, three_sites: str, two_hundred_sites: str, django_db_blocker: Any
) -> None:
    few = asked_for(screen, three_sites, django_db_blocker)
    many = asked_for(screen, two_hundred_sites, django_db_blocker)
    assert len(many) <= screen.budget, f"{len(many)} queries\n{repeated(many)}"
    assert len(few) <= len(many) <= len(few) + screen.kinds, (
        f"{len(few)} at 3 sites, {len(many)} at 200\n{repeated(many)}"
    )
