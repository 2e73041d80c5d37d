"""The words of a version, as they are presented."""

from wagtail.models import Revision

from cms.pages.presenters import text_of
from cms.pages.public import Json


def text_of_revision(revision: Revision) -> Json:
    """What a revision says."""
    return text_of(revision.as_object())
