"""What holds for deliveries: the rule `webhooks.delivery`.

    {"ports": [443, 8443], "seconds": 10, "hours": 72, "longest_pause_minutes": 360, "overlap_hours": 72,
     "kept_days": 30}

`ports` that may be called; `seconds` for one answer; `hours` without a good one after which an endpoint is given up;
`longest_pause_minutes` between two tries; `overlap_hours` in which two secrets sign; `kept_days` of tries.
"""

from dataclasses import dataclass, field

from sites.rules.selectors import value_for

KEY = "webhooks.delivery"


@dataclass(frozen=True, slots=True)
class Terms:
    """Today's terms. Where no rule holds: these."""

    ports: list[int] = field(default_factory=lambda: [443])
    seconds: float = 10
    hours: float = 72
    longest_pause_minutes: float = 360
    overlap_hours: float = 72
    kept_days: int = 30


def terms() -> Terms:
    """The terms by the rule of the province."""
    return Terms(**value_for(KEY, default={}))
