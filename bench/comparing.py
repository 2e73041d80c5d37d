"""A reader that compares what the API says of an item by its name and by its path, and of its site, at every moment.

Shared by `bench.renaming` and the tests; knows nothing but HTTP.
"""

import http.client
import json
import random
import time
import uuid
from collections.abc import Sequence
from typing import Any

HOST = "stc.binhphuoc.gov.vn"


class Api:
    """A reader with one connection."""

    def __init__(self, url: str) -> None:
        self.machine = url.removeprefix("http://")
        self.connection = http.client.HTTPConnection(self.machine, timeout=30)

    def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()


class Watching:
    """What was asked, and what was wrong."""

    def __init__(self, url: str, items: Sequence[tuple[uuid.UUID, str]]) -> None:
        self.url, self.items, self.api = url, items, Api(url)
        self.asked, self.wrong = 0, list[str]()
        self.chance = random.Random(1)

    def compare_one(self) -> None:
        """One item, chosen by chance."""
        if fault := self._fault(*self.chance.choice(self.items)):
            self.wrong.append(fault)
        self.asked += 1
        time.sleep(0.01)

    def _fault(self, public_id: uuid.UUID, path: str) -> str:
        """What is wrong with what is said of an item by its name, by its path, and of its site; "" where it agrees."""
        first = self.api.get(f"/api/v1/content/{public_id}/?site={HOST}")
        second = self.api.get(f"/api/v1/resolve/?site={HOST}&path={path}")
        third = self.api.get(f"/api/v1/sites/{HOST}/")
        if {first[0], second[0], third[0]} != {200}:
            return f"{first[0]} {second[0]} {third[0]}"
        item, found, site = first[1], second[1]["item"], third[1]
        names = {site["hostnames"]["canonical"], *site["hostnames"]["equal"], *site["hostnames"]["former"]}
        if item["url"].removeprefix("http://").partition(":")[0] not in names or item["site"] not in names:
            return f"{item['url']} stands at none of {names}"
        if not item["url"].endswith(path) or item["path"] != path:
            return f"{item['url']} is not {path}"
        older, newer = item["receipt"]["version"], found["receipt"]["version"]
        is_same = item == found if older == newer else older < newer
        return "" if is_same else f"{item['url']} by name, {found['url']} by path"
