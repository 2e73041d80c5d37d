"""Reading the files of sample content. The format is described in `fixtures/provinces/README.md`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Sample:
    """One item as a file has it: what it says in Vietnamese, and in English where it does, and how far it has come."""

    key: str
    site: str
    section: str
    type: str
    state: str
    step: int
    reason: str
    published_at: datetime | None
    go_live_at: datetime | None
    category: str
    agency: str
    vi: Mapping[str, Any]
    en: Mapping[str, Any] | None

    @property
    def pictures(self) -> list[str]:
        """The names of the pictures that it shows."""
        body = self.vi.get("body", [])
        blocks = [self.vi.get("image") or {}, *body, *(one for block in body for one in block.get("pictures", []))]
        return [block["picture"] for block in blocks if "picture" in block]


def samples_in(folder: Path) -> list[Sample]:
    """Every item of a folder, by name of file. Raises `ValueError` naming the file that cannot be read."""
    return [_sample(path) for path in sorted(folder.glob("*.yaml"))]


def _sample(path: Path) -> Sample:
    try:
        return sample_of(YAML(typ="safe").load(path))
    except Exception as fault:
        raise ValueError(f"{path.name}: {fault!r}") from fault


def sample_of(data: Mapping[str, Any]) -> Sample:
    """An item as it stands in a file. Raises `KeyError` for what is missing."""
    return Sample(
        key=data["key"],
        site=data["site"],
        section=data["section"],
        type=data["type"],
        state=data["state"],
        step=data.get("step", 1),
        reason=data.get("reason", ""),
        published_at=data.get("published_at"),
        go_live_at=data.get("go_live_at"),
        category=data.get("category", ""),
        agency=data.get("agency", ""),
        vi=data,
        en=data.get("en"),
    )
