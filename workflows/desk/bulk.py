"""Doing something to many at once: what is not one's own is left out, its title too.

Wagtail asks for each whether the person may do it, but lists the titles of those that he may not.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages import bulk_actions as of_pages
from wagtail.documents.views import bulk_actions as of_files
from wagtail.images.views import bulk_actions as of_pictures
from wagtail.models import Page
from wagtail.permissions import policy_registry

from workflows.desk.choosers import own_pages

ANY = ("add", "change", "delete", "choose")
STOCK = (
    of_pages.DeleteBulkAction,
    of_pages.MoveBulkAction,
    of_pages.PublishBulkAction,
    of_pages.UnpublishBulkAction,
    of_pictures.AddTagsBulkAction,
    of_pictures.AddToCollectionBulkAction,
    of_pictures.DeleteBulkAction,
    of_files.AddTagsBulkAction,
    of_files.AddToCollectionBulkAction,
    of_files.DeleteBulkAction,
)


class OnlyOwn:
    """Forgets what the person could not have found in a list."""

    request: HttpRequest

    def get_actionable_objects(self) -> tuple[list[Any], Mapping[str, list[Any]]]:
        """Those that he may act on, and of the others those that he knows of."""
        objects, without_access = super().get_actionable_objects()  # type: ignore[misc]
        return objects, {why: _own(rows, self.request) for why, rows in without_access.items()}


def narrowed() -> list[type[BulkAction]]:
    """Wagtail's actions, each with `OnlyOwn` in front; registered later they take its places."""
    return [type(action.__name__, (OnlyOwn, action), {"__module__": __name__}) for action in STOCK]


def _own(rows: Iterable[Any], request: HttpRequest) -> list[Any]:
    found = list(rows)
    keys = [row.pk for row in found]
    if not found:
        return []
    if isinstance(found[0], Page):
        known = own_pages(request).filter(pk__in=keys)
    else:
        policy = policy_registry.get(found[0])
        known = policy.instances_user_has_any_permission_for(request.user, ANY).filter(pk__in=keys)
    own = set(known.values_list("pk", flat=True))
    return [row for row in found if row.pk in own]
