"""Hangs the desk into the admin."""

from wagtail import hooks

from sites.administration.viewsets import Administration


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def administration() -> Administration:
    """The menu and its screens."""
    return Administration()
