"""What lies on a person's desk: what waits for him, and where what he sent is now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Prefetch, QuerySet

from sites.accounts.models import User
from workflows.boards.steps import Step
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Decision, Passage
from workflows.passage.selectors import steps_of, waiting_for

MOST = 50
UNDER_WAY = (PassageState.IN_PROGRESS, PassageState.RETURNED, PassageState.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Line:
    """One item on the desk. `step` is where it waits (None past the last), `returned` why it came back."""

    passage: Passage
    step: Step | None
    steps: int
    returned: Decision | None

    @property
    def title(self) -> str:
        """The title as it was submitted."""
        return str(self.passage.revision.object_str)


def waiting_lines(person: User) -> list[Line]:
    """What a person may decide now, the longest waiting first; at most `MOST`."""
    return _lines(waiting_for(person).order_by("waiting_since", "pk"))


def sent_lines(person: User) -> list[Line]:
    """What a person submitted and is not settled: what came back first, then by time; at most `MOST`."""
    newest = Passage.objects.filter(submitted_by=person).order_by().values("page").annotate(newest=Max("pk"))
    mine = Passage.objects.filter(pk__in=newest.values("newest"), state__in=UNDER_WAY)
    lines = _lines(mine.order_by("-submitted_at", "-pk"))
    return sorted(lines, key=lambda line: line.passage.state != PassageState.RETURNED)


def _lines(passages: QuerySet[Passage]) -> list[Line]:
    returns = Decision.objects.filter(kind=DecisionKind.RETURN).select_related("actor").order_by("-id")
    rows = passages.select_related("page__locale", "site", "submitted_by", "revision").prefetch_related(
        Prefetch("decisions", queryset=returns, to_attr="returns")
    )
    return [_line(passage, passage.returns) for passage in rows.defer("revision__content")[:MOST]]  # type: ignore[attr-defined]


def _line(passage: Passage, returns: Iterable[Decision]) -> Line:
    steps = steps_of(passage)
    step = steps[passage.position - 1] if passage.position <= len(steps) else None
    returned = next(iter(returns), None) if passage.state == PassageState.RETURNED else None
    return Line(passage, step, len(steps), returned)
