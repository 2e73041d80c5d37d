from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.glossary"
    label = "cms_glossary"

    def ready(self) -> None:
        """Say who keeps the glossary, and where its terms are read from."""
        from wagtail.permissions import register_permission_policy

        from cms.glossary import province
        from cms.glossary.models import Term
        from sites.administration.policies import ForSiteAdministrators

        policy = ForSiteAdministrators(Term, actions=("add", "change"))
        register_permission_policy(Term, policy, exact_class=True)
        province.register()
