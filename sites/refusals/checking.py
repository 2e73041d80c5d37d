"""Django's own checks of a row, as a refusal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from sites.refusals import Invalid, Reason


def check_fields(row: Model) -> None:
    """Check every field and constraint of a row. Raises Invalid that names the fields."""
    try:
        row.full_clean()
    except ValidationError as error:
        errors = {
            "" if name == "__all__" else name: [str(message) for message in messages]
            for name, messages in error.message_dict.items()
        }
        reasons = [Reason("invalid", message, name) for name, messages in errors.items() for message in messages]
        raise Invalid(reasons=reasons, errors=errors) from error


def keep[Row: Model](model: type[Row], *, by: dict[str, Any], values: dict[str, Any]) -> Row:
    """The row that `by` names, with these values: made where it is missing, saved only where something differs.

    Raises Invalid that names the fields.
    """
    row = model._default_manager.filter(**by).first()
    if row is None:
        row = model(**by, **values)
    elif all(getattr(row, name) == value for name, value in values.items()):
        return row
    for name, value in values.items():
        setattr(row, name, value)
    check_fields(row)
    row.save()
    return row
