"""Readers while their databases lag, stop and come back: a real replica by its stream, real servers that are killed.

The settings of production, pools included. `GONE_FOR` says for how many seconds the database of the last test is gone.
"""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from api.following.queries import Place
from api.http.cursors import written
from tests.servers import DATABASE, Server, brought, server
from tests.stack import ROOT, Stack, address_of, empty_database

pytestmark = pytest.mark.crash

GONE_FOR = float(os.environ.get("GONE_FOR", "2"))
MOST_LAG = 10  # seconds; longer than a publication takes on a busy machine
PATIENCE = 30.0
SITE = "site=stc.binhphuoc.gov.vn"
LIST, CHANGES = f"/api/v1/content/?{SITE}&type=news", f"/api/v1/changes/?{SITE}"
OTHER = "/api/v1/sites/?limit=3"
WORKS = """
select not exists (select from api_publications_dirty) and exists (
  select from procrastinate_workers where last_heartbeat > pg_postmaster_start_time())
"""  # what is marked is worked off, and whoever works off jobs has said so since the database began
# one process, so that what it says of the replica is what the next answer goes by
AS_IN_PRODUCTION = {"MODE": "demo", "READS_A_MINUTE": "0", "WORKERS": "1", "THREADS": "4"}


class Publisher:
    """Publishes on the primary."""

    def __init__(self, stack: Stack) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.publishing"],
            cwd=ROOT,
            env={**stack.environment, "DJANGO_SETTINGS_MODULE": "cms.project.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def publish(self, title: str) -> str:
        """Publish an item. Returns the cursor behind it."""
        number, sha256 = self._told(title).split()
        return quote(written(Place(int(number), sha256).cursor))

    def settings_of(self, way: str) -> str:
        """How a session of one of the ways to the database begins."""
        return self._told(f"settings {way}")

    def _told(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="module")
def primary() -> Iterator[Server]:
    """The server that is written to."""
    with server() as found:
        yield found


@pytest.fixture(scope="module")
def filled(primary: Server, opened_sites: str) -> Server:
    """It has the sites."""
    brought(address_of(opened_sites), empty_database(DATABASE, server=primary.address))
    return primary


@pytest.fixture(scope="module")
def standby(filled: Server) -> Iterator[Server]:
    """The server that follows it."""
    found = filled.replica(filled.folder.parent / "replica")
    yield found
    found.server.cleanup()


@pytest.fixture(scope="module")
def stacks(filled: Server, standby: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Stack]]:
    """The product with a replica, and without one."""
    told = {"DATABASE_REPLICA_URL": standby.address, "DATABASE_REPLICA_LAG": str(MOST_LAG)}
    found = tuple(
        Stack(filled.address, tmp_path_factory.mktemp("stack"), told={**AS_IN_PRODUCTION, **more})
        for more in (told, {})
    )
    starting = [threading.Thread(target=stack.start, args=("web",)) for stack in found]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()
    yield found[0], found[1]
    for stack in found:
        stack.stop()


@pytest.fixture(scope="module")
def publisher(stacks: tuple[Stack, Stack]) -> Iterator[Publisher]:
    """Who publishes, where a replica is known."""
    found = Publisher(stacks[0])
    found.publish("Tin-dau-tien")
    yield found
    found.process.kill()
    found.process.communicate()


@pytest.fixture
def read(stacks: tuple[Stack, Stack], publisher: Publisher) -> Callable[[str], tuple[int, Any, Any]]:
    """Ask where there is a replica, when it is good."""
    until(lambda: ready(stacks[0])["replica"]["ok"])
    return lambda path: asked(stacks[0], path)


