"""What the documents point to exists."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)")
ROOM = re.compile(r"`(\w+)`")


def documents() -> list[Path]:
    """Every Markdown file that git knows."""
    names = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split()]


def test_every_link_between_documents_leads_somewhere() -> None:
    dead = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in documents()
        for target in LINK.findall(path.read_text())
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_the_map_names_every_room() -> None:
    named = set(ROOM.findall((ROOT / "docs" / "map.md").read_text()))
    rooms = {
        path.parent.name
        for floor in ("sites", "cms", "workflows", "api")
        for path in (ROOT / floor).glob("*/__init__.py")
    }
    assert rooms - named == set()


def test_the_readme_fits_on_two_screens() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 80
