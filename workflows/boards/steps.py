"""A step of a chain as a value: read from a chain, or from the copy of it that a passage keeps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import get_language

from sites.memory import remembered
from workflows.boards.clauses import Clause
from workflows.boards.enums import StandInRule, StepKind
from workflows.boards.models import Chain, ChainStep
from workflows.boards.who import Selector

type Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done (`kind`), by whom (`who`, else `stand_ins`), what it is called.

    The fields with defaults are younger than some passages, whose copies of their chains do not have them.
    """

    position: int
    kind: StepKind
    label_vi: str
    label_en: str
    who: list[Selector]
    stand_ins: list[Selector]
    untouched: bool
    reopens_on_edit: bool
    article: str
    stand_in_when: str = StandInRule.NEEDED
    own_text: Clause = field(default_factory=dict)
    same_person: Clause = field(default_factory=dict)
    answers: list[Selector] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name in the language of the moment."""
        return self.label_en if (get_language() or "vi").startswith("en") else self.label_vi

    @property
    def decides(self) -> bool:
        """Whether an approval is given here: not by who forwards (Bình Phước Điều 10.1b), nor by who only enters."""
        return self.kind in (StepKind.APPROVE, StepKind.PUBLISH)


def part_of(chain: str, position: int) -> str:
    """How a step is called where an office is narrowed to it; another version of the chain has other steps."""
    return f"{chain}.{position}"


def step_of(row: ChainStep) -> Step:
    """The value of a row."""
    values = {name: getattr(row, name) for name in Step.__dataclass_fields__}
    return Step(**{**values, "kind": StepKind(row.kind)})


@remembered(by=lambda chain: chain.pk)
def steps_of(chain: Chain) -> list[Step]:
    """The steps of a chain in their order."""
    return [step_of(row) for row in chain.steps.order_by("position")]


def snapshot_of(chain: Chain) -> dict[str, Any]:
    """The chain as it stands, for a passage to keep: items under way finish under the chain they began with."""
    return {
        "code": chain.code,
        "name_vi": chain.name_vi,
        "name_en": chain.name_en,
        "basis": chain.basis.code,
        "article": chain.article,
        "steps": [asdict(step) for step in steps_of(chain)],
    }


def steps_in(snapshot: Json) -> list[Step]:
    """The steps that a snapshot keeps."""
    return [Step(**{**step, "kind": StepKind(step["kind"])}) for step in snapshot["steps"]]
