"""Which sections a site has to have from its first day on: a rule of the province ("các mục đã được khởi tạo")."""

from sites.memory import remembered
from sites.provisioning.plan import SectionPlan
from sites.rules.selectors import value_for

SECTIONS = "site.sections"  # a list of {code, kinds?, titles {vi, en}, slugs {vi, en}, basis?}


@remembered(by=lambda kind: kind)
def sections_for(kind: str) -> tuple[SectionPlan, ...]:
    """The sections of the sites of a kind today; none where no rule says so."""
    return tuple(
        SectionPlan(
            code=section["code"],
            titles=section["titles"],
            slugs=section["slugs"],
            basis=section.get("basis", ""),
        )
        for section in value_for(SECTIONS, default=[])
        if kind in section.get("kinds", [kind])
    )
