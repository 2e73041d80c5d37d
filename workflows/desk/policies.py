"""Who may use Wagtail's own screens of people and groups: nobody."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import BlanketPermissionPolicy


class Nobody(BlanketPermissionPolicy):
    """Says no to everybody, administrators included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """No."""
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """No."""
        return False

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Nobody."""
        return get_user_model()._default_manager.none()
