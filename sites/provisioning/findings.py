"""What speaks against a plan, or ought to be known, before anything of it is made: rooms hang their questions here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sites.provisioning.plan import SitePlan
from sites.refusals import Invalid, Reason
from sites.registry import Registry


class Weight(StrEnum):
    """What a finding does to an opening."""

    REFUSES = "refuses"
    ASKS_FOR_REASON = "asks_for_reason"  # it is refused until somebody says why, and that is recorded
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with its weight. `hostname` is the name that it is about, where it is about one."""

    reason: Reason
    weight: Weight
    hostname: str = ""


type Check = Callable[[SitePlan], Iterable[Finding]]

# Each answers with its findings about a plan; none about what is as planned already.
opening_checks: Registry[Check] = Registry("checks of a plan")
# The same for what only warns: asked for previews alone, because it may look at the whole province.
opening_warnings: Registry[Check] = Registry("warnings about a plan")


def findings_of(plan: SitePlan) -> list[Finding]:
    """Everything that the rooms find, for a preview: refusals first."""
    found = [*checked(plan), *(finding for check in opening_warnings for finding in check(plan))]
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def checked(plan: SitePlan) -> list[Finding]:
    """What may refuse an opening."""
    return [finding for check in opening_checks for finding in check(plan)]


def unanswered(plan: SitePlan, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that refuse the opening: a breach is answered by the reason that the plan gives for the host."""
    answered = {host.hostname for host in plan.hosts if host.reason.strip()}
    return [
        finding
        for finding in findings
        if finding.weight == Weight.REFUSES
        or (finding.weight == Weight.ASKS_FOR_REASON and finding.hostname not in answered)
    ]


def refuse(findings: Iterable[Finding]) -> None:
    """Raise Invalid with these findings, by field, if there are any."""
    reasons = [finding.reason for finding in findings]
    errors: dict[str, list[str]] = {}
    for reason in reasons:
        errors.setdefault(reason.field, []).append(str(reason))
    if reasons:
        raise Invalid(reasons=reasons, errors=errors)
