"""Who changes host names."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites.refusals import Reason


def reasons_not_to_keep_hosts(actor: AbstractUser) -> list[Reason]:
    """Why an actor may not add host names or change their roles."""
    if actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator changes host names."))]
