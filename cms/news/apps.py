from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.news"
    label = "cms_news"

    def ready(self) -> None:
        """Say what of this room's pages is public, and what is asked of them."""
        from django.db.models import F
        from wagtail.permissions import register_permission_policy

        from cms.news import guards, province, public
        from cms.news.models import Category
        from sites.administration.policies import ForSiteAdministrators
        from sites.languages.labels import Labelled, labelled

        policy = ForSiteAdministrators(Category, actions=("add", "change"))
        register_permission_policy(Category, policy, exact_class=True)
        rows = Category.objects.select_related("site").all
        labelled.register("category", Labelled("category", Category, ("name",), site=F("site"), rows=rows))
        public.register()
        guards.register()
        province.register()
