from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.rules"
    label = "sites_rules"

    def ready(self) -> None:
        """Hang this room's parts on the loading of a province, and its questions on host names and openings."""
        from sites.domains.naming import name_rules
        from sites.provisioning.findings import opening_warnings
        from sites.provisioning.plan import usual_sections
        from sites.provisioning.province import province_parts
        from sites.rules import checks, province, sections

        province_parts.register("rules.bases", province.BASES)
        province_parts.register("rules.rules", province.RULES)
        province_parts.register("rules.site_rules", province.SITE_RULES)
        name_rules.register("rules.naming", checks.NamingRules())
        usual_sections.register("rules.sections", sections.sections_for)
        opening_warnings.register("rules.homonyms", checks.homonym_findings)
