"""The search: 50 queries in three bands of hits, one after the other and by many readers; completions of them."""

import json
import random
import re
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from bench.gen_search import A_BAND, BANDS, without_marks

ROUNDS = 3
LETTERS = (1, 2, 3, 5, 8, 12)
BEST_OF_OTHERS = 0.009  # of the floor: Plone 6.2, in 5,500 items of the data set (`shared/bench`)
SAMPLED = 20_000
TEXTS = re.compile(r"<[^>]+>|\\[a-z]")  # what is no word in them
LONGEST = 6  # words of a query
IN_TURN = """local urls, number = {%s}, 0
request = function()
  number = number %% #urls + 1
  return wrk.format("GET", urls[number])
end
done = function(summary)
  local errors = summary.errors
  io.write("GOT " .. summary.requests .. " " .. summary.duration .. " " ..
    errors.connect + errors.read + errors.write + errors.status + errors.timeout .. "\\n")
end
"""


def queries_of(folder: Path) -> Path:
    """50 queries in three bands for a data set: some words of one of its titles, or of a summary. Made once."""
    target, chance, places = folder / "fifty.json", random.Random(20261127), dict[str, set[int]]()
    if target.exists():
        return target
    said = []
    with (folder / "news.jsonl").open() as lines:
        for line in lines:
            item = json.loads(line)
            said += [re.findall(r"\w+", item["title"].lower()), re.findall(r"\w+", item["summary"].lower())]
            texts = TEXTS.sub(" ", json.dumps([item["title"], item["summary"], item["body"]], ensure_ascii=False))
            for syllable in set(re.findall(r"\w+", without_marks(texts.lower()))):
                places.setdefault(syllable, set()).add(item["id"])
    drawn = (chance.choice(said) for _ in range(SAMPLED))
    words = (" ".join(chance.sample(some, min(len(some), chance.randint(1, LONGEST)))) for some in drawn)
    target.write_text(json.dumps(_in_bands(words, places), ensure_ascii=False, indent=1))
    return target


def _in_bands(queries: Iterable[str], places: Mapping[str, set[int]]) -> dict[str, list[str]]:
    """Some for each band, every second one without marks; what has all their syllables is found."""
    chosen: dict[str, list[str]] = {band: [] for band in BANDS}
    for words in dict.fromkeys(queries):
        hits = len(set.intersection(*(places.get(part, set()) for part in without_marks(words).split())))
        band = next((name for name, (least, most) in BANDS.items() if least <= hits <= most), None)
        if band is not None and len(chosen[band]) < A_BAND[band]:
            chosen[band].append(words if len(chosen[band]) % 2 else without_marks(words))
    return chosen


def urls_of(base: str, site: str, queries: Path) -> list[str]:
    """The addresses of all queries."""
    words = [word for some in json.loads(queries.read_text()).values() for word in some]
    return [f"{base}/api/v1/search/?site={site}&include=subsites&q={quote(word)}" for word in words]


def measure_crowd(peers: Mapping[str, Sequence[str]], *, rounds: int, seconds: int, readers: int) -> str:
    """A table: answers a second to so many readers who ask these addresses in turn, and the ratio to the last peer."""
    got: dict[str, list[float]] = {name: [] for name in peers}
    failed = dict.fromkeys(peers, 0)
    for name, urls in list(peers.items()) * (rounds + 1):  # the first round warms up
        answers, errors = _answers_a_second(urls, seconds=seconds, readers=readers)
        got[name].append(answers)
        failed[name] += errors
    floor = got[list(peers)[-1]]
    lines = ["| peer | searches a second | min..max | ratio to the floor | failed |", "|---|---|---|---|---|"]
    for name, (_first, *rest) in got.items():
        ratio = statistics.median(mine / its for mine, its in zip(rest, floor[1:], strict=True))
        spread = f"{min(rest):.1f}..{max(rest):.1f}"
        lines.append(f"| {name} | {statistics.median(rest):.1f} | {spread} | {ratio:.3f} | {failed[name]} |")
    return "\n".join([*lines, f"Best of others: {BEST_OF_OTHERS} of the floor"])


def _answers_a_second(urls: Sequence[str], *, seconds: int, readers: int) -> tuple[float, int]:
    """By `wrk`; and how many failed."""
    paths = ",".join(json.dumps("/" + url.split("/", 3)[3]) for url in urls)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(IN_TURN % paths)
        script.flush()
        words = ["wrk", "-t1", f"-c{readers}", f"-d{seconds}s", "--timeout", "30s", "-s", script.name, urls[0]]
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    requests, microseconds, errors = map(int, re.findall(r"^GOT (\d+) (\d+) (\d+)", said, re.M)[0])
    return requests / microseconds * 1e6, errors


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
    told = f"One reader at a time: {len(every) / sum(every) * 1000:.1f} searches a second"
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
