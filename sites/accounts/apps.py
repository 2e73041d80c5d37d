from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.accounts"
    label = "sites_accounts"

    def ready(self) -> None:
        """Hang this room's parts on the opening of a site and on the loading of a province."""
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from sites.accounts import forms, labels, opening, province, receivers
        from sites.provisioning.plan import opening_steps
        from sites.provisioning.province import province_parts

        receivers.connect()
        labels.register()
        NameEmailSettingsPanel.form_class = forms.OwnNameForm  # type: ignore[assignment]
        opening_steps.register("accounts.rights", opening.SiteRights())
        province_parts.register("accounts.administrators", province.ADMINISTRATORS)
        province_parts.register("accounts.seat_kinds", province.SEAT_KINDS)
        province_parts.register("accounts.people", province.PEOPLE)
