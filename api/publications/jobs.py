"""What makes search know more: the words of public files, every minute; the words that there are, every hour."""

import time

from procrastinate.contrib.django import app

from api.publications.filetexts import AT_ONCE, read_waiting_files
from api.publications.vocabulary import remake_vocabulary

LONGEST = 45  # seconds; what is left is read in the next minute


@app.periodic(cron="* * * * *", periodic_id="api.publications.read_files")
@app.task(name="api.publications.read_files", queueing_lock="api.publications.read_files")
def read_files(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic job
    """Read files that became public. Safe to run twice."""
    until = time.monotonic() + LONGEST
    while read_waiting_files() == AT_ONCE and time.monotonic() < until:
        pass


@app.periodic(cron="23 * * * *", periodic_id="api.publications.count_words")
@app.task(name="api.publications.count_words", queueing_lock="api.publications.count_words")
def count_words(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic job
    """Count the words that there are, if anything was published since. Safe to run twice."""
    remake_vocabulary()
