from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.calendar"
    label = "sites_calendar"

    def ready(self) -> None:
        """Hang this room's part on the loading of a province."""
        from sites.calendar import province
        from sites.provisioning.province import province_parts

        province_parts.register("calendar.days", province.DAYS)
