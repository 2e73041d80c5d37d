"""What of people is public and has words in other languages: the titles of posts."""

from django.db.models import Min, QuerySet

from sites import clock
from sites.accounts.models import Post
from sites.languages.labels import Labelled, labelled


def _posts() -> QuerySet[Post]:
    return Post.objects.on(clock.today()).select_related("agency")


def register() -> None:
    """Called when the room is ready."""
    labelled.register("post", Labelled("post", Post, ("title",), site=Min("agency__sites"), rows=_posts))