def asked(stack: Stack, path: str) -> tuple[int, Any, Any]:
    """Status, headers and what is said."""
    try:
        with urllib.request.urlopen(f"{stack.url}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


def ready(stack: Stack) -> Any:
    """What `/readyz` says of each."""
    return asked(stack, "/readyz")[2]["checks"]


def until(question: Callable[[], Any]) -> float:
    """Wait until it is so. Returns the seconds."""
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < PATIENCE, "it takes too long"
        time.sleep(0.05)
    return time.monotonic() - began


def titles(answer: tuple[int, Any, Any]) -> list[str]:
    assert answer[0] == 200, answer
    return [entry["title"] for entry in answer[2]["results"]]


class Asking:
    """Readers who ask all the time; keeps every status."""

    def __init__(self, stack: Stack, *paths: str) -> None:
        self.statuses: list[int] = []
        self.longest = 0.0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(stack, path)) for path in paths]

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_said: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, stack: Stack, path: str) -> None:
        while not self._stop.wait(0.02):
            began = time.monotonic()
            self.statuses.append(asked(stack, path)[0])
            self.longest = max(self.longest, time.monotonic() - began)


def test_readers_are_answered_from_the_replica_until_it_lags(
    read: Callable[[str], Any], stacks: tuple[Stack, Stack], standby: Server, publisher: Publisher
) -> None:
    publisher.publish("Truoc")
    until(lambda: "Truoc" in titles(read(LIST)))
    standby.ask("select pg_wal_replay_pause()")
    try:
        beyond = publisher.publish("Sau")
        assert titles(asked(stacks[1], LIST))[0] == "Sau"
        # at once, or when the connections that an earlier test broke have been found out
        until(lambda: titles(read(LIST))[0] == "Truoc")
        status, _headers, said = read(f"{CHANGES}&since={beyond}")
        assert (status, said["results"]) == (200, []), "what lies beyond the replica is known to the primary"
        assert read(f"{CHANGES}&since={beyond[:-9]}")[0] == 400
        until(lambda: titles(read(LIST))[0] == "Sau")
        until(lambda: ready(stacks[0])["replica"]["fault"] == "behind")
        until(lambda: (ready(stacks[0])["replica"]["lag"] or 0) > MOST_LAG)
        assert 'congtinh_replica_good{way="replica"} 0.0' in figures(stacks[0])
    finally:
        standby.ask("select pg_wal_replay_resume()")
    until(lambda: ready(stacks[0])["replica"] == {"ok": True, "configured": True, "fault": None, "lag": 0.0})
    assert ready(stacks[1])["replica"] == {"ok": True, "configured": False}


