"""Who may see what is private, and Wagtail's answer to whose collections are whose in a query of constant size."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from cms.media.models import File, Picture
from cms.media.registry import file_viewers
from sites.accounts.trees import below

ANY = ("add", "change", "delete", "choose")
# rights on pictures and files hang on Wagtail's own models, whatever models are in use (`wagtail.images.auth_model`)
RIGHTS_OF = {Picture: "wagtailimages.Image", File: "wagtaildocs.Document"}


class CollectionsPolicy(CollectionOwnershipPermissionPolicy):
    """Which media a person has rights on, whatever the number of his groups (see `sites.accounts.trees`)."""

    def _collections_with_perm(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        """The collections on which a person may do one of these things."""
        permissions = self._get_user_permission_objects_for_actions(user, actions)
        depths = sorted({row.collection.depth for row in permissions})
        if not depths:
            return Collection.objects.none()
        codenames = {row.permission.codename for row in permissions}
        rows = GroupCollectionPermission.objects.filter(group__user=user, permission__codename__in=codenames)
        return Collection.objects.filter(below(rows.order_by(), "collection", depths, Collection))


def may_see_file(person: Any, file: File) -> bool:
    """Whoever has a right on the file's collection, and whoever has it in an item that waits for him."""
    if not person.is_authenticated or not person.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(File)
    if policy.user_has_any_permission_for_instance(person, ANY, file):
        return True
    return any(may_see(person, file) for may_see in file_viewers)


def register() -> None:
    """Before Wagtail's own, which its apps register after ours for the same models and their descendants."""
    for model, rights_of in RIGHTS_OF.items():
        policy = CollectionsPolicy(model, auth_model=rights_of, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
