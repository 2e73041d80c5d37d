from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.contributions"
    label = "workflows_contributions"

    def ready(self) -> None:
        """Tell contributors when their texts are public; lead them to their own screens after a new password."""
        from wagtail.signals import page_published

        from sites.accounts.registry import landings
        from workflows.contributions import receivers

        page_published.connect(receivers.tell_of_publication, dispatch_uid="contribution_published")
        landings.register("contributors", receivers.landing_of)
