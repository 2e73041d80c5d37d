"""The search: 50 queries in three bands of hits, one after the other; completions of them, letter by letter."""

import json
import statistics
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

ROUNDS = 3
LETTERS = (1, 2, 3, 5, 8, 12)
BEST_OF_OTHERS = 0.2  # Wagtail's API v2, in 5,500 items of the data set


def measure(base: str, site: str, queries: Path) -> str:
    """A table: queries, hits, and how long an answer takes."""
    lines = ["| band | queries | hits | median ms | p95 ms | slowest ms |", "|---|---|---|---|---|---|"]
    every: list[float] = []
    for band, words in json.loads(queries.read_text()).items():
        answers = [_asked(base, site, word) for word in words]
        taken = sorted(time for times, _hits in answers for time in times)
        hits = sorted(hits for _times, hits in answers)
        every += taken
        lines.append(f"| {band} | {len(words)} | {hits[0]} to {hits[-1]} | {_said(taken)} |")
    lines.append(f"| all | | | {_said(sorted(every))} |")
    told = (
        f"One reader at a time: {len(every) / sum(every) * 1000:.1f} searches a second; others at best {BEST_OF_OTHERS}"
    )
    return "\n".join([*lines, told])


def measure_completions(base: str, site: str, queries: Path) -> str:
    """A table: how long it takes to complete what somebody writes, letter by letter."""
    lines = ["| letters | asked | median ms | p95 ms | slowest ms |", "|---|---|---|---|---|"]
    words = [word for some in json.loads(queries.read_text()).values() for word in some]
    every: list[float] = []
    for letters in LETTERS:
        begun = list(dict.fromkeys(word[:letters].strip() for word in words))
        urls = [f"{base}/api/v1/suggest/?site={site}&include=subsites&q={quote(word)}" for word in begun]
        taken = sorted(_timed(url) for url in urls for _ in range(ROUNDS))
        every += taken
        lines.append(f"| {letters} | {len(begun)} | {_said(taken)} |")
    return "\n".join([*lines, f"| all | | {_said(sorted(every))} |"])


def _timed(url: str) -> float:
    began = time.perf_counter()
    _read(url)
    return (time.perf_counter() - began) * 1000


def _asked(base: str, site: str, word: str) -> tuple[list[float], int]:
    """How long the answers took, after one to warm up, and how many hits there are."""
    url = f"{base}/api/v1/search/?site={site}&include=subsites&count=true&q={quote(word)}"
    found, times = _read(url), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        _read(url)
        times.append((time.perf_counter() - began) * 1000)
    return times, found.get("count", found.get("count_is_at_least", 0))


def _read(url: str) -> dict[str, int]:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.loads(answer.read())


def _said(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} | {times[int(len(times) * 0.95) - 1]:.0f} | {times[-1]:.0f}"
