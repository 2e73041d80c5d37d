"""What is done about previews day by day. Safe to run twice."""

from procrastinate.contrib.django import app

from api.preview import forgetting


@app.periodic(cron="55 18 * * *", periodic_id="api.preview.forget_old")  # 01:55 in Viet Nam
@app.task(name="api.preview.forget_old", queueing_lock="api.preview.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the periodic call names the moment
    """Forget what was kept long enough."""
    forgetting.forget_old()
