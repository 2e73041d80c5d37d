"""`make bench`: the reading API against two floors, in one run, as ratios. See `bench/README.md`."""

import argparse
import base64
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench import machine, search
from bench.memory import pss_of_workers
from bench.processor import a_request

BIG, SMALL = "s01.bench.local", "s07.bench.local"
HELD = "304"  # a list that the reader holds already
PAGE = 250
AT_ONCE = 20
WITHOUT_CONTENT = "version,key,action,at,state"  # how many of the changes are the newest of their item differs by set
MANY = "a million versions on a thousand sites"
PORTS = {"product": 8181, "wsgi": 8182, "django": 8183, "fewer": 8184}


def main() -> int:
    """Measure what was asked for. Returns the exit code."""
    asked = _arguments()
    if not shutil.which("wrk"):
        print("`wrk` is missing: install it (Debian: apt-get install wrk) and run again.")
        return 1
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    with machine.postgres() as socket:
        if asked.search:
            return _search(socket, asked)
        name = machine.database(socket, asked.items)
        name = machine.database_of_more(socket, asked.items, asked.times) if asked.times > 1 else name
        name = machine.database_of_versions(socket, asked.items) if asked.versions else name
        with machine.product(socket, name, PORTS["product"]) as product:
            paths = paths_of(f"http://127.0.0.1:{PORTS['product']}", socket, name)
            _fill(socket, paths)
            with _floors(socket) as floors, _fewer(socket, asked) as fewer:
                _measure(asked, paths, fewer)
                if asked.processor:
                    _processor(asked, paths, {"product": product.pid, **floors}, machine.postmaster())
            if asked.requests:
                _memory(asked.requests, paths, product.pid)
    print(f"load of the machine after: {os.getloadavg()[0]:.1f}", flush=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=1, help="so many times the items, the others being copies")
    parser.add_argument("--versions", action="store_true", help="a million versions on 1,000 sites beside the items")
    parser.add_argument("--search", action="store_true", help="measure the search instead, on a large vocabulary")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dur", type=int, default=4)
    parser.add_argument("--conc", type=int, default=16)
    parser.add_argument("--requests", type=int, default=0, help="then so many requests, and the memory of the workers")
    parser.add_argument("--processor", action="store_true", help="then how much of a processor each answer takes")
    parser.add_argument("--only", default="", help="names of endpoints, separated by commas")
    return parser.parse_args()


def _search(socket: str, asked: argparse.Namespace) -> int:
    """The search on both data sets, by one reader and by many; completions of the large vocabulary."""
    large = machine.database_for_search(socket, asked.items, asked.times)
    sets = {large: machine.search_set(asked.items)}
    if asked.times == 1:
        sets[machine.database(socket, asked.items)] = machine.data_set(asked.items)
    for name, folder in sets.items():
        _search_in(socket, asked, name, search.queries_of(folder))
    return 0


def _search_in(socket: str, asked: argparse.Namespace, name: str, queries: Path) -> None:
    def nothing_kept(socket: str, name: str) -> dict[str, str]:
        return {**machine.environment(socket, name), "ANSWERS_KEPT_MIB": "0"}

    kept, fresh = (f"http://127.0.0.1:{PORTS[name]}" for name in ("product", "fewer"))
    with machine.product(socket, name, PORTS["fewer"], given=nothing_kept):
        print(f"\n## Search in {name}, nothing kept\n{search.measure(fresh, BIG, queries)}", flush=True)
        print(search.measure_completions(fresh, BIG, queries), flush=True)
        with machine.product(socket, name, PORTS["product"]):
            size = len(_read(search.urls_of(fresh, BIG, queries)[0]))
            machine.fill_floor(socket, {"/list": b"x", "/search": b"x" * size})
            peers = {
                "kept": search.urls_of(kept, BIG, queries),
                "nothing kept": search.urls_of(fresh, BIG, queries),
                "Django floor": [f"http://127.0.0.1:{PORTS['django']}/search"],
            }
            with _floors(socket):
                told = search.measure_crowd(peers, rounds=asked.rounds, seconds=asked.dur, readers=asked.conc)
    print(f"\n{asked.conc} readers at once, {size} bytes\n{told}", flush=True)


def paths_of(base: str, socket: str, name: str) -> dict[str, str]:
    """What is measured: name and address."""
    with psycopg.connect(machine.dsn(socket, name)) as connection:
        newest = "select public_id, path from api_publications_current where type = 'news' and site = (%s) limit 1"
        site = "select site from api_publications_hostrow where hostname = %s"
        public_id, path = connection.execute(newest.replace("%s", site), [SMALL]).fetchone() or ("", "")
        cursor = _behind(connection, SMALL)
    api = f"{base}/api/v1"
    first = f"{api}/content/?site={BIG}&type=news"
    return {
        "list": f"{api}/content/?site={SMALL}&type=news",
        HELD: f"{api}/content/?site={SMALL}&type=news",
        "list of the portal": first,
        "list with subsites": f"{api}/content/?site={BIG}&include=subsites",
        f"page {PAGE}": _page(first, PAGE),
        "item": f"{api}/content/{public_id}/?site={SMALL}",
        "resolve": f"{api}/resolve/?site={SMALL}&path={path}",
        "navigation": f"{api}/sites/{SMALL}/navigation/",
        "changes": f"{api}/changes/?site={SMALL}&since={cursor}&limit={AT_ONCE}&fields={WITHOUT_CONTENT}",
        "snapshot": f"{api}/changes/?site={SMALL}&limit={AT_ONCE}",
    }


