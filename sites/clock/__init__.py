"""The only source of the present moment, so that a test can stand still and a rule can be asked for a day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()  # noqa: TID251 - the one place that may


def today() -> date:
    """The present day in Viet Nam."""
    return now().astimezone(VIETNAM).date()


def day_of(moment: datetime) -> date:
    """The day in Viet Nam on which a moment lies."""
    return moment.astimezone(VIETNAM).date()
