"""Settling what nobody decided about in time. Safe to run twice: a proposal ends once."""

from procrastinate.contrib.django import app

from workflows.changes import actions


@app.periodic(cron="17 * * * *", periodic_id="workflows.changes.expire_old")
@app.task(name="workflows.changes.expire_old", queueing_lock="workflows.changes.expire_old")
def expire_old(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Settle them."""
    actions.expire_old()
