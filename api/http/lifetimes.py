"""How long the shape of the API holds, and how the end of a part of it is announced.

Within `/api/v1/` things are only added. What is to go is announced on every answer of the address that has it, by
`Deprecation` (RFC 9745) and `Sunset` (RFC 8594), and in the OpenAPI document, a year before at the earliest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.http import http_date

from sites.clock import VIETNAM

LEAST_NOTICE = timedelta(days=365)


@dataclass(frozen=True)
class Deprecation:
    """An address that is to go: since when that is known, from when on it may be missing, what takes its place.

    Raises ValueError where less than a year's notice is given.
    """

    since: date
    sunset: date
    instead: str

    def __post_init__(self) -> None:
        if self.sunset - self.since < LEAST_NOTICE:
            raise ValueError(f"an address stays at least {LEAST_NOTICE.days} days after it was said that it goes")

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """What stands on every answer."""
        return {
            "Deprecation": f"@{_second(self.since)}",
            "Sunset": http_date(_second(self.sunset)),
            "Link": f'<{self.instead}>; rel="successor-version"',
        }


def _second(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=VIETNAM).timestamp())
