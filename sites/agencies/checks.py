"""What this room finds about a plan: an agency that is not there, or that is there already."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sites.agencies.models import Agency, AgencyKind
from sites.agencies.selectors import agency_of_plan
from sites.provisioning.findings import Finding, Weight
from sites.provisioning.plan import AgencyPlan, SitePlan
from sites.refusals import Reason


def agency_findings(plan: SitePlan) -> Iterator[Finding]:
    """An unknown agency; of a new one, an unknown kind or parent."""
    if agency_of_plan(plan):
        return
    if plan.new_agency is None:
        message = _("There is no agency with the code “%(code)s”.") % {"code": plan.agency_code}
        yield Finding(Reason("unknown_agency", message, "agency"), Weight.REFUSES)
        return
    yield from _of_new(plan.new_agency)


def _of_new(agency: AgencyPlan) -> Iterator[Finding]:
    if not AgencyKind.objects.filter(code=agency.kind).exists():
        message = _("There is no kind of agency “%(code)s”.") % {"code": agency.kind}
        yield Finding(Reason("unknown_kind", message, "new_agency"), Weight.REFUSES)
    if agency.parent_code and not Agency.objects.filter(code=agency.parent_code).exists():
        message = _("There is no agency with the code “%(code)s”.") % {"code": agency.parent_code}
        yield Finding(Reason("unknown_agency", message, "new_agency"), Weight.REFUSES)
