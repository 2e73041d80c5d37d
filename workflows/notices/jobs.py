"""Sending mails later. Safe to run twice: a sent mail is not sent again."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from workflows.notices import actions

ATTEMPTS = 12  # 5 s, 25 s, 2 min ... the periodic job goes on where these end


@app.task(
    name=actions.SEND,
    queue="mail",
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3),
)
def send(mail_id: int) -> None:
    """Send one mail."""
    actions.send(mail_id=mail_id)


@app.periodic(cron="*/30 * * * *", periodic_id="workflows.notices.send_unsent")
@app.task(name="workflows.notices.send_unsent", queue="mail", queueing_lock="workflows.notices.send_unsent")
def send_unsent(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Send what the jobs of single mails gave up."""
    actions.send_unsent()
