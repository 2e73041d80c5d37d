from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.redirects"
    label = "cms_redirects"

    def ready(self) -> None:
        """Register who may use the screens."""
        from wagtail.permissions import register_permission_policy

        from cms.redirects.models import Redirect
        from sites.administration.policies import ForSiteAdministrators

        policy = ForSiteAdministrators(Redirect, actions=("add", "delete"))  # deleting is ending
        register_permission_policy(Redirect, policy, exact_class=True)
