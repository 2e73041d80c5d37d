"""Schedules and bundles at the second, in a running product: a reader finds all of a bundle or nothing, and soon.

`MOMENTS` says how many moments of each kind are measured. The figures are printed (`-s`).
"""

import json
import os
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from sites import clock
from tests.factories.workflows import Desk, decided, make_desk, sent_bundle
from tests.stack import Stack, running_stack
from workflows.bundles.models import Bundle
from workflows.passage import actions
from workflows.passage.enums import PassageState

MOMENTS = int(os.environ.get("MOMENTS", "3"))
MANY = 30
PATIENCE = 60.0
SOON = 1.0


@pytest.fixture(scope="module")
def stack(
    _test_database: None, desks_database: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Stack]:
    """The product on a copy of the desks; the test's own connection leads there too."""
    with running_stack("moments", template=desks_database, state=tmp_path_factory.mktemp("moments")) as running:
        connection = connections["default"]
        before = connection.settings_dict["NAME"]
        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict["NAME"] = "moments"
            yield running
            connection.close()
        connection.settings_dict["NAME"] = before


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


def drafts(desk: Desk, name: str, number: int) -> list[Any]:
    return [desk.draft(title=f"{name} {n}", slug=f"{name}-{n}".lower()) for n in range(number)]


def bundle_due(desk: Desk, name: str, number: int, *, ahead: float) -> Bundle:
    """An approved bundle; its moment lies so many seconds ahead of its submission."""
    pages = drafts(desk, name, number)
    at = (clock.now() + timedelta(seconds=ahead)).replace(microsecond=0) + timedelta(seconds=1)
    bundle = decided(desk.head, sent_bundle(desk, *pages, title=name, at=at))
    assert bundle.state == "scheduled", "the moment came before the approval: this machine is too slow for the test"
    return bundle


def delay_of(stack: Stack, bundle: Bundle, name: str, number: int) -> float:
    assert bundle.at is not None
    with Reader(stack, {f"{name} {n}" for n in range(number)}) as reader:
        return reader.until_all() - bundle.at.timestamp()


def said(what: str, delays: list[float]) -> None:
    print(  # noqa: T201 - the figures are the purpose
        f"\n{what}: {len(delays)} moments, median {statistics.median(delays) * 1000:.0f} ms, "
        f"longest {max(delays) * 1000:.0f} ms"
    )


def test_schedules_are_public_within_a_second(stack: Stack) -> None:
    desk, delays = make_desk(), []
    for round_number in range(MOMENTS):
        title = f"Hen gio {round_number}"
        at = (clock.now() + timedelta(seconds=2)).replace(microsecond=0) + timedelta(seconds=1)
        page = desk.draft(title=title, slug=f"hen-gio-{round_number}", go_live_at=at)
        passage = actions.submit(desk.writer, page=page)
        passage = actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        assert passage.state == PassageState.SCHEDULED
        with Reader(stack, {title}) as reader:
            delays.append(reader.until_all() - at.timestamp())
    said("schedules", delays)
    assert min(delays) > -0.05
    assert max(delays) < SOON


def test_bundles_are_public_within_a_second(stack: Stack) -> None:
    desk, delays = make_desk(), []
    for round_number in range(MOMENTS):
        name = f"Dot {round_number}"
        bundle = bundle_due(desk, name, 3, ahead=4)
        delays.append(delay_of(stack, bundle, name, 3))
    said("bundles of 3", delays)
    assert min(delays) > -0.05
    assert max(delays) < SOON


def test_a_reader_never_sees_a_part_of_thirty_items(stack: Stack) -> None:
    desk = make_desk()
    bundle = bundle_due(desk, "Lon", MANY, ahead=40)
    delay = delay_of(stack, bundle, "Lon", MANY)
    said(f"a bundle of {MANY}", [delay])
    assert delay > -0.05


def test_a_worker_killed_in_the_middle_leaves_all_or_nothing(stack: Stack) -> None:
    desk = make_desk()
    bundle = bundle_due(desk, "Chet", MANY, ahead=40)
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
