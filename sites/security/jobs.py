"""What the calendar does to accounts. Safe to run twice."""

from procrastinate.contrib.django import app

from sites.security import actions


@app.periodic(cron="20 17 * * *", periodic_id="sites.security.nightly")  # 00:20 in Viet Nam
@app.task(name="sites.security.nightly", queueing_lock="sites.security.nightly", pass_context=False)
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the periodic call names the moment
    """Lock idle accounts, warn before that and before passwords end, and forget what counts no more."""
    actions.lock_idle()
    actions.warn_of_age()
    actions.forget_tries()
