"""Who keeps the register of agencies."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites.refusals import Reason


def reasons_not_to_keep_register(actor: AbstractUser) -> list[Reason]:
    """Why an actor may not change the register of agencies."""
    if actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator keeps the register of agencies."))]
