from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.agencies"
    label = "sites_agencies"

    def ready(self) -> None:
        """Hang this room's parts on the loading of a province."""
        from sites.agencies import checks, labels, opening, province
        from sites.provisioning.findings import opening_checks
        from sites.provisioning.plan import opening_steps
        from sites.provisioning.province import province_parts

        labels.register()
        province_parts.register("agencies.kinds", province.KINDS)
        province_parts.register("agencies.agencies", province.AGENCIES)
        opening_checks.register("agencies", checks.agency_findings)
        opening_steps.register("agencies", opening.NewAgency())
