"""What this room hangs into the admin."""

from wagtail import hooks

from cms.synonyms.viewsets import Synonyms


def synonyms() -> Synonyms:
    """The screen of the words for search."""
    return Synonyms()


hooks.register("register_admin_viewset", synonyms)
