"""Opening many sites, in the background."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sites.provisioning import batches


@app.task(name=batches.OPEN_SOME, queue="opening", lock="opening", retry=RetryStrategy(max_attempts=10, wait=5))
def open_some(batch_id: int) -> None:
    """Open the next sites of a batch."""
    batches.open_some(batch_id=batch_id)
