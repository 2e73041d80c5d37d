"""Frontends that show what was published, as well as they can: right, old, wrong, silent, broken, or not at all."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.factories.hooks import Handler

MOODS = ("right", "right", "right", "right", "old", "wrong", "silent", "500", "hangs", "closes")


@dataclass
class Shown:
    """What one frontend knows of every path, and what it has told whom."""

    moods: Sequence[str] = MOODS
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - can be repeated
    known: dict[str, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, path: str, sha256: str) -> None:
        """A path shows another version from now on; "" where it shows nothing any more."""
        with self.lock:
            self.known.setdefault(path, []).append(sha256)

    def behave(self, handler: Handler) -> None:
        """Answer one request in one of the moods."""
        with self.lock:
            mood = self.chance.choice(self.moods)
            versions = list(self.known.get(handler.path, [""]))
        if mood == "hangs":
            time.sleep(1)
        if mood in ("hangs", "closes"):
            handler.connection.close()
        elif mood == "500":
            handler.say(500, b"hong")
        elif mood == "silent":
            handler.say(200, b"<html><body>khong noi gi</body></html>")
        elif mood == "wrong":
            self._say(handler, f"{self.chance.getrandbits(256):064x}")
        else:
            self._say(handler, versions[-1] if mood == "right" else versions[max(0, len(versions) - 2)])

    def _say(self, handler: Handler, sha256: str) -> None:
        with self.lock:
            self.told.add(sha256 or f"gone {handler.path}")
        if not sha256:
            handler.say(404, b"khong con")
        elif self.chance.random() < 0.5:
            handler.say(200, b"<html></html>", **{"Publication-Receipt": sha256})
        else:
            handler.say(200, f'<html><head><meta name="publication-receipt" content="{sha256}"></head>'.encode())
