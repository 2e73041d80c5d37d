"""What the calendar does to people."""

from procrastinate.contrib.django import app

from sites.accounts.actions import write_rights


@app.periodic(cron="1 17 * * *")  # 00:01 in Viet Nam; the schedule is in UTC
@app.task(queueing_lock="rights_of_the_day", pass_context=False)
def write_rights_of_the_day(timestamp: int) -> None:  # noqa: ARG001 - the periodic call names the moment
    """Posts and seats begin and end at midnight: write the rights of the day."""
    write_rights(None)
