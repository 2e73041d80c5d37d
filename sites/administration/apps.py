from collections.abc import Mapping

from django.apps import AppConfig, apps

KEPT = ("add", "change")  # nothing on this desk is deleted
SCREENS: Mapping[str, tuple[str, ...]] = {
    "sites_agencies.Agency": KEPT,
    "sites_agencies.AgencyName": KEPT,
    "sites_accounts.Post": KEPT,
    "sites_accounts.Seat": KEPT,
    "sites_rules.Rule": KEPT,
    "sites_rules.LegalBasis": KEPT,
    "sites_calendar.CalendarDay": ("add", "delete"),  # deleting is ending
    "sites_domains.PublicSite": ("view",),
    "sites_domains.Host": KEPT,
    "sites_domains.ProvinceDomain": KEPT,
    "sites_rules.RuleOverride": ("view",),
}


class Config(AppConfig):
    name = "sites.administration"
    label = "sites_administration"

    def ready(self) -> None:
        """Register who may use the screens, before Wagtail falls back on stock permissions."""
        from wagtail.permissions import register_permission_policy

        from sites.administration.policies import ForAdministrators

        for label, actions in SCREENS.items():
            model = apps.get_model(label)
            register_permission_policy(model, ForAdministrators(model, actions=actions), exact_class=True)
