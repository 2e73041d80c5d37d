"""Who keeps the calendar."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites.refusals import Reason


def reasons_not_to_keep_calendar(actor: AbstractUser | None) -> list[Reason]:
    """Why an actor may not enter or end days of the calendar."""
    if actor is not None and actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator keeps the calendar."))]
