"""How much memory processes take, shared pages divided among those who share them."""

import re
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def pss(pid: int) -> int:
    """The proportional set size of a process in MiB."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


def pss_of_workers(pid: int) -> list[int]:
    """That of each worker of a server."""
    return [pss(child) for child in children(pid)]
