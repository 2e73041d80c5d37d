"""What is done with consumers day by day. Safe to run twice: whoever is told twice on one day is told the same."""

from datetime import timedelta

from procrastinate.contrib.django import app

from api.consumers import announcements
from api.consumers.models import Usage
from sites import clock

KEPT = timedelta(days=92)  # a quarter, to compare with


@app.periodic(cron="10 7 * * *", periodic_id="api.consumers.remind_of_keys")
@app.task(name="api.consumers.remind_of_keys", queueing_lock="api.consumers.remind_of_keys")
def remind_of_keys(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Tell of keys that end soon."""
    announcements.remind_of_keys()


@app.periodic(cron="40 2 * * *", periodic_id="api.consumers.forget_old_usage")
@app.task(name="api.consumers.forget_old_usage", queueing_lock="api.consumers.forget_old_usage")
def forget_old_usage(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Forget what was counted long ago."""
    Usage.objects.filter(hour__lt=clock.now() - KEPT).delete()
