"""Looking after copies every minute. Safe to run twice: each event and each escalation is written once."""

from procrastinate.contrib.django import app

from workflows.promotion import actions


@app.periodic(cron="* * * * *", periodic_id="workflows.promotion.look_after")
@app.task(name="workflows.promotion.look_after", queueing_lock="workflows.promotion.look_after")
def look_after(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Mark what has become outdated, escalate what nobody has answered."""
    actions.look_after()
