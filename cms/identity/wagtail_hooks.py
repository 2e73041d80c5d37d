"""What this room hangs into the admin."""

from wagtail import hooks

from cms.identity.viewsets import Identities


def identities() -> Identities:
    """The screen of sites' identities."""
    return Identities()


hooks.register("register_admin_viewset", identities)
