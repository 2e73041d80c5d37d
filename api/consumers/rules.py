"""What the regulation says about consumers.

`consumers.register` {"site_administrators": "own_site"}: who administers a site keeps the consumers of that site alone;
with "nobody", and where no rule holds, administrators of the province do. `consumers.keys` {"days": 365,
"overlap_hours": 72, "remind_days": 14}: how long a key holds at most; how long the old one goes on beside the one that
replaces it; how many days before its end those who keep it are told.
"""

from dataclasses import dataclass

from sites.rules.selectors import value_for

REGISTER, KEYS = "consumers.register", "consumers.keys"
OWN_SITE = "own_site"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for keys. Where no rule holds: a year, no overlap, two weeks."""

    days: int = 365
    overlap_hours: int = 0
    remind_days: int = 14


def terms_of_keys() -> Terms:
    """Today's terms of keys."""
    return Terms(**value_for(KEYS, default={}))


def is_kept_by_sites() -> bool:
    """Whether who administers a site keeps its consumers."""
    return bool(value_for(REGISTER, default={}).get("site_administrators") == OWN_SITE)
