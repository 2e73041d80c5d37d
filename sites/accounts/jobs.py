"""What the calendar does to people."""

from procrastinate.contrib.django import app

from sites.accounts.actions import compare_rights


@app.periodic(cron="1 * * * *")  # 00:01 in Viet Nam is one of them; a worker that slept then finds the next
@app.task(queueing_lock="rights_of_the_day", pass_context=False)
def write_rights_of_the_day(timestamp: int) -> None:  # noqa: ARG001 - the periodic call names the moment
    """Compare rights with posts and seats, raise an alarm about what nobody gave, and write those of the day."""
    compare_rights()
