"""How much of a processor an answer takes: what other work on the machine changes least."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.memory import children

TICK = os.sysconf("SC_CLK_TCK")


def seconds_of(parents: Sequence[int]) -> float:
    """What the children of these processes, those that have ended left out, have taken so far."""
    return sum(_seconds(child) for parent in parents for child in children(parent))


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def a_request(url: str, parents: Sequence[int], *, seconds: int, headers: Sequence[str] = ()) -> float:
    """The microseconds of the children of `parents` (a server, a PostgreSQL) for one answer, 16 readers asking."""
    words = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "30s"]
    words += [word for header in headers for word in ("-H", header)]
    before = seconds_of(parents)
    said = subprocess.run([*words, url], capture_output=True, text=True, check=True).stdout
    taken = seconds_of(parents) - before
    found = re.search(r"(\d+) requests in", said)
    return taken * 1e6 / int(found[1]) if found else 0.0