def _behind(connection: psycopg.Connection[Any], hostname: str) -> str:
    """A cursor behind which a page of changes of a site follows."""
    sql = """
        select seq, hash from api_publications_version where seq < (
          select seq from api_publications_version where site = (
            select site from api_publications_hostrow where hostname = %s)
          order by seq desc offset %s limit 1) order by seq desc limit 1"""
    number, sha256 = connection.execute(sql, [hostname, 2 * AT_ONCE]).fetchone() or (0, "")
    return base64.urlsafe_b64encode(json.dumps(["n", str(number), sha256]).encode()).decode().rstrip("=")


def _page(url: str, number: int) -> str:
    """The address of a page of a list: its cursor is that of the page before, so one walks there."""
    for _ in range(number - 1):
        url = json.loads(_read(url))["next"] or url
    return url


def _read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def _fill(socket: str, paths: dict[str, str]) -> None:
    """Each floor answers each key with a blob as large as the product's answer."""
    machine.fill_floor(socket, {"/list": b"x", **{f"/{_key(name)}": _read(url) for name, url in paths.items()}})


def _key(name: str) -> str:
    return name.replace(" ", "-")


@contextlib.contextmanager
def _floors(socket: str) -> Iterator[dict[str, int]]:
    """The process of each."""
    with (
        machine.floor(socket, "app", PORTS["wsgi"]) as wsgi,
        machine.floor(socket, "django_app", PORTS["django"]) as django,
    ):
        yield {"django": django.pid, "wsgi": wsgi.pid}


@contextlib.contextmanager
def _fewer(socket: str, asked: argparse.Namespace) -> Iterator[dict[str, str]]:
    """The product on the items before they were copied: what the same answers take there; nothing without copies."""
    if asked.times == 1 and not asked.versions:
        yield {}
        return
    name, port = machine.database(socket, asked.items), PORTS["fewer"]
    with machine.product(socket, name, port):
        yield paths_of(f"http://127.0.0.1:{port}", socket, name)


def _measure(asked: argparse.Namespace, paths: dict[str, str], fewer: dict[str, str]) -> None:
    """Each endpoint with both floors of its size, and with fewer items, in rotating rounds."""
    for name in _wanted(asked, paths):
        floors = {kind: f"http://127.0.0.1:{PORTS[kind]}/{_key(name)}" for kind in ("django", "wsgi")}
        words = [
            "--label",
            f"{name}, {MANY if asked.versions else f'{asked.items * asked.times} items'}",
            "--rounds",
            str(asked.rounds),
            "--dur",
            str(asked.dur),
        ]
        words += ["--warm", "1", "--settle", "1", "--conc", str(asked.conc), "--floor", "django"]
        words += ["--pair", *(["--header", f"{HELD}=If-None-Match: *"] if name == HELD else [])]
        words += ["--json", str(machine.state() / "measured.json")]
        targets = [f"{_key(name)}={paths[name]}", *(f"{kind}={url}" for kind, url in floors.items())]
        targets += [f"of-{asked.items}={fewer[name]}"] if fewer else []
        subprocess.run([sys.executable, "bench/measure.py", *words, *targets], cwd=machine.ROOT, check=True)
        if fewer:
            _compare(_key(name), f"of-{asked.items}", words[1])


def _wanted(asked: argparse.Namespace, paths: dict[str, str]) -> list[str]:
    return asked.only.split(",") if asked.only else list(paths)


def _processor(asked: argparse.Namespace, paths: dict[str, str], servers: dict[str, int], postmaster: int) -> None:
    """Microseconds of server and PostgreSQL for one answer of each, in turn: medians, spread, and the ratio."""
    print("\n| µs of a processor | product | django | wsgi | django / product |\n|---|---|---|---|---|")
    for name in _wanted(asked, paths):
        urls = {kind: f"http://127.0.0.1:{PORTS[kind]}/{_key(name)}" for kind in servers} | {"product": paths[name]}
        headers = ["If-None-Match: *"] if name == HELD else []
        taken: dict[str, list[float]] = {kind: [] for kind in servers}
        for kind, url in list(urls.items()) * asked.rounds:
            parents = (servers[kind], postmaster)
            taken[kind].append(a_request(url, parents, seconds=asked.dur, headers=headers))
        said = [f"{statistics.median(some):.0f} ({min(some):.0f}..{max(some):.0f})" for some in taken.values()]
        ratio = statistics.median(taken["django"]) / statistics.median(taken["product"])
        print(f"| {name} | {' | '.join(said)} | {ratio:.2f} |", flush=True)


def _compare(name: str, fewer: str, label: str) -> None:
    """How many times as long an answer takes as with fewer items: the median over the rounds."""
    found = json.loads((machine.state() / "measured.json").read_text())[label]
    pairs = zip(found[name]["rounds"], found[fewer]["rounds"], strict=True)
    times = [less["rps"] / more["rps"] for more, less in pairs]
    print(f"{name}: {statistics.median(times):.2f} times ({min(times):.2f} to {max(times):.2f})", flush=True)


def _memory(requests: int, paths: dict[str, str], pid: int) -> None:
    """So many requests over all endpoints, then what each worker takes."""
    before, sent = pss_of_workers(pid), 0
    while sent < requests:
        for url in paths.values():
            words = ["wrk", "-t1", "-c16", "-d5s", "--timeout", "30s", url]
            said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            sent += next(int(line.split()[0]) for line in said.splitlines() if "requests in" in line)
            if sent >= requests:
                break
    print(f"\nPSS of each worker in MiB: {before} before, {pss_of_workers(pid)} after {sent} requests", flush=True)


if __name__ == "__main__":
    sys.exit(main())
