from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.agencies"
    label = "sites_agencies"

    def ready(self) -> None:
        """Hang this room's parts on the loading of a province."""
        from sites.agencies import province
        from sites.provisioning.province import province_parts

        province_parts.register("agencies.kinds", province.KINDS)
        province_parts.register("agencies.agencies", province.AGENCIES)
