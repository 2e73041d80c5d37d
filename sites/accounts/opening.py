"""What this room does when a site is opened: the rights of those who have seats on it already."""

from typing import cast

from django.utils.translation import gettext as _

from sites.accounts.actions import write_rights
from sites.accounts.models import Seat, User
from sites.accounts.selectors import rights_differences
from sites.provisioning.plan import OpeningContext, Order, SitePlan


class SiteRights:
    """Rights follow from posts and seats; a new language of a site brings rights on its home."""

    order = Order.RIGHTS

    def preview(self, plan: SitePlan) -> list[str]:
        lines = rights_differences().lines() if _has_seats(plan) else []
        return [_("write the rights: %(number)s changes") % {"number": len(lines)}] if lines else []

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        if _has_seats(plan):
            write_rights(cast("User", context.actor))

    def verify(self, plan: SitePlan) -> list[str]:
        return rights_differences().lines() if _has_seats(plan) else []


def _has_seats(plan: SitePlan) -> bool:
    """Nobody sits on a new site, and comparing the rights of a whole province takes longer with every site."""
    return Seat.objects.filter(site__code=plan.code).exists()
