"""What consumers rely on: their recorded requests, asked of the sample province. A fault names the consumer.

How to add one: docs/how-to/contracts-of-consumers.md.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from api.consumers.contracts import KINDS, faults_in, filled, shape_of, taken_from
from tests.stack import DOMAIN, ROOT

CONSUMERS = ROOT / "tests" / "contracts" / "consumers"
NAMES = sorted(path.name for path in CONSUMERS.iterdir() if path.is_dir())


def contracts_of(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The recorded requests of a consumer in their order."""
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def faults_of(folder: Path) -> Iterator[str]:
    """Everything that a consumer relies on and does not find."""
    taken: dict[str, str] = {}
    for name, contract in contracts_of(folder):
        asked, wanted = contract["request"], contract["relies_on"]
        query = {key: filled(value, taken) for key, value in asked.get("query", {}).items()}
        client = Client(headers={"host": DOMAIN, **asked.get("headers", {})})
        answer = client.get(filled(asked["path"], taken), query)
        where = f"{folder.name}, {name}"
        if answer.status_code != wanted["status"]:
            yield f"{where}: {wanted['status']} expected, {answer.status_code} answered"
            continue
        for header, value in wanted.get("headers", {}).items():
            if answer.headers.get(header) != value:
                yield f"{where}: {header}: {value!r} expected, {answer.headers.get(header)!r} answered"
        body = answer.json()
        yield from (f"{where}: {fault}" for fault in faults_in(body, wanted.get("body", "anything")))
        taken |= {key: taken_from(body, place) for key, place in contract.get("take", {}).items()}


@pytest.mark.parametrize("consumer", NAMES)
def test_a_consumer_finds_what_it_relies_on(consumer: str, readers: None) -> None:
    assert contracts_of(CONSUMERS / consumer)
    faults = list(faults_of(CONSUMERS / consumer))
    assert faults == [], f"the contract of the consumer “{consumer}” is broken:\n" + "\n".join(faults)


# --- the shapes themselves ----------------------------------------------------------------------------------------

ITEM = {
    "public_id": "3f1c3f9e-32b7-4a0b-9d8b-0a4d2b1f6f10",
    "title": "Tin",
    "summary": "",
    "published_at": "2026-11-22T09:14:32+07:00",
    "day": "2026-11-22",
    "url": "https://stc.vidu.vn/tin/",
    "path": "/tin/",
    "count": 3,
    "share": 0.5,
    "is_new": True,
    "image": None,
    "body": [{"type": "paragraph", "value": "<p>Chữ</p>"}],
}


def test_what_is_recorded_fits_what_was_recorded() -> None:
    shape = shape_of(ITEM)
    assert list(faults_in(ITEM, shape)) == []
    assert shape["published_at"] == "moment"
    assert (shape["day"], shape["url"], shape["path"], shape["image"]) == ("day", "url", "path", "null")
    assert (shape["count"], shape["share"], shape["is_new"]) == ("integer", "number", "boolean")
    assert shape["body"] == [{"at least": 1}, {"type": "words", "value": "html"}]


@pytest.mark.parametrize("name", sorted(ITEM))
def test_a_field_that_goes_or_becomes_another_kind_is_a_fault_with_its_place(name: str) -> None:
    shape = shape_of(ITEM)
    assert list(faults_in({key: value for key, value in ITEM.items() if key != name}, shape)) == [
        f"body.{name}: is not there"
    ]
    found = list(faults_in({**ITEM, name: {"another": "kind"}}, shape))
    assert len(found) == 1
    assert found[0].startswith(f"body.{name}: ")


def test_what_is_not_relied_on_may_change() -> None:
    assert list(faults_in({**ITEM, "new_field": 1}, {"title": "words"})) == []


@pytest.mark.parametrize(
    ("value", "shape", "faults"),
    [
        ([], [{"at least": 1}, "text"], ["body: at least 1 expected, 0 found"]),
        (["a", 1], ["text"], ["body.1: text expected, 1 found"]),
        ("x", [], ["body: a list expected, 'x' found"]),
        (None, "url|null", []),
        ("/a", "url|null", ["body: url|null expected, '/a' found"]),
        ("live", {"is": "live"}, []),
        ("gone", {"is": "live"}, ["body: 'live' expected, 'gone' found"]),
        ("gone", {"one of": ["live", "gone"]}, []),
        (True, "integer", ["body: integer expected, True found"]),
        ("2026-11-22", "moment", ["body: moment expected, '2026-11-22' found"]),
        ("", "words", ["body: words expected, '' found"]),
        ([], {"a": "text"}, ["body: an object expected, [] found"]),
    ],
)
def test_shapes(value: Any, shape: Any, faults: list[str]) -> None:
    assert list(faults_in(value, shape)) == faults


def test_a_kind_that_there_is_not_is_no_shape() -> None:
    with pytest.raises(ValueError, match="no kind of value"):
        list(faults_in("x", "wrods"))
    assert "words" in KINDS


def test_entries_of_different_shapes_are_recorded_by_what_they_share() -> None:
    found = shape_of([{"a": "x", "b": 1}, {"a": None, "c": 2}])
    assert found == [{"at least": 1}, {"a": "null|words"}]


def test_a_presenter_that_leaves_a_field_out_breaks_the_contract_of_who_reads_it(readers: None, tmp_path: Path) -> None:
    """The same questions with one wish more: the fault names the consumer, the request and the place."""
    source = CONSUMERS / "portal-vi"
    folder = tmp_path / "portal-vi"
    folder.mkdir()
    for name, contract in contracts_of(source):
        if name == "03-news":
            contract["relies_on"]["body"]["results"][-1]["subtitle"] = "words"
        (folder / f"{name}.json").write_text(json.dumps(contract))
    found = list(faults_of(folder))
    assert found
    assert set(found) == {f"portal-vi, 03-news: body.results.{n}.subtitle: is not there" for n in range(len(found))}
