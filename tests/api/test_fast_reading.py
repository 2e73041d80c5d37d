"""The short way to the database, on which readers are answered: what it reads, keeps, and survives."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import NotSupportedError, ProgrammingError, connection, connections
from django.test.utils import CaptureQueriesContext

from api.http.database import KEPT, let_go, rows_of

pytestmark = pytest.mark.django_db

PREPARED = "select count(*) from pg_prepared_statements where statement like '%%$1' or statement like '%%like%%'"
MINE = "select pid from pg_stat_activity where application_name = 'lying there' and state = 'idle'"


def test_values_come_back_as_psycopg_reads_them() -> None:
    given = {
        "text": "Đồng Xoài 100%",
        "uuid": UUID("70d607e3-d357-4203-8a13-5761b35a3131"),
        "moment": datetime(2026, 11, 22, 7, 30, tzinfo=UTC),
        "words": ["tin", "thông báo"],
        "bytes": b"\x00\xff",
        "nothing": None,
    }
    sql = (
        "select %(text)s::text, %(uuid)s, %(moment)s, %(words)s::text[], %(bytes)s, %(nothing)s::int, '%%',"
        " %(text)s || '!', array['\\x00ff'::bytea]"
    )
    (row,) = rows_of(sql, given)
    assert row == (*given.values(), "%", "Đồng Xoài 100%!", [b"\x00\xff"])


def test_a_statement_is_prepared_once_and_no_more_are_kept_than_said() -> None:
    for number in range(KEPT + 20):
        assert rows_of(f"select {number} + %(one)s", {"one": 1}) == [(number + 1,)]
        assert rows_of(f"select {number} + %(one)s", {"one": 2}) == [(number + 2,)]
    assert rows_of(PREPARED, {}) == [(KEPT,)]


def test_a_table_that_got_another_shape_is_read_again_after_one_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute("create temporary table shape (a int); insert into shape values (1)")
        assert rows_of("select * from shape", {}) == [(1,)]
        cursor.execute("alter table shape add b int default 2")
        cursor.execute("savepoint here")
        with pytest.raises(NotSupportedError):
            rows_of("select * from shape", {})
        cursor.execute("rollback to here")
        assert rows_of("select * from shape", {}) == [(1, 2)]


def test_whoever_counts_queries_sees_it() -> None:
    with CaptureQueriesContext(connection) as queries:
        rows_of("select %(word)s::text", {"word": "a"})
    assert [query["sql"] for query in queries] == ["select $1::text"]


@pytest.fixture
def pooled() -> Iterator[None]:
    """Connections come from a pool, as in production; a thread that asks has none of its own yet."""
    options = connection.settings_dict["OPTIONS"]
    options["pool"] = {"min_size": 2, "max_size": 2, "timeout": 10}
    options["application_name"] = "lying there"
    yield
    let_go()
    connection.close_pool()
    del options["pool"], options["application_name"]


def in_a_thread(work: Callable[[], object]) -> object:
    said: list[object] = []

    def run() -> None:
        try:
            said.append(work())
        except Exception as error:  # noqa: BLE001 - told to who asked
            said.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return said[0]


@pytest.mark.usefixtures("pooled")
def test_connections_that_were_lost_while_they_lay_in_the_pool_cost_no_answer() -> None:
    assert in_a_thread(lambda: rows_of("select %(n)s::int", {"n": 1})) == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute(f"select count(pg_terminate_backend(pid)) from ({MINE}) m")
        assert cursor.fetchone()[0] >= 1
    assert in_a_thread(lambda: rows_of("select %(n)s::int", {"n": 2})) == [(2,)]


@pytest.mark.usefixtures("pooled")
def test_a_wrong_statement_raises_djangos_error_and_leaves_the_connection_usable() -> None:
    assert isinstance(in_a_thread(lambda: rows_of("select nothing from nowhere", {})), ProgrammingError)
    assert in_a_thread(lambda: rows_of("select 1", {})) == [(1,)]
