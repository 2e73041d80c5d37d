"""`python -m bench.publishing`: from approval to readable, alone, beside readers, while a site gets other addresses.

In a running product (its server and its worker) on a site with many items, all presented by the drain: approvals
through the gate's own actions one after another, each polled until the API answers it; the same while `wrk` reads at a
steady rate; the same while the site's canonical host name changes and the worker writes every item anew, beside
readers that compare what the API says of an item, of its path and of the site.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import machine, parts

MOULD, RUN = "bench_publishing", "bench_publishing_run"
PORT = 8185
CONNECTIONS = 50
LUA = """
local paths = {{ {paths} }}
local n = 0
function request() n = n + 1 return wrk.format("GET", paths[n % #paths + 1]) end
function delay() return {pause} end
"""


def main() -> int:
    """Make the database, start the product, measure in a process of its own. Returns the exit code."""
    asked = _arguments()
    if asked.part:
        parts.carry_out(asked.part, {"make": lambda: _make(asked), "measure": lambda: _measure(asked)})
        return 0
    told = [f"--{one}={getattr(asked, one)}" for one in ("items", "approvals", "readers", "sites")]
    with machine.postgres() as socket:
        made = [*machine.TABLES, parts.words("publishing", "make", *told)]
        mould = machine.made(socket, f"{MOULD}_{asked.items}", made, given=_given)
        machine.fresh(socket, RUN, mould)
        parts.tell_load()
        with machine.product(socket, RUN, PORT, given=_given), machine.worker(socket, RUN, _given):
            machine.run(parts.words("publishing", "measure", *told), _given(socket, RUN))
        parts.tell_load()
    return 0


def _given(socket: str, name: str) -> dict[str, str]:
    own = {"PUBLIC_SCHEME": "http", "PUBLIC_PORT": str(PORT), "RECEIPTS_DOOR": "127.0.0.1"}
    return {**machine.environment(socket, name), **own, "ALLOWED_HOSTS": "127.0.0.1,.binhphuoc.gov.vn"}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--approvals", type=int, default=60)
    parser.add_argument("--readers", type=int, default=500, help="requests a second")
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--part", choices=("make", "measure"), help=parts.HELP)
    return parser.parse_args()


def _make(asked: argparse.Namespace) -> None:
    from bench import renaming

    renaming.make(items=asked.items, sites=asked.sites)


def _measure(asked: argparse.Namespace) -> None:
    from bench.renaming import Approvals, Renaming, paths_of

    url = f"http://127.0.0.1:{PORT}"
    approvals = Approvals(url, asked.approvals)
    approvals.until_nothing_waits()
    approvals.measure("alone")
    with _reading(url, paths_of(200), asked.readers):
        time.sleep(1)
        approvals.measure(f"beside {asked.readers} readers a second")
    renaming = Renaming(url)
    renaming.begin()
    approvals.measure("during the renaming", until=renaming.is_done)
    renaming.end()
    approvals.receipts()


@contextlib.contextmanager
def _reading(url: str, paths: list[str], rate: int) -> Iterator[None]:
    """`wrk` at a steady rate for as long as the block, or ten minutes."""
    words = LUA.format(paths=", ".join(f'"{path}"' for path in paths), pause=1000 * CONNECTIONS // rate)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "steady.lua"
        script.write_text(words)
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", "-d600s", "--latency", "-s", str(script), url]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            yield
        finally:
            process.send_signal(2)
            said, _errors = process.communicate(timeout=30)
            lines = [line.strip() for line in said.splitlines()]
            print("readers: " + " · ".join(line for line in lines if line.startswith(WORTH)), flush=True)


WORTH = ("Requests/sec", "50%", "99%", "Non-2xx", "Socket errors")

if __name__ == "__main__":
    sys.exit(main())
