from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.identity"
    label = "cms_identity"

    def ready(self) -> None:
        """Say who may use the screen, before Wagtail falls back on stock permissions."""
        from wagtail.permissions import register_permission_policy

        from cms.identity.models import SiteIdentity
        from sites.administration.policies import ForSiteAdministrators

        policy = ForSiteAdministrators(SiteIdentity, actions=("add", "change"))
        register_permission_policy(SiteIdentity, policy, exact_class=True)
