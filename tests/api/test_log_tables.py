"""The tables of the log refuse what would change history."""

import pytest
from django.db import IntegrityError, connection, transaction

from api.publications.models import Body, Current, Dirty, Version
from sites import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    """One version with a text."""
    body = Body.objects.create(sha256="a" * 64, bytes=b"{}")
    row = Version.objects.create(
        seq=1,
        kind="page",
        public_id="11111111-1111-4111-8111-111111111111",
        locale="vi",
        site="22222222-2222-4222-8222-222222222222",
        at=clock.now(),
        state="live",
        causes=["first"],
        body=body,
        frame={},
        previous_hash="0" * 64,
        hash="1" * 64,
    )
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    return row


@pytest.mark.parametrize(
    "statement",
    [
        "update api_publications_version set state = 'gone'",
        "delete from api_publications_version",
        "truncate api_publications_version cascade",
        "delete from api_publications_body",
        "truncate api_publications_body cascade",
        "update api_publications_body set bytes = 'other'",
        "update api_publications_body set bytes = null",
    ],
)
def test_history_cannot_be_changed_by_a_line_of_sql(version: Version, statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Version.objects.get() == version


def test_a_mark_carries_the_transaction_that_made_it() -> None:
    one = Dirty.objects.create(kind="page", ref="1")
    two = Dirty.objects.create(kind="page", ref="2")
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.txid == two.txid > 0


def test_two_live_pages_may_swap_paths_but_not_share_one() -> None:
    def row(number: int, path: str) -> Current:
        return Current.objects.create(
            kind="page",
            public_id=f"{number}1111111-1111-4111-8111-111111111111",
            locale="vi",
            site="22222222-2222-4222-8222-222222222222",
            seq=number,
            state="live",
            path=path,
            whole=b"",
            list_form=b"",
            etag="",
            sort_at=clock.now(),
            presenter=1,
        )

    one, two = row(1, "/a/"), row(2, "/b/")
    with transaction.atomic(), connection.cursor() as cursor:
        Current.objects.filter(pk=one.pk).update(path="/b/")
        Current.objects.filter(pk=two.pk).update(path="/a/")
        cursor.execute("set constraints all immediate")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update api_publications_current set path = '/a/'; set constraints all immediate")
