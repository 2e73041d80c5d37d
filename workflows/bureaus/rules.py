"""How large a file from outside may be, and from how many pages on the worker does the work: a rule, `bureaus.files`.

{"megabytes": 10, "unpacked_megabytes": 60, "members": 2000, "ratio": 200, "segments": 40000, "at_once": 6}
"""

from dataclasses import dataclass

from cms.manuscripts.limits import Weight, weight_in
from sites.rules.selectors import rule_for

FILES = "bureaus.files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Weight):
    """What a file may weigh, and how many segments it may have; `at_once` pages are done while the person waits."""

    segments: int
    at_once: int


def limits() -> Limits:
    """What holds today; Missing where no rule says so."""
    rule = rule_for(FILES)
    return Limits(**weight_in(rule), segments=int(rule.value["segments"]), at_once=int(rule.value["at_once"]))
