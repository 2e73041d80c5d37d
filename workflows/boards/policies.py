"""Who may write chains and boards."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites.refusals import Reason


def reasons_not_to_keep(actor: AbstractUser | None) -> list[Reason]:
    """Why this person may not write chains and boards: it is the administrators' work, from the regulation."""
    if actor is not None and actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator writes chains and boards."))]
