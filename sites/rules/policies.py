"""Who writes the regulation down."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites.refusals import Reason


def reasons_not_to_set_rules(actor: AbstractUser) -> list[Reason]:
    """Why an actor may not set rules and their legal bases."""
    if actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator sets rules."))]
