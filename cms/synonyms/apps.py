from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.synonyms"
    label = "cms_synonyms"

    def ready(self) -> None:
        """Say who keeps the list, and where its words are read from."""
        from wagtail.permissions import register_permission_policy

        from cms.synonyms import province
        from cms.synonyms.models import Synonym
        from sites.administration.policies import ForAdministrators

        policy = ForAdministrators(Synonym, actions=("add", "change"))
        register_permission_policy(Synonym, policy, exact_class=True)
        province.register()
