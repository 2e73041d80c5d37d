"""Work on pictures that is done later."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cms.media import actions
from cms.media.models import Picture


@app.task(name="cms.media.make_renditions", queue="media", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def make_renditions(picture_id: int) -> None:
    """Make the renditions of a picture; nothing to do where it has gone meanwhile."""
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is not None:
        actions.make_renditions(picture)
