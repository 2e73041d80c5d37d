"""What a released text shows does not change in place (house 5, Files): replacing makes a new one and drafts."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext as _

from sites.refusals import Reason, Refused


class Freezable(Protocol):
    """A picture or a file."""

    FROZEN_FIELDS: tuple[str, ...]
    pk: int | None
    frozen_at: object


def reasons_not_to_change(medium: Freezable) -> list[Reason]:
    """Why file and credit (title) of a picture or file may not change, nor it be deleted; empty where they may."""
    if medium.frozen_at is None:
        return []
    message = _("It has been published. Upload a new one and put it into a new version of the text.")
    return [Reason("frozen", message, field="file")]


def refuse_change_of_frozen(medium: Freezable) -> None:
    """Raise Refused if the stored row is frozen and one of its frozen fields is about to change."""
    if medium.pk is None:
        return
    assert isinstance(medium, models.Model)  # noqa: S101 - for the type checker
    stored = type(medium)._base_manager.filter(pk=medium.pk, frozen_at__isnull=False).first()
    if stored is None:
        return
    changed = [name for name in medium.FROZEN_FIELDS if getattr(stored, name) != getattr(medium, name)]
    if changed or medium.frozen_at is None:
        raise Refused(reasons=reasons_not_to_change(stored))
