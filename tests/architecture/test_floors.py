"""What the import linter does not see: labels, foreign keys given as strings, sentences, sizes."""

import ast
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("sites", "cms", "workflows", "api")
LONGEST_FILE = 300

ours = [config for config in apps.get_app_configs() if config.name.split(".")[0] in FLOORS]


def floor_of(model: type[models.Model]) -> int | None:
    """The height of the floor that a model stands on; None for a package's model."""
    floor = model.__module__.split(".")[0]
    return FLOORS.index(floor) if floor in FLOORS else None


def source_files() -> list[Path]:
    """Every Python file of the four floors, migrations left out."""
    return [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("config", ours, ids=lambda config: config.name)
def test_the_label_of_a_room_is_floor_and_room(config: object) -> None:
    floor, room = config.name.split(".")  # type: ignore[attr-defined]
    assert config.label == f"{floor}_{room}"  # type: ignore[attr-defined]


def test_foreign_keys_go_down_only() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if (floor := floor_of(model)) is not None
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and (target := floor_of(field.related_model)) is not None
        and target > floor
    ]
    assert upward == []


def test_every_module_has_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in source_files()
        if path.read_text().strip()
        and path.name not in {"apps.py"}
        and not ast.get_docstring(ast.parse(path.read_text()))
        if "commands" not in path.parts and not (path.name == "__init__.py" and path.parent.name == "management")
    ]
    assert silent == []


def test_every_model_says_what_a_row_is() -> None:
    silent = [
        model._meta.label
        for model in apps.get_models()
        if floor_of(model) is not None and (not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("))
        if not model._meta.auto_created
    ]
    assert silent == []


def test_no_file_is_longer_than_a_room_should_hold() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in source_files()
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []


def test_nothing_is_named_after_a_technique() -> None:
    bad = {"utils", "util", "helpers", "helper", "common", "misc", "tasks"}
    assert [str(path.relative_to(ROOT)) for path in source_files() if path.stem in bad or path.parent.name in bad] == []


def test_no_path_of_one_machine_is_named_in_the_tree() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    needles = (f"{ROOT.parent}/", f"{Path.home()}/")
    found = [
        name
        for name in tracked
        if (path := ROOT / name).is_file()
        and path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".sh", ".html", ".po", ""}
        if any(needle in path.read_text(errors="ignore") for needle in needles)
    ]
    assert found == []
