from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.rules"
    label = "sites_rules"

    def ready(self) -> None:
        """Hang this room's parts on the loading of a province."""
        from sites.provisioning.province import province_parts
        from sites.rules import province

        province_parts.register("rules.bases", province.BASES)
        province_parts.register("rules.rules", province.RULES)
