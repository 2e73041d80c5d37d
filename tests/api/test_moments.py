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
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from uuid import UUID

import pytest

from api.publications.models import Current, Dirty
from api.receipts.models import Receipt
from bench.comparing import Watching
from cms.news.models import NewsPage
from sites import clock
from sites.domains.actions import keep_host
from sites.domains.enums import HostRole
from tests.databases import connected_to
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, decided, fresh_page, make_desk, published, sent_bundle
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
        _until_it_answers(running)
        yield running


def address_of(stack: Stack) -> str:
    """The newest items of the department."""
    return f"{stack.url}/api/v1/content/?site=stc.binhphuoc.gov.vn&type=news&limit=100"


def _until_it_answers(stack: Stack) -> None:
    """Until the worker has written the sites into the log: before that they are not known."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with suppress(HTTPError), urllib.request.urlopen(address_of(stack), timeout=10):
            return
        time.sleep(0.1)
    raise AssertionError("the worker does not drain")


class Reader:
    """Asks for the newest items again and again, and keeps when it saw how many of those that are waited for."""

    def __init__(self, stack: Stack, titles: set[str]) -> None:
        self.address = address_of(stack)
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


def receipt_of(public_id: UUID, state: str) -> Receipt:
    """The newest receipt of an item, once the worker has ended it."""
    limit = time.monotonic() + PATIENCE
    rows = Receipt.objects.filter(version__public_id=public_id, version__state=state, ended_at__isnull=False)
    while time.monotonic() < limit:
        if found := rows.select_related("version").order_by("-version").first():
            return found
        time.sleep(0.01)
    raise AssertionError("the worker does not look")


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
        assert receipt_of(passage.public_id, "live").state == "visible"
    said("schedules", delays)
    assert min(delays) > -0.05
    assert max(delays) < SOON


def test_bundles_are_public_at_their_moment(stack: Stack) -> None:
    desk, delays = make_desk(), []
    for round_number in range(MOMENTS):
        name = f"Dot {round_number}"
        bundle = bundle_due(desk, name, 3)
        delays.append(delay_of(stack, bundle, name, 3))
        for public_id in Passage.objects.filter(page__title__startswith=name).values_list("public_id", flat=True):
            assert receipt_of(public_id, "live").state == "visible"
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


def test_the_worker_sees_at_the_public_address_what_was_published_and_what_was_withdrawn(stack: Stack) -> None:
    desk = make_desk()
    page = published(desk, title="Thay ngay")
    receipt = receipt_of(page.translation_key, "live")
    assert (receipt.state, receipt.fault) == ("visible", "")
    assert receipt.since <= receipt.version.at <= receipt.seen_at
    said("receipts", [(receipt.seen_at - receipt.since).total_seconds()])
    actions.withdraw(desk.head, page=fresh_page(page.pk), reason="Sai số liệu")
    assert receipt_of(page.translation_key, "withdrawn").state == "visible"


class Comparing(Reader):
    """Asks for an item by its name, by its path, and for its site, and keeps what does not agree."""

    def __init__(self, stack: Stack, pages: list[NewsPage]) -> None:
        super().__init__(stack, set())
        self.renaming = Watching(stack.url, [(page.translation_key, f"/tin-tuc/{page.slug}/") for page in pages])

    def run(self) -> None:
        while not self.stop.is_set():
            self.renaming.compare_one()
        self.renaming.api.close()


def test_a_site_gets_another_name_and_the_api_is_right_at_every_moment(stack: Stack) -> None:
    """`python -m bench.publishing` does the same with 10,000 items."""
    desk = make_desk()
    pages = [published(desk, title=f"Đổi tên {number}", slug=f"doi-ten-{number}") for number in range(MANY)]
    while Dirty.objects.exists():
        time.sleep(0.05)
    with Comparing(stack, pages) as reader:
        name = "ten-moi.binhphuoc.gov.vn"
        keep_host(make_administrator(), site=desk.site, hostname=name, role=HostRole.CANONICAL, reason="Đổi tên miền")
        meanwhile = published(desk, title="Trong lúc đổi tên")
        limit = time.monotonic() + PATIENCE
        while Dirty.objects.exists() or reader.renaming.asked < 20:
            assert time.monotonic() < limit
            time.sleep(0.05)
    assert reader.renaming.wrong == []
    rows = Current.objects.filter(kind="page", site=desk.site.public_id, state="live")
    assert all(
        json.loads(bytes(row))["url"].startswith(f"http://{name}") for row in rows.values_list("whole", flat=True)
    )
    assert receipt_of(meanwhile.translation_key, "live").state == "visible"
