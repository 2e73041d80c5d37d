"""What speaks against a chain, before anybody is asked by it. Each reason names the field that it is about."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from sites.refusals import Reason
from workflows.boards.clauses import faults_of_form
from workflows.boards.enums import StepKind
from workflows.boards.steps import Step

ENDS = (StepKind.PUBLISH, StepKind.ENTER)


def reasons_not_to_use(steps: Sequence[Step]) -> list[Reason]:
    """Why these steps make no chain: none, a gap, no or two publications, a clause missing where it is needed."""
    kinds = [step.kind for step in steps]
    reasons = []
    if not steps or [step.position for step in steps] != list(range(1, len(steps) + 1)):
        reasons.append(Reason("no_order", _("The steps of a chain count from one without a gap."), "steps"))
    if any(kind in ENDS for kind in kinds[:-1]) or (kinds and kinds[-1] not in ENDS):
        words = _("A chain ends with the step that publishes, and has one of them.")
        reasons.append(Reason("no_last", words, "steps"))
    if StepKind.ENTER in kinds and kinds[-2:-1] != [StepKind.APPROVE]:
        words = _("What is entered and published was approved right before: an approval comes before that step.")
        reasons.append(Reason("nothing_approved", words, "steps"))
    return [*reasons, *_of_clauses(steps)]


def _of_clauses(steps: Sequence[Step]) -> Iterator[Reason]:
    for index, step in enumerate(steps):
        place = {"step": step.label_vi or step.position}
        for name in ("own_text", "same_person"):
            for fault in faults_of_form(getattr(step, name)):
                yield Reason("bad_clause", f"{place['step']}: {fault}", name)
        if step.decides and not step.same_person and any(earlier.decides for earlier in steps[:index]):
            words = _("“%(step)s” does not say what happens when who decides there has approved the text before.")
            yield Reason("no_clause", words % place, "same_person")
