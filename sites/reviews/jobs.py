"""What the calendar does about reviews. Safe to run twice."""

from procrastinate.contrib.django import app

from sites.reviews import actions


@app.periodic(cron="30 1 * * *", periodic_id="sites.reviews.remind")  # 08:30 in Viet Nam
@app.task(name="sites.reviews.remind", queueing_lock="sites.reviews.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001 - the periodic call names the moment
    """Remind of what is due."""
    actions.remind()
