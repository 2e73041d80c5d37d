"""A frontend that follows the changes as the documentation tells it to, and a fresh one to compare it with."""

import itertools
import json
from typing import Any
from urllib.parse import quote

from sites.domains.models import PublicSite
from tests.factories.api import get

CHANGES = "/api/v1/changes/"


class Follower:
    """Keeps what it was told under the key of each thing. `limits` are the sizes of pages that it asks for."""

    def __init__(self, site: PublicSite, query: str = "", *, limits: tuple[int, ...] = (100,)) -> None:
        self.site, self.query, self.limits = site, query, itertools.cycle(limits)
        self.kept: dict[str, Any] = {}
        self.cursor = ""
        self.read: list[int] = []
        self.entries: list[dict[str, Any]] = []

    def begin(self) -> "Follower":
        """The snapshot, to its end."""
        self._walk(f"?{self.query}")
        return self

    def follow(self) -> "Follower":
        """Everything that came since."""
        self.entries = []
        self._walk(f"?{self.query}&since={quote(self.cursor)}")
        return self

    def _walk(self, query: str) -> None:
        while query:
            kept = "&".join(word for word in query.removeprefix("?").split("&") if not word.startswith("limit="))
            answer = get(f"{CHANGES}?{kept}&limit={next(self.limits)}", self.site)
            assert answer.status_code == 200, answer.content
            found = answer.json()
            for entry in found["results"]:
                self._take(entry)
            self.cursor = found["cursor"]
            query = (found["next"] or "").partition("?")[2]

    def _take(self, entry: dict[str, Any]) -> None:
        assert not self.read or entry["version"] > self.read[-1], "in order, none twice"
        self.read.append(entry["version"])
        self.entries.append(entry)
        if entry["action"] == "put":
            names = [name for name in ("item", "site_record", "menus", "redirect") if name in entry]
            assert len(names) == 1, entry
            self.kept[entry["key"]] = json.dumps(entry[names[0]], sort_keys=True)
        elif entry["action"] == "delete":
            self.kept.pop(entry["key"], None)

    def is_up_to_date(self) -> None:
        """What it keeps is, to the letter, what a snapshot taken now would give it."""
        fresh = Follower(self.site, self.query).begin()
        assert self.kept.keys() == fresh.kept.keys()
        assert self.kept == fresh.kept
