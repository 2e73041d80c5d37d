"""Who looks through whose rights."""

from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.accounts.reach import reach_of
from sites.domains.models import PublicSite
from sites.refusals import Reason


def reasons_not_to_review(actor: User, site: PublicSite | None) -> list[Reason]:
    """Why an actor may not record a review of a site; without a site, of the whole province."""
    reach = reach_of(actor)
    if reach.everything or (site is not None and site.pk in reach.kinds):
        return []
    return [Reason("not_his_site", _("Only who manages the people of a site reviews its rights."))]