def figures(stack: Stack) -> str:
    with urllib.request.urlopen(f"{stack.url}/metrics", timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_sessions_of_readers_cannot_write_and_are_bounded(
    read: Callable[[str], Any], standby: Server, publisher: Publisher
) -> None:
    read(LIST)
    assert publisher.settings_of("replica") == publisher.settings_of("reading") == "on 10s"
    assert publisher.settings_of("default") == "off 0"


def test_a_replica_that_dies_costs_no_answer(
    read: Callable[[str], Any], stacks: tuple[Stack, Stack], standby: Server, publisher: Publisher
) -> None:
    with Asking(stacks[0], LIST, OTHER, CHANGES) as readers:
        standby.kill()
        until(lambda: ready(stacks[0])["replica"]["fault"] == "lost")
        publisher.publish("Khong-ban-sao")
        assert titles(read(LIST))[0] == "Khong-ban-sao"
        standby.start()
        until(lambda: ready(stacks[0])["replica"]["ok"])
    assert set(readers.statuses) == {200}
    assert readers.longest < 5
    assert titles(read(LIST))[0] == "Khong-ban-sao"


def test_without_the_primary_the_replica_answers_what_it_has(
    read: Callable[[str], Any], stacks: tuple[Stack, Stack], filled: Server, standby: Server, publisher: Publisher
) -> None:
    standby.ask("select pg_wal_replay_pause()")
    beyond = publisher.publish("Chua-toi")
    filled.kill()
    try:
        assert "Chua-toi" not in titles(read(LIST))
        status, headers, said = read(f"{CHANGES}&since={beyond}")
        assert (status, headers["Retry-After"], said["code"]) == (503, "5", "unavailable")
        standby.ask("select pg_wal_replay_resume()")
        until(lambda: titles(read(LIST))[0] == "Chua-toi")
        assert read(f"{CHANGES}&since={beyond}")[0] == 200
        status, _headers, said = read("/readyz")
        assert (status, said["status"], said["checks"]["database"]["ok"]) == (200, "degraded", False)
    finally:
        filled.start()
    publisher.publish("Lai-co")
    until(lambda: titles(read(LIST))[0] == "Lai-co")
    time.sleep(1.5)  # so that it was looked at once more


def test_while_the_database_is_gone_readers_get_what_is_ready_or_a_503(
    stacks: tuple[Stack, Stack], filled: Server, publisher: Publisher
) -> None:
    stack = stacks[1]
    stack.start("worker")
    until(lambda: filled.ask(WORKS) == (True,))
    before = asked(stack, LIST)[2]
    with Asking(stack, LIST, LIST, LIST, OTHER, CHANGES) as readers:
        filled.kill()
        time.sleep(0.2)
        began, answers = time.monotonic(), []
        while time.monotonic() - began < GONE_FOR:
            answers.append((asked(stack, LIST), asked(stack, OTHER)))
            time.sleep(0.1)
        filled.start()
        seconds = until(lambda: asked(stack, OTHER)[0] == 200)
    for kept, other in answers:
        assert kept[0] in (200, 503)
        assert kept[0] != 200 or (kept[2], kept[1]["Cache-Control"]) == (before, "public, max-age=5")
        assert (other[0], other[1]["Retry-After"], other[1]["Cache-Control"]) == (503, "5", "no-store")
    assert any(kept[0] == 200 for kept, _other in answers)
    assert set(readers.statuses) == {200, 503}
    assert readers.longest < 10
    assert seconds < 8
    publisher.publish("Song-lai")
    assert titles(asked(stack, LIST))[0] == "Song-lai"
    worker = stack.processes["worker"]
    filled.ask("insert into api_publications_dirty (kind, ref) values ('everything', '') returning id")
    until(lambda: filled.ask(WORKS) == (True,) or worker.poll() is not None)
    assert worker.poll() is None, "the worker waits for its database"
    stack.kill("worker")


SPLIT = """
with newest as (select * from api_publications_version order by seq desc limit 1), own as (
  insert into api_publications_version
    (seq, kind, public_id, locale, site, at, state, causes, frame, previous_hash, hash)
  select seq + 1, kind, public_id, locale, site, at, state, causes, frame, hash, repeat('a', 64) from newest
)
update api_publications_current set list_form = convert_to(
  replace(convert_from(list_form, 'UTF8'), 'Truoc-khi-tach', 'SAI'), 'UTF8'), etag = 'own'
where type = 'news' returning id
"""  # what somebody publishes on the promoted one


def test_a_replica_that_was_promoted_is_never_taken_for_the_primary(
    read: Callable[[str], Any], stacks: tuple[Stack, Stack], filled: Server, standby: Server, publisher: Publisher
) -> None:
    publisher.publish("Truoc-khi-tach")
    until(lambda: titles(read(LIST))[0] == "Truoc-khi-tach")
    standby.ask("select pg_promote()")
    assert standby.ask(SPLIT)
    began, said = time.monotonic(), set()
    while time.monotonic() - began < 2:
        said.add(titles(asked(stacks[0], LIST))[0])
    assert said == {"Truoc-khi-tach"}
    assert ready(stacks[0])["replica"]["fault"] == "no_standby"
    standby.follow()
    until(lambda: ready(stacks[0])["replica"]["fault"] == "diverged")
    assert standby.ask("select pg_is_in_recovery()") == (True,)
    publisher.publish("Sau-khi-tach")
    assert {titles(asked(stacks[0], LIST))[0] for _ in range(20)} == {"Sau-khi-tach"}
    filled.copy_anew(standby)
    until(lambda: ready(stacks[0])["replica"]["ok"])
