from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.labels"
    label = "workflows_labels"

    def ready(self) -> None:
        """A kind of change for each language; what is owed stands on the translator's desk and in files for bureaus."""
        from django.db.models.signals import post_save

        from sites.languages.models import LabelWording
        from workflows.labels import changes, desk, files, offering, receivers
        from workflows.translation.registry import desk_parts

        post_save.connect(receivers.noted, sender=LabelWording, dispatch_uid="labels_noted")
        changes.register_all()
        desk.register()
        files.register()
        desk_parts.register("workflows.labels", offering.of_desk)
