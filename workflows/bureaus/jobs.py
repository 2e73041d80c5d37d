"""Large files, in the background; files that nobody fetched. Safe to run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from workflows.bureaus import actions
from workflows.bureaus.actions.bringing import GO_ON
from workflows.bureaus.actions.taking import MAKE

AGAIN = RetryStrategy(max_attempts=5, wait=5)


@app.task(name=MAKE, queue="bureaus", lock="bureaus", retry=AGAIN)
def make(handout_id: int) -> None:
    """Make a file that was ordered."""
    actions.make_and_keep(handout_id=handout_id)


@app.task(name=GO_ON, queue="bureaus", lock="bureaus", retry=AGAIN)
def go_on(delivery_id: int) -> None:
    """Compare or write the next pages of a delivery."""
    actions.go_on(delivery_id=delivery_id)


@app.periodic(cron="40 19 * * *", periodic_id="workflows.bureaus.forget_old")  # 02:40 in Viet Nam
@app.task(name="workflows.bureaus.forget_old", queueing_lock="workflows.bureaus.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the periodic call names the moment
    """Empty what nobody has fetched."""
    actions.forget_old()
