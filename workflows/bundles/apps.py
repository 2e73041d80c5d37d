from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.bundles"
    label = "workflows_bundles"

    def ready(self) -> None:
        """Give items that go together their name, and follow how far they are."""
        from workflows.bundles import following
        from workflows.passage import registry

        registry.faces.register("bundles", following.face)
        registry.moved.register("bundles", following.follow)
