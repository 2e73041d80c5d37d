from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.domains"
    label = "sites_domains"

    def ready(self) -> None:
        """Hang this room's steps and questions on the opening of a site."""
        from django.db.models import F

        from sites.domains import checks, opening, province
        from sites.domains.models import PublicSite
        from sites.languages.labels import Labelled, labelled
        from sites.provisioning.findings import opening_checks
        from sites.provisioning.plan import opening_steps
        from sites.provisioning.province import province_parts

        labelled.register("site", Labelled("site", PublicSite, ("name",), site=F("pk")))
        opening_steps.register("domains.lock", opening.TreeLock())
        opening_steps.register("domains.collection", opening.SiteCollection())
        opening_steps.register("domains.site", opening.SiteRecords())
        opening_steps.register("domains.hosts", opening.SiteHosts())
        opening_checks.register("domains.place", checks.place_findings)
        opening_checks.register("domains.hosts", checks.host_findings)
        province_parts.register("domains", province.DOMAINS)
