"""Which screens of the desk are open to whom, in the form in which Wagtail asks."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db.models import Model
from wagtail.permission_policies import ModelPermissionPolicy


class ForAdministrators(ModelPermissionPolicy):
    """Administrators alone, and of the verbs only those given: what was decided is ended or corrected, not deleted.

    Stock permissions of the model count for nothing, so that no group can open these screens.
    """

    def __init__(self, model: type[Model], *, actions: Iterable[str]) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        """Whether the user is an administrator and the verb is offered at all."""
        return user.is_active and user.is_superuser and action in self.actions
