"""A labelled row is about to be saved."""

from typing import Any

from django.db.models.signals import post_save, pre_save

from sites.languages.actions import note_new, note_save
from sites.languages.labels import kinds_of


def saving(sender: Any, instance: Any, raw: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """Note what changes in the words of rows that are labelled."""
    if not raw and kinds_of(sender):
        note_save(instance)


def saved(sender: Any, instance: Any, created: bool, raw: bool, **_kwargs: Any) -> None:  # noqa: FBT001
    """Note when a row was made."""
    if created and not raw and kinds_of(sender):
        note_new(instance)


def connect() -> None:
    """Called when the room is ready."""
    pre_save.connect(saving, dispatch_uid="languages_saving")
    post_save.connect(saved, dispatch_uid="languages_saved")
