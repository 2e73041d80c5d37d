"""Readers that follow while many write: nothing is skipped, nothing is told twice, the end is what a snapshot says.

`THOROUGH=1` reaches 100,000 changes, and lets eight processes write instead of two.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from api.publications.drain import drain, drain_forever, drain_in_transaction
from api.publications.models import Alarm, Version
from api.publications.verification import differences
from cms.news.models import NewsPage
from sites.domains.models import Host, PublicSite
from sites.refusals import Refusal
from tests.api.follower import CHANGES, Follower
from tests.databases import connected_to
from tests.factories.api import get, withdrawal
from tests.factories.cms import fresh, make_news, move_past_the_gate, publish, section_of
from tests.stack import ROOT, copy_database, drop_database, environment_of
from tests.thorough import tries

WRITERS = 8
PATIENCE = 3_000
EVERYTHING = "include=subsites"


def started(address: str, state: Path, module: str, *words: str) -> subprocess.Popen[str]:
    """A process of its own on the database."""
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.api.{module}", *words],
        cwd=ROOT,
        env={**environment_of(address, state), "DJANGO_SETTINGS_MODULE": "cms.project.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def followers_of(portal: PublicSite, site: PublicSite) -> list[Follower]:
    """Readers of all, of one site, of one type, of one language; of many changes at once and of few."""
    return [
        Follower(portal, EVERYTHING, limits=(100,)),
        Follower(portal, EVERYTHING, limits=(1, 7, 30)),
        Follower(portal, f"{EVERYTHING}&type=news&locale=vi", limits=(13,)),
        Follower(portal, limits=(5, 50)),
        Follower(site, "type=news", limits=(20,)),
    ]


def follow_while(writers: list[subprocess.Popen[str]], followers: list[Follower]) -> None:
    """Poll until every writer has ended, each of them well."""
    limit = time.monotonic() + PATIENCE
    while any(writer.poll() is None for writer in writers):
        assert time.monotonic() < limit, "the writers take too long"
        for follower in followers:
            follower.follow()
    ended = [writer.communicate(timeout=60) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(writers), ended


def has_read_everything(follower: Follower, begun: int, portal: PublicSite) -> None:
    """Each number since the beginning that concerns the portal or a site below it, once and in order."""
    numbers = Version.objects.filter(seq__gt=begun).order_by("seq")
    before: dict[tuple[Any, ...], bool] = {}
    wanted = []
    rows = Version.objects.order_by("seq").values_list("seq", "kind", "public_id", "locale", "site", "frame___scope")
    for seq, *key, scope in rows:
        is_within = portal.pk in scope
        if seq > begun and (is_within or before.get(tuple(key), False)):
            wanted.append(seq)
        before[tuple(key)] = is_within
    assert numbers.count() >= len(wanted) > 0
    assert [number for number in follower.read if number > begun] == wanted


@pytest.fixture
def both(in_own_database: str) -> Iterator[tuple[PublicSite, PublicSite]]:
    """The portal and a department in a database in which the test may commit."""
    yield PublicSite.objects.get(code="portal"), PublicSite.objects.get(code="stc")
    connections["default"].close()


def test_processes_publish_withdraw_move_and_schedule_while_readers_follow(
    both: tuple[PublicSite, PublicSite], in_own_database: str, tmp_path: Path
) -> None:
    portal, site = both
    followers = [follower.begin() for follower in followers_of(portal, site)]
    begun = Version.objects.latest("seq").seq
    stop = threading.Event()
    workers = [threading.Thread(target=drain_forever, args=(stop,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    rounds, many = str(tries(2, 40)), tries(2, WRITERS)
    writers = [
        started(in_own_database, tmp_path, "changing", str(number), ("stc", "portal")[number % 2], rounds)
        for number in range(many)
    ]
    try:
        follow_while(writers, followers)
        _until_scheduled(int(rounds) * many)
    finally:
        stop.set()
        for worker in workers:
            worker.join(120)
    drain()
    for follower in followers:
        follower.follow().is_up_to_date()
    for follower in followers[:2]:
        has_read_everything(follower, begun, portal)
    assert differences() == []


def _until_scheduled(number: int) -> None:
    """What was planned has become public."""
    limit, seen = time.monotonic() + 120, set[Any]()
    while time.monotonic() < limit:
        live = Version.objects.filter(kind="page", state="live", frame__path__icontains="/hen-")
        seen = set(live.values_list("public_id", flat=True))
        if len(seen) == number:
            return
        time.sleep(0.2)
    raise AssertionError(f"{len(seen)} of {number} that were planned are public: {list(Alarm.objects.values())}")


def test_many_changes_are_followed_while_they_are_written(
    both: tuple[PublicSite, PublicSite], in_own_database: str, tmp_path: Path
) -> None:
    portal, site = both
    for where in (portal, site):
        for number in range(tries(15, 60)):
            publish(make_news(section_of(where), title=f"Tin {number}", slug=f"tin-{number}"))
    drain()
    followers = [follower.begin() for follower in followers_of(portal, site)]
    begun, changes, many = Version.objects.latest("seq").seq, tries(900, 100_000), tries(3, WRITERS)
    writers = [
        started(in_own_database, tmp_path, "appending", str(number), str(changes // many)) for number in range(many)
    ]
    follow_while(writers, followers)
    for follower in followers:
        follower.follow().is_up_to_date()
    for follower in followers[:2]:
        has_read_everything(follower, begun, portal)
    assert Version.objects.latest("seq").seq == begun + changes // many * many


# --- a backup that was put back -----------------------------------------------------------------------------------
def another(where: PublicSite, name: str) -> None:
    publish(make_news(section_of(where), title=name, slug=name.lower().replace(" ", "-")))
    drain()


def test_a_cursor_from_before_a_backup_was_put_back_is_a_conflict(
    both: tuple[PublicSite, PublicSite], in_own_database: str, django_db_blocker: Any
) -> None:
    portal, _site = both
    another(portal, "Truoc")
    reader = Follower(portal).begin()
    known, name = reader.cursor, urlsplit(in_own_database).path.removeprefix("/")
    with connected_to("postgres", django_db_blocker):
        copy_database(f"{name}_backup", template=name)
    try:
        another(portal, "Sau ban sao")
        later = reader.follow().cursor
        assert later != known
        with connected_to(f"{name}_backup", django_db_blocker):
            assert get(f"{CHANGES}?since={known}", portal).status_code == 200
            answer = get(f"{CHANGES}?since={later}", portal)
            assert (answer.status_code, answer.json()["code"]) == (409, "cursor_unknown")
            for number in range(3):  # by now its number exists, under another hash
                another(portal, f"Khac {number}")
            answer = get(f"{CHANGES}?since={later}", portal)
            assert (answer.status_code, answer.json()["code"]) == (409, "cursor_unknown")
            Follower(portal).begin().is_up_to_date()
            connections["default"].close()
    finally:
        drop_database(f"{name}_backup")


# --- whatever happens ---------------------------------------------------------------------------------------------
SHAPING = ("publish", "rewrite", "withdraw", "erase", "gone", "english")
PLACING = ("move", "other site", "away", "rename", "close")
ACTS = st.sampled_from([*SHAPING, *PLACING, "poll", "poll"])
STEPS = st.lists(st.tuples(ACTS, st.integers(0, 3)), min_size=4, max_size=14)


class World:
    """Two sites, a few items, readers of all kinds."""

    def __init__(self, portal: PublicSite, site: PublicSite) -> None:
        self.portal, self.site = portal, site
        self.pages = [make_news(section_of(site), title=f"Tin {n}", slug=f"tin-{n}") for n in range(4)]
        drain_in_transaction()
        self.followers = [follower.begin() for follower in followers_of(portal, site)]
        self.number = 0

    def do(self, act: str, item: int) -> None:
        """One act; what does not fit the moment does nothing."""
        self.number += 1
        page = fresh(self.pages[item])
        acts: dict[str, Callable[[], object]] = {
            "publish": lambda: publish(page),
            "rewrite": lambda: self._rewrite(page),
            "withdraw": lambda: withdrawal(page),
            "erase": lambda: withdrawal(page, kind="personal"),
            "gone": lambda: withdrawal(page, kind="gone"),
            "move": lambda: page.move(section_of(self.site, code=("news", "about")[item % 2]), pos="last-child"),
            "other site": lambda: move_past_the_gate(page, section_of((self.portal, self.site)[self.number % 2])),
            "away": self._away,
            "rename": self._rename,
            "close": lambda: self._close(page),
            "english": lambda: self._english(page),
            "poll": self.followers[item].follow,
        }
        with suppress(Refusal):  # a page does not move to another site, and not to where it stands
            acts[act]()
        drain_in_transaction()

    def _rewrite(self, page: Any) -> None:
        page.title = f"Bản {self.number}"
        page.save_revision()
        publish(fresh(page))

    def _away(self) -> None:
        site = PublicSite.objects.get(pk=self.site.pk)
        PublicSite.objects.filter(pk=site.pk).update(parent=None if site.parent_id else self.portal.pk)

    def _rename(self) -> None:
        Host.objects.filter(site=self.site, role="canonical").update(hostname=f"stc{self.number}.binhphuoc.gov.vn")

    def _close(self, page: Any) -> None:
        found = PageViewRestriction.objects.filter(page=page)
        if found.exists():
            found.delete()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def _english(self, page: Any) -> None:
        if NewsPage.objects.filter(translation_key=page.translation_key, locale__language_code="en").exists():
            return
        there = section_of(self.site, "en")
        publish(make_news(there, title="News", slug=f"n{self.number}", translation_key=page.translation_key))


def test_after_any_sequence_readers_have_what_a_snapshot_says(portal: PublicSite, site: PublicSite) -> None:
    @settings(
        max_examples=tries(8, 120),
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(STEPS)
    def run(steps: list[tuple[str, int]]) -> None:
        point = transaction.savepoint_create()
        try:
            world = World(portal, site)
            for act, item in steps:
                world.do(act, item)
            for follower in world.followers:
                follower.follow().is_up_to_date()
        finally:
            transaction.savepoint_rollback(point)

    run()
