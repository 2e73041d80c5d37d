from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.security"
    label = "sites_security"

    def ready(self) -> None:
        """Write down what is done to accounts, and offer more on a person's page."""
        from sites.accounts.registry import acts, offers
        from sites.security import log, offering, receivers

        receivers.connect()
        acts.register("security.log", log.written_by_action)
        offers.register("security", offering.offered)
