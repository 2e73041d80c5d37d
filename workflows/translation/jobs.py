"""Counting words of texts that were released before words were counted, or by rows. Safe to run twice."""

from procrastinate.contrib.django import app

from workflows.translation import sizes


@app.periodic(cron="*/10 * * * *", periodic_id="workflows.translation.count_words")
@app.task(name="workflows.translation.count_words", queueing_lock="workflows.translation.count_words")
def count_words(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Some of them."""
    sizes.count_what_is_uncounted()
