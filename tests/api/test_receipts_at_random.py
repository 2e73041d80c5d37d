"""Publications whose frontends fail at random end as visible, superseded or alarm; none silent, none untrue.

Our own addresses are those of the product, behind a real server; `THOROUGH=1` publishes 10,000 times.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.db import connections, transaction

from api.preview.models import PreviewAddress
from api.publications.drain import drain, locked_snapshot
from api.publications.log import append
from api.publications.models import Current, Version
from api.publications.things import Presented, Thing
from api.receipts.enums import State
from api.receipts.following import publications
from api.receipts.models import Receipt
from api.receipts.probing import LANES, Watch
from sites.domains.models import PublicSite
from tests.factories.cms import make_news, publish, section_of
from tests.factories.contributions import keep_rule, rules_of
from tests.factories.hooks import change_rule, receiving, sleeping
from tests.factories.receipts import Shown
from tests.thorough import THOROUGH, tries

ITEMS = tries(4, 100)  # of each of two sites
PUBLICATIONS = tries(40, 10_000)
ANSWER = 0.3
PATIENCE = tries(60, 3_000)


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library calls it
        """Say nothing."""


@contextmanager
def serving(settings: Any) -> Iterator[None]:
    """The product's own answers, where the door of the settings leads."""
    from cms.project.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    settings.PUBLIC_PORT, settings.RECEIPTS_DOOR = server.server_port, "127.0.0.1"

    def run() -> None:
        try:
            server.serve_forever(0.05)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def public(in_own_database: str, settings: Any) -> Iterator[list[PublicSite]]:
    """Two sites with items in the log, their own addresses served."""
    settings.WEBHOOKS_TO_LOOPBACK = True
    for key, rule in rules_of("reference", "receipts.yaml").items():
        keep_rule(key, rule)
    change_rule("receipts.looking", seconds=2, answer_seconds=ANSWER, longest_pause_minutes=0.01)
    sites = list(PublicSite.objects.order_by("code"))
    for site in sites:
        for number in range(ITEMS):
            with transaction.atomic():
                publish(make_news(section_of(site), title=f"Tin {number}", slug=f"tin-{number}"))
    drain()
    with serving(settings):
        yield sites


@pytest.fixture
def watch() -> Iterator[Watch]:
    with ThreadPoolExecutor(sum(LANES.values())) as pool:
        yield Watch(pool)


def publish_some(chance: random.Random, frontends: dict[Any, Shown], most: int) -> int:
    """Other versions of some items, as the drain appends them: said anew, or ended, or back again."""
    with locked_snapshot():
        things = sorted(Current.objects.filter(kind="page", type="news").values_list("public_id", flat=True))
        chosen = chance.sample(things, min(most, len(things), chance.randint(1, 40)))
        first = Version.objects.filter(kind="page", public_id__in=chosen, state="live").select_related("body")
        rows = list(first.order_by("public_id", "seq").distinct("public_id"))
        versions = append([said_anew(row, chance) for row in rows])
    for version in versions:
        if (frontend := frontends.get(version.site)) is not None:
            frontend.learn(version.frame["path"], version.hash if version.state == "live" else "")
    return len(versions)


def said_anew(row: Version, chance: random.Random) -> Presented:
    thing = Thing(row.kind, row.public_id, row.locale, row.site)
    if chance.random() < 0.2:
        kept = {name: row.frame[name] for name in ("site", "path", "_type", "_scope", "_sort_at")}
        said = {"kind": "withdrawn", "notice": "", "successor": None, "ended_at": None, "_terms": [], "_deps": []}
        return Presented(thing, state="withdrawn", frame={**kept, **said}, causes=("withdrawn",))
    frame = {**row.frame, "updated_at": f"2026-11-01T10:00:{chance.random():.6f}"}
    text = json.loads(bytes(row.body.bytes)) if row.body else None
    return Presented(thing, text=text, body=row.body_id, frame=frame, release=row.release_id, causes=("correction",))


def work(watch: Watch, *, until: Callable[[], bool]) -> None:
    limit, stop = time.monotonic() + PATIENCE, threading.Event()
    while not until():
        assert time.monotonic() < limit, "it does not come to an end"
        watch.round()
        watch.pause(stop)


def nobody_waits() -> bool:
    return not Receipt.objects.filter(state=State.WAITING).exists() and Receipt.objects.exists()


