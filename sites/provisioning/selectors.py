"""What opening a site would do, and whether it is as its plan says."""

from sites.provisioning.plan import SitePlan, steps_in_order


def preview_site(plan: SitePlan) -> list[str]:
    """What `open_site` would make or change now, a line each; empty for a site that is as the plan says."""
    return [line for step in steps_in_order() for line in step.preview(plan)]


def faults_of_site(plan: SitePlan) -> list[str]:
    """What of a site is not as the plan says, a line each."""
    return [line for step in steps_in_order() for line in step.verify(plan)]
