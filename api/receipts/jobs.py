"""Forgetting old receipts. Safe to run twice."""

from datetime import timedelta

from procrastinate.contrib.django import app

from api.receipts.models import Receipt
from api.receipts.rules import terms
from sites import clock


@app.periodic(cron="40 2 * * *", periodic_id="api.receipts.forget_old_receipts")
@app.task(name="api.receipts.forget_old_receipts", queueing_lock="api.receipts.forget_old_receipts")
def forget_old_receipts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Forget what ended before as many days as the rule says; what is open stays, the log itself stays."""
    Receipt.objects.filter(ended_at__lt=clock.now() - timedelta(days=terms().kept_days)).delete()
