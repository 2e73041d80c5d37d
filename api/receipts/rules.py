"""What holds for receipts: the rule `receipts.looking`.

    {"seconds": 60, "answer_seconds": 5, "longest_pause_minutes": 10, "kept_days": 730}

`seconds` after a publication without it being seen there is an alarm; `answer_seconds` for one answer;
`longest_pause_minutes` between two looks while an alarm stands; `kept_days` of receipts that have ended.
"""

from dataclasses import dataclass

from sites.rules.selectors import value_for

KEY = "receipts.looking"


@dataclass(frozen=True, slots=True)
class Terms:
    """Today's terms. Where no rule holds: these."""

    seconds: float = 60
    answer_seconds: float = 5
    longest_pause_minutes: float = 10
    kept_days: int = 730


def terms() -> Terms:
    """The terms by the rule of the province."""
    return Terms(**value_for(KEY, default={}))
