from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.identity"
    label = "cms_identity"

    def ready(self) -> None:
        """Say who may use the screen, before Wagtail falls back on stock permissions."""
        from django.db.models import F
        from wagtail.permissions import register_permission_policy

        from cms.identity.models import SiteIdentity
        from cms.identity.public import shown
        from sites.administration.policies import ForSiteAdministrators
        from sites.languages.labels import Labelled, labelled

        labelled.register("identity", Labelled("identity", SiteIdentity, ("emblem_alt",), site=F("site"), rows=shown))
        policy = ForSiteAdministrators(SiteIdentity, actions=("add", "change"))
        register_permission_policy(SiteIdentity, policy, exact_class=True)
