"""Who may open a site."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites.refusals import Reason


def reasons_not_to_open_site(actor: AbstractUser) -> list[Reason]:
    """Why an actor may not open sites, nor load a province."""
    if actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator opens sites."))]
