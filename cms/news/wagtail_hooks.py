"""What this room hangs into the admin."""

from wagtail import hooks

from cms.news.viewsets import Categories


def categories() -> Categories:
    """The screen of categories."""
    return Categories()


hooks.register("register_admin_viewset", categories)
