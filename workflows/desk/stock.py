"""Wagtail's app of users and groups, kept for the page of one's own account: nobody manages people through it."""

from wagtail.users.apps import WagtailUsersAppConfig


class StockUsers(WagtailUsersAppConfig):
    """In the place of "wagtail.users"."""

    def ready(self) -> None:
        """Register the policy of nobody where Wagtail registers that of its model permissions."""
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from workflows.desk.policies import Nobody

        for model in (get_user_model(), Group):
            register_permission_policy(model, Nobody(model))
