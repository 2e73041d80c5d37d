"""What this room does when a site is opened: it says which chain holds there. Chains come with the province's data."""

from django.utils.translation import gettext as _

from sites import clock
from sites.provisioning.plan import OpeningContext, Order, SitePlan, opening_steps
from workflows.boards.models import ChainUse
from workflows.boards.selectors import holding_on


class ChainOfSite:
    """A site without a chain opens, but nothing can be submitted on it; the preview says so."""

    order = Order.BOARD

    def preview(self, plan: SitePlan) -> list[str]:
        """A line where no chain holds for sites of this kind."""
        uses = ChainUse.objects.filter(holding_on(clock.today()), site_kind=plan.kind)
        if uses.exists() or ChainUse.objects.filter(site__code=plan.code).exists():
            return []
        return [_("no chain holds for “%(kind)s”: nothing can be published there") % {"kind": plan.kind}]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Nothing to write: a chain holds for a kind of sites."""

    def verify(self, plan: SitePlan) -> list[str]:
        """Nothing that opening could mend."""
        return []


def hang() -> None:
    """Hang the step on the opening of sites."""
    opening_steps.register("workflows.boards", ChainOfSite())
