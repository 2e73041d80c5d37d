from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.domains"
    label = "sites_domains"

    def ready(self) -> None:
        """Hang this room's steps on the opening of a site."""
        from sites.domains import opening
        from sites.provisioning.plan import opening_steps

        opening_steps.register("domains.lock", opening.TreeLock())
        opening_steps.register("domains.collection", opening.SiteCollection())
        opening_steps.register("domains.site", opening.SiteRecords())
        opening_steps.register("domains.hosts", opening.SiteHosts())
