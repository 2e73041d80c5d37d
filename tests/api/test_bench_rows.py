"""What the benchmark loads is what the gate makes: the same rows, byte by byte.

`BENCH_ROWS=1000` compares a thousand, as `make bench` does; here a few, because the gate takes its time.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import batched
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from api.publications.drain import drain_in_transaction
from api.publications.models import Body, Current, Version
from api.publications.verification import differences
from bench.items import Item, World, moment_of, page_of, read
from bench.loading import BASIS, Loader
from bench.world import make_world
from cms.project.config import ROOT
from sites import clock
from tests.factories.sites import make_administrator
from workflows.passage.actions import release_import

ROWS = int(os.environ.get("BENCH_ROWS", "12"))
SITES = 4
PASS = 200


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set."""
    folder = tmp_path_factory.mktemp("data")
    words = ["--items", str(ROWS), "--sites", str(SITES), "--out", str(folder)]
    subprocess.run([sys.executable, "bench/gen_data.py", *words], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def world(db: None, data: Path) -> World:
    """The sites of the data set."""
    world = make_world_in_transaction(data)
    assert differences() == []
    return world


def make_world_in_transaction(data: Path) -> World:
    import bench.world

    bench.world.drain = drain_in_transaction  # alone on the database, inside the test's transaction
    return make_world(data, sites=SITES, pictures=2)


def rows_since(seq: int) -> dict[str, Any]:
    """What the log has got of items since, by table and name, all columns but the table's own numbers."""
    versions = Version.objects.filter(seq__gt=seq, frame___type="news")
    return {
        "versions": {row["seq"]: row for row in versions.values()},
        "texts": {row.sha256: bytes(row.bytes or b"") for row in Body.objects.filter(versions__in=versions)},
        "current": {
            row["seq"]: {**row, "id": None} for row in Current.objects.filter(seq__gt=seq, type="news").values()
        },
    }


def through_the_gate(items: Iterable[Item], world: World) -> None:
    """Each item as an import: draft, release, publication; then the drain, as after one transaction."""
    actor = make_administrator()
    for item in items:
        page = page_of(item, world)
        world.sections[item["site"]].add_child(instance=page)
        page.save_revision(user=actor)
        release_import(actor, page=page, first_published_at=moment_of(item), basis=BASIS)
    drain_in_transaction()


def compare(items: Sequence[Item], world: World) -> int:
    """Take items through the gate, undo it, load them; return in how many rows both agree."""
    seq = Version.objects.order_by("-seq").values_list("seq", flat=True)[0]
    with transaction.atomic():
        through_the_gate(items, world)
        gate = rows_since(seq)
        transaction.set_rollback(True)
    assert rows_since(seq)["versions"] == {}
    release = min(row["release_id"] for row in gate["versions"].values())
    Loader(world, at=clock.now(), release=release).load(items)
    loaded = rows_since(seq)
    assert len(gate["current"]) == len(items)
    for table, rows in gate.items():
        assert loaded[table].keys() == rows.keys()
        for key, row in rows.items():
            assert loaded[table][key] == row
    return len(items)


def test_loaded_rows_are_those_of_the_gate_byte_by_byte(world: World, data: Path) -> None:
    items = sorted(read(data, "news"), key=lambda item: (world.sections[item["site"]].path, item["id"]))
    with time_machine.travel(clock.now(), tick=False):
        assert sum(compare(some, world) for some in batched(items, PASS)) == ROWS


def test_a_loaded_row_that_differs_would_be_found(world: World, data: Path) -> None:
    items = list(read(data, "news"))[:2]
    at, seq = clock.now(), Version.objects.count()
    Loader(world, at=at, release=1_000_000).load(items)
    before = rows_since(seq)
    with connection.cursor() as cursor:
        cursor.execute("update api_publications_current set list_form = list_form || ' ' where seq > %s", [seq])
    assert rows_since(seq)["current"] != before["current"]
