from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.comments"
    label = "workflows_comments"

    def ready(self) -> None:
        """Stand beside the text in the editor."""
        from workflows.comments.panels import CommentsPanel
        from workflows.passage.registry import side_panels

        side_panels.register("comments", CommentsPanel)