def test_no_publication_ends_silently_and_none_is_called_visible_that_was_not(
    public: list[PublicSite], watch: Watch
) -> None:
    chance = random.Random(7)  # noqa: S311 - can be repeated
    moody, dead = Shown(), Shown(moods=("closes",))
    shows = dict(zip((site.public_id for site in public), (moody, dead), strict=True))
    with receiving(moody.behave) as first, receiving(dead.behave) as second:
        for site, receiver in zip(public, (first, second), strict=True):
            PreviewAddress.objects.create(site=site, locale="vi", public=f"http://127.0.0.1:{receiver.port}")
        for row in Version.objects.filter(pk__in=Current.objects.filter(kind="page").values("seq")):
            shows[row.site].learn(row.frame["path"], row.hash)
        left, stop = PUBLICATIONS, threading.Event()
        while left > 0:
            left -= publish_some(chance, shows, left)
            for _ in range(chance.randint(0, 4)):
                watch.round()
                watch.pause(stop)
        work(watch, until=nobody_waits)
        each_ends_once(public)
        each_visible_was_true(shows)
        newest_at_dead = newest_of(f"frontend:{PreviewAddress.objects.get(site=public[1]).pk}")
        assert {row.state for row in newest_at_dead} == {State.ALARM}
        dead.moods = moody.moods = ("right",)
        work(watch, until=lambda: not Receipt.objects.filter(ended_at__isnull=True).exists())
    each_visible_was_true(shows)
    for site in public:
        assert {row.state for row in newest_of(f"site:{site.public_id}")} == {State.VISIBLE}
    came_late = newest_of(newest_at_dead[0].place)
    assert {(row.state, row.alarmed_at is not None) for row in came_late} == {(State.VISIBLE, True)}
    if THOROUGH:
        counts = {state: Receipt.objects.filter(state=state).count() for state in State.values}
        print(f"\n{PUBLICATIONS} publications: {counts}")  # noqa: T201 - the figures are the purpose


def each_ends_once(sites: list[PublicSite]) -> None:
    """Each publication has one receipt at each of two places."""
    numbers = set(publications().filter(site__in=[site.public_id for site in sites]).values_list("seq", flat=True))
    rows = list(Receipt.objects.values_list("version", "frontend"))
    vietnamese = set(Version.objects.filter(pk__in=numbers, locale="vi").values_list("seq", flat=True))
    assert {number for number, frontend in rows if frontend is None} == numbers
    assert {number for number, frontend in rows if frontend} == vietnamese
    assert len(rows) == len(numbers) + len(vietnamese)


def newest_of(place: str) -> list[Receipt]:
    """The receipt of the last publication of each thing at a place."""
    rows = Receipt.objects.filter(place=place, version__locale="vi").select_related("version")
    fields = ("version__public_id", "version__locale")
    return list(rows.order_by(*fields, "-version").distinct(*fields))


def each_visible_was_true(shows: dict[Any, Shown]) -> None:
    """What a frontend showed it has told; our own address said a version before the next one was published."""
    for row in Receipt.objects.filter(state=State.VISIBLE).select_related("version"):
        version, frontend = row.version, shows[row.version.site]
        same = {"kind": "page", "public_id": version.public_id, "locale": version.locale, "site": version.site}
        later = publications().filter(**same, seq__gt=version.seq).order_by("seq").first()
        if row.frontend_id:
            text = Version.objects.filter(**same, seq__gte=version.seq).order_by("seq").values_list("seq", "hash")
            shown = {sha256 for seq, sha256 in text if later is None or seq < later.seq}
            assert frontend.told & {*shown, f"gone {version.frame['path']}"}, row
        else:
            assert later is None or later.at + timedelta(seconds=ANSWER) >= row.seen_at, row


def test_frontends_that_hang_hold_up_neither_others_nor_our_own_address(public: list[PublicSite], watch: Watch) -> None:
    good = Shown(moods=("right",))
    change_rule("receipts.looking", answer_seconds=5, seconds=60)
    with receiving(sleeping(30)) as hanging, receiving(good.behave) as fine:
        PreviewAddress.objects.create(site=public[0], locale="vi", public=f"http://127.0.0.1:{hanging.port}")
        theirs = PreviewAddress.objects.create(site=public[1], locale="vi", public=f"http://127.0.0.1:{fine.port}")
        for row in Version.objects.filter(site=public[1].public_id, kind="page"):
            good.learn(row.frame["path"], row.hash)
        began = time.monotonic()
        seen = Receipt.objects.filter(state=State.VISIBLE, frontend=theirs)
        ours = Receipt.objects.filter(state=State.WAITING, frontend=None)
        work(watch, until=lambda: seen.exists() and not ours.exists() and nobody_waits_at(theirs))
        assert time.monotonic() - began < 5, "the good one waits for the others"
        assert len(hanging.got) == 1  # one look tries out a place that is not known yet
        wait(watch.under_way, timeout=10)


def nobody_waits_at(frontend: PreviewAddress) -> bool:
    return not Receipt.objects.filter(frontend=frontend, state=State.WAITING).exists()
