"""What a released text shows does not change in place (house 5, Files): replacing makes a new one and drafts."""

from typing import Protocol

from django.core.exceptions import ValidationError
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
    return [Reason("frozen", frozen_message(), field="file")]


def changed_frozen_fields(medium: Freezable) -> list[str]:
    """The fields of a frozen picture or file that are about to change."""
    assert isinstance(medium, models.Model)  # noqa: S101 - for the type checker
    if medium.pk is None:
        return []
    stored = type(medium)._base_manager.filter(pk=medium.pk, frozen_at__isnull=False).first()
    if stored is None:
        return []
    changed = [name for name in medium.FROZEN_FIELDS if getattr(stored, name) != getattr(medium, name)]
    return changed if medium.frozen_at else [*changed, "frozen_at"]


def refuse_change_of_frozen(medium: Freezable) -> None:
    """Raise Refused if the stored row is frozen and one of its frozen fields is about to change."""
    if changed_frozen_fields(medium):
        raise Refused(reasons=[Reason("frozen", frozen_message(), field="file")])


def check_frozen(medium: Freezable) -> None:
    """The same for forms: ValidationError at the fields that changed."""
    if changed := changed_frozen_fields(medium):
        raise ValidationError({name: ValidationError(frozen_message(), code="frozen") for name in changed})


def frozen_message() -> str:
    """What a person is told who would change something frozen."""
    return _("It has been published. Upload a new one and put it into a new version of the text.")
