from django.apps import AppConfig


class Config(AppConfig):
    name = "api.preview"
    label = "api_preview"

    def ready(self) -> None:
        """Stand beside the text in the editor; keep a draft that was sent to somebody as it was sent."""
        from wagtail.permissions import register_permission_policy

        from api.preview.gates import not_sent
        from api.preview.models import PreviewAddress
        from api.preview.panels import PreviewPanel
        from api.preview.subjects import door_of
        from cms.pages.registry import revision_gate
        from sites.administration.policies import ForSiteAdministrators
        from workflows.bundles.registry import doors
        from workflows.passage.registry import side_panels

        doors.register("preview", door_of)
        side_panels.register("preview", PreviewPanel)
        revision_gate.register("api.preview", not_sent)
        policy = ForSiteAdministrators(PreviewAddress, actions=("add", "change"))
        register_permission_policy(PreviewAddress, policy, exact_class=True)
