from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.redirects"
    label = "cms_redirects"

    def ready(self) -> None:
        """Register who may use the screens; the log shows where old addresses lead."""
        from wagtail.permissions import register_permission_policy

        from cms.redirects.models import Redirect
        from cms.redirects.selectors import leading_elsewhere as source
        from sites.administration.policies import ForSiteAdministrators
        from sites.domains.addresses import leading_elsewhere

        leading_elsewhere.register("cms.redirects", source)

        policy = ForSiteAdministrators(Redirect, actions=("add", "delete"))  # deleting is ending
        register_permission_policy(Redirect, policy, exact_class=True)
