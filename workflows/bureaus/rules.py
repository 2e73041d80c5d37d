"""How large a file from outside may be, and from how many pages on the worker does the work: a rule, `bureaus.files`.

{"megabytes": 10, "unpacked_megabytes": 60, "members": 2000, "ratio": 200, "segments": 40000, "at_once": 6}
"""

from dataclasses import dataclass

from sites.rules.selectors import rule_for
from workflows.translation.rules import basis_of

FILES = "bureaus.files"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may weigh, packed and unpacked; `at_once` pages are done while the person waits."""

    bytes: int
    unpacked: int
    members: int
    ratio: int
    segments: int
    at_once: int
    basis: str


def limits() -> Limits:
    """What holds today; Missing where no rule says so."""
    rule = rule_for(FILES)
    value = rule.value
    return Limits(
        bytes=int(value["megabytes"]) * MEGABYTE,
        unpacked=int(value["unpacked_megabytes"]) * MEGABYTE,
        members=int(value["members"]),
        ratio=int(value["ratio"]),
        segments=int(value["segments"]),
        at_once=int(value["at_once"]),
        basis=basis_of(rule),
    )
