"""Looking for limits every minute. Safe to run twice: each call is a unique row."""

from procrastinate.contrib.django import app

from workflows.deadlines import actions, proposals


@app.periodic(cron="* * * * *", periodic_id="workflows.deadlines.send_calls")
@app.task(name="workflows.deadlines.send_calls", queueing_lock="workflows.deadlines.send_calls")
def send_calls(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Remind and escalate."""
    actions.send_calls()
    proposals.remind_of_proposals()
