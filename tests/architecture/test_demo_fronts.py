"""The front pages of the demonstration province: every site has one, every text stands in both languages."""

from collections.abc import Iterator
from typing import Any

from fixtures.pictures import NAMES
from tests.architecture.test_demo_content import PROVINCE, SITES, load
from workflows.samples.fronts import SLOTS

FRONTS: list[dict[str, Any]] = load(PROVINCE / "fronts.yaml")["fronts"]


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(part)


def test_every_site_has_one_front_page_with_known_slots() -> None:
    assert sorted(code for front in FRONTS for code in front["sites"]) == sorted(SITES)
    assert {name for front in FRONTS for slot in front["slots"] for name in slot} == set(SLOTS)


def test_texts_stand_in_both_languages_and_pictures_are_drawn() -> None:
    for found in mappings(FRONTS):
        assert not {"vi", "en"} & set(found) or (set(found) == {"vi", "en"} and all(found.values())), found
        assert found.get("picture", NAMES[0]) in NAMES
        assert "address" not in found or found["address"].startswith("https://")
