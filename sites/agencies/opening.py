"""What this room does when a site is opened: an agency that is new with its site comes into the register."""

from django.utils.translation import gettext as _

from sites.agencies.actions import keep_agency
from sites.agencies.models import Agency, AgencyKind
from sites.agencies.selectors import agency_named, agency_of_plan
from sites.provisioning.plan import AgencyPlan, OpeningContext, Order, SitePlan


class NewAgency:
    """The agency that a plan describes, where it is not in the register."""

    order = Order.AGENCY

    def preview(self, plan: SitePlan) -> list[str]:
        new = _missing(plan)
        return [_("write down the agency “%(name)s”") % {"name": new.names.get("vi", new.code)}] if new else []

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        if new := _missing(plan):
            keep_agency(context.actor, code=new.code, values=_values(new), names=[_names(new)])

    def verify(self, plan: SitePlan) -> list[str]:
        return self.preview(plan)


def _missing(plan: SitePlan) -> AgencyPlan | None:
    return None if plan.new_agency is None or agency_of_plan(plan) else plan.new_agency


def _values(new: AgencyPlan) -> dict[str, AgencyKind | Agency | None]:
    parent = agency_named(new.parent_code) if new.parent_code else None
    return {"kind": AgencyKind.objects.get(code=new.kind), "parent": parent}


def _names(new: AgencyPlan) -> dict[str, str]:
    return {
        "name_vi": new.names.get("vi", ""),
        "name_en": new.names.get("en", ""),
        "abbreviation_vi": new.abbreviations.get("vi", ""),
        "abbreviation_en": new.abbreviations.get("en", ""),
    }
