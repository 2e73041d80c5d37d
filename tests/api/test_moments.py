"""Schedules and bundles at the second, in a running product: a reader finds all of a bundle or nothing, and soon.

A run looks at one moment of each kind. To measure: `MOMENTS` says how many, `WITHIN` how many seconds each may take;
the figures are printed (`-s`).
"""

import json
import os
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sites import clock
from tests.databases import connected_to
from tests.factories.workflows import Desk, decided, fresh_page, make_desk, sent_bundle
from tests.stack import Stack, running_stack
from workflows.bundles.actions import take_back_bundle
from workflows.bundles.enums import BundleState
from workflows.bundles.models import Bundle
from workflows.passage import actions
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage

MOMENTS = int(os.environ.get("MOMENTS", "1"))
MANY = 30 if MOMENTS > 1 else 8
PATIENCE = 120.0
SOON = float(os.environ.get("WITHIN", PATIENCE))  # seconds; a machine that does nothing else keeps to 1


@pytest.fixture(scope="module")
def stack(desks_database: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Stack]:
    """The product on a copy of the desks; the test's own connection leads there too."""
    state = tmp_path_factory.mktemp("moments")
    with (
        running_stack("moments", template=desks_database, state=state) as running,
        connected_to("moments", django_db_blocker),
        django_db_blocker.unblock(),
    ):
        yield running


class Reader:
    """Asks for the newest items again and again, and keeps when it saw how many of those that are waited for."""

    def __init__(self, stack: Stack, titles: set[str]) -> None:
        self.address = f"{stack.url}/api/v1/content/?site=stc.binhphuoc.gov.vn&type=news&limit=100"
        self.titles = titles
        self.seen: list[tuple[float, int]] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> "Reader":
        self.thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop.set()
        self.thread.join(10)

    def run(self) -> None:
        while not self.stop.is_set():
            with urllib.request.urlopen(self.address, timeout=10) as answer:
                results = json.load(answer)["results"]
            self.seen.append((time.time(), sum(item["title"] in self.titles for item in results)))
            self.stop.wait(0.01)

    def until_all(self) -> float:
        """When all were there for the first time; never a part of them before."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            for at, count in list(self.seen):
                assert count in (0, len(self.titles)), f"{count} of {len(self.titles)}"
                if count:
                    return at
            time.sleep(0.01)
        raise AssertionError("nothing became public")


def moment_ahead(seconds: float) -> datetime:
    return (clock.now() + timedelta(seconds=seconds)).replace(microsecond=0) + timedelta(seconds=1)


def item_due(desk: Desk, title: str) -> Passage:
    """An approved item whose moment is near; on a slow machine it lies further ahead."""
    for ahead in (2, 8, 30, 90):
        page = desk.draft(title=title, slug=f"hen-{ahead}-{title}".lower().replace(" ", "-"))
        page.go_live_at = moment_ahead(ahead)
        page.save_revision(user=desk.writer)
        passage = actions.submit(desk.writer, page=page)
        passage = actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        if passage.state == PassageState.SCHEDULED:
            return passage
        actions.withdraw(desk.head, page=fresh_page(page.pk), reason="Quá chậm")
    raise AssertionError("this machine is too slow for the test")


def bundle_due(desk: Desk, name: str, number: int) -> Bundle:
    """An approved bundle whose moment is near; on a slow machine it lies further ahead."""
    for factor in (1, 4, 16):
        pages = [desk.draft(title=f"{name} {n}", slug=f"{name}-{factor}-{n}".lower()) for n in range(number)]
        at = moment_ahead(factor * (2 + number / 2))
        bundle = decided(desk.head, sent_bundle(desk, *pages, title=name, at=at))
        if bundle.state == BundleState.SCHEDULED:
            return bundle
        take_back_bundle(desk.head, bundle=bundle, reason="Quá chậm")
    raise AssertionError("this machine is too slow for the test")


def delay_of(stack: Stack, bundle: Bundle, name: str, number: int) -> float:
    assert bundle.at is not None
    with Reader(stack, {f"{name} {n}" for n in range(number)}) as reader:
        return reader.until_all() - bundle.at.timestamp()


def said(what: str, delays: list[float]) -> None:
    print(  # noqa: T201 - the figures are the purpose
        f"\n{what}: {len(delays)} moments, median {statistics.median(delays) * 1000:.0f} ms, "
        f"longest {max(delays) * 1000:.0f} ms"
    )


def test_schedules_are_public_at_their_moment(stack: Stack) -> None:
    desk, delays = make_desk(), []
    for round_number in range(MOMENTS):
        title = f"Hen gio {round_number}"
        passage = item_due(desk, title)
        assert passage.go_live_at is not None
        with Reader(stack, {title}) as reader:
            delays.append(reader.until_all() - passage.go_live_at.timestamp())
    said("schedules", delays)
    assert min(delays) > -0.05
    assert max(delays) < SOON


def test_bundles_are_public_at_their_moment(stack: Stack) -> None:
    desk, delays = make_desk(), []
    for round_number in range(MOMENTS):
        name = f"Dot {round_number}"
        bundle = bundle_due(desk, name, 3)
        delays.append(delay_of(stack, bundle, name, 3))
    said("bundles of 3", delays)
    assert min(delays) > -0.05
    assert max(delays) < SOON


def test_a_reader_never_sees_a_part_of_many_items(stack: Stack) -> None:
    desk = make_desk()
    bundle = bundle_due(desk, "Lon", MANY)
    delay = delay_of(stack, bundle, "Lon", MANY)
    said(f"a bundle of {MANY}", [delay])
    assert delay > -0.05


def test_a_worker_killed_in_the_middle_leaves_all_or_nothing(stack: Stack) -> None:
    desk = make_desk()
    bundle = bundle_due(desk, "Chet", MANY)
    assert bundle.at is not None
    with Reader(stack, {f"Chet {n}" for n in range(MANY)}) as reader:
        time.sleep(max(0.0, bundle.at.timestamp() - time.time()) + 0.15)
        stack.kill("worker")
        time.sleep(1)
        at_death = reader.seen[-1][1]
        assert at_death in (0, MANY)
        stack.start("worker")
        reader.until_all()
    assert Bundle.objects.get(pk=bundle.pk).state == "published"
    assert Path(stack.log).exists()
