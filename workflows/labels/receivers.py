"""The Vietnamese of a row has changed."""

from typing import Any

from sites.languages.enums import Origin
from sites.languages.models import LabelWording
from workflows.labels import announcements


def noted(instance: LabelWording, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """Tell those who translated it."""
    if created and instance.origin == Origin.SOURCE:
        announcements.source_changed(instance)
