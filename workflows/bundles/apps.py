from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.bundles"
    label = "workflows_bundles"

    def ready(self) -> None:
        """Give items that go together their name, and follow how far they are."""
        from workflows.agreement.registry import sources_beside
        from workflows.bundles import following
        from workflows.bundles.selectors import source_in_bundle
        from workflows.passage import registry

        sources_beside.register("bundles", source_in_bundle)
        registry.faces.register("bundles", following.face)
        registry.moved.register("bundles", following.follow)
