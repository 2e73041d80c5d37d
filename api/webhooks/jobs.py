"""Forgetting old tries. Safe to run twice."""

from datetime import timedelta

from procrastinate.contrib.django import app

from api.webhooks.models import Attempt
from api.webhooks.rules import terms
from sites import clock


@app.periodic(cron="50 2 * * *", periodic_id="api.webhooks.forget_old_attempts")
@app.task(name="api.webhooks.forget_old_attempts", queueing_lock="api.webhooks.forget_old_attempts")
def forget_old_attempts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Forget what was tried before as many days as the rule says; the log itself stays."""
    Attempt.objects.filter(at__lt=clock.now() - timedelta(days=terms().kept_days)).delete()
