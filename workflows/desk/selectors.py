"""What lies on a person's desk: what waits for him, what came back, where what he sent is now.

Which items and in what order is found from narrow rows; only the page that is shown is read whole.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from sites import clock
from sites.accounts.models import User
from sites.calendar.selectors import working_calendars
from workflows.boards.steps import Step
from workflows.bundles.models import Bundle
from workflows.bundles.selectors import led_by
from workflows.deadlines.enums import Urgency
from workflows.deadlines.limits import Due, Waiting, dues_of
from workflows.deadlines.selectors import waitings
from workflows.desk.enums import Priority
from workflows.desk.handling import standing_claims
from workflows.desk.models import Mark
from workflows.desk.registry import people_stood_for
from workflows.desk.words import left_words
from workflows.passage.asking import waiting_for
from workflows.passage.company import LEADERS
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Decision, Passage
from workflows.passage.selectors import steps_of

MOST = 50
UNDER_WAY = (PassageState.IN_PROGRESS, PassageState.RETURNED, PassageState.SCHEDULED)
NEVER = date.max.toordinal() * 86400.0


@dataclass(frozen=True, slots=True)
class Line:
    """One item on the desk. `step` is where it waits (None past the last), `returned` why it came back.

    Items that go together are one line: that of their `bundle`.
    """

    passage: Passage
    step: Step | None
    steps: list[Step]
    returned: Decision | None
    due: Due | None = None
    urgency: Urgency = Urgency.UNLIMITED
    left: str = ""
    handler: str = ""
    is_mine: bool = False
    priority: Priority = Priority.NORMAL
    bundle: Bundle | None = None

    @property
    def title(self) -> str:
        """The title as it was submitted."""
        return str(self.bundle or self.passage.revision.object_str)

    @property
    def drawing(self) -> list[tuple[Step, str]]:
        """The steps with "done", "now" or "ahead" each."""
        states = ("done", "now", "ahead")
        over = self.passage.state == PassageState.SCHEDULED
        return [(step, states[0] if over else states[_side(step.position, self.passage)]) for step in self.steps]


@dataclass(frozen=True, slots=True)
class Pile:
    """Everything that waits for somebody, in its order, without the texts: what counts and filters need."""

    items: list[Waiting]
    dues: dict[int, Due | None]
    claims: dict[int, tuple[int, str]]
    priorities: dict[int, int]
    now: float = field(default_factory=lambda: clock.now().timestamp())

    def urgency(self, passage_id: int) -> Urgency:
        """How an item stands to its limit."""
        due = self.dues.get(passage_id)
        return due.urgency(clock.now()) if due else Urgency.UNLIMITED

    def count(self, urgency: Urgency) -> int:
        """How many items stand so."""
        return sum(self.urgency(item.passage_id) == urgency for item in self.items)


def pile_of(person: User) -> Pile:
    """What a person may decide now: the most pressing first, then by limit, then the longest waiting."""
    return _pile(waitings(waiting_for(person).filter(LEADERS)))


def pile_stood_for(person: User) -> list[tuple[User, Pile]]:
    """What waits for those for whom a person stands in."""
    others = people_stood_for(person, clock.today())
    return [(other, pile_of(other)) for other in others]


def _pile(items: list[Waiting]) -> Pile:
    ids = [item.passage_id for item in items]
    dues = dues_of(items)
    claims = standing_claims().filter(passage__in=ids).values_list("passage", "person", "person__full_name")
    priorities = dict(Mark.objects.filter(passage__in=ids).values_list("passage", "priority"))

    def rank(item: Waiting) -> tuple[int, float, float, int]:
        due = dues.get(item.passage_id)
        until = due.at.timestamp() if due else NEVER
        return (-priorities.get(item.passage_id, 0), until, item.since.timestamp(), item.passage_id)

    return Pile(sorted(items, key=rank), dues, {row[0]: (row[1], row[2]) for row in claims}, priorities)


def lines_of(person: User, pile: Pile, items: Sequence[Waiting]) -> list[Line]:
    """The lines of some items of a pile, in their order."""
    rows = {line.passage.pk: line for line in _lines(Passage.objects.filter(pk__in=[i.passage_id for i in items]))}
    calendars = working_calendars({item.site_id for item in items})
    lines = []
    for item in items:
        if (line := rows.get(item.passage_id)) is None:
            continue  # it moved on between two queries
        due, (holder, name) = pile.dues.get(item.passage_id), pile.claims.get(item.passage_id, (0, ""))
        lines.append(
            Line(
                passage=line.passage,
                step=line.step,
                steps=line.steps,
                returned=None,
                due=due,
                urgency=pile.urgency(item.passage_id),
                left=left_words(due, calendars[item.site_id], clock.now()) if due else "",
                handler=name,
                is_mine=holder == person.pk,
                priority=Priority(pile.priorities.get(item.passage_id, 0)),
                bundle=line.bundle,
            )
        )
    return lines


def waiting_lines(person: User) -> list[Line]:
    """What a person may decide now, in the order of the desk; at most `MOST`."""
    pile = pile_of(person)
    return lines_of(person, pile, pile.items[:MOST])


def sent_by(person: User, *, states: Collection[str] = UNDER_WAY) -> QuerySet[Passage]:
    """What a person submitted and is not settled; of each page the newest passage alone."""
    newest = Passage.objects.filter(submitted_by=person).order_by().values("page").annotate(newest=Max("pk"))
    return Passage.objects.filter(LEADERS, pk__in=newest.values("newest"), state__in=states).order_by(
        "-submitted_at", "-pk"
    )


def sent_counts(person: User) -> tuple[int, int]:
    """How many came back, and how many are on their way."""
    back = Count("pk", filter=Q(state=PassageState.RETURNED))
    found = sent_by(person).order_by().aggregate(all=Count("pk"), back=back)
    return found["back"], found["all"] - found["back"]


def lines_sent(passages: QuerySet[Passage] | Sequence[Passage]) -> list[Line]:
    """The lines of passages, in their order."""
    ids = [passage.pk for passage in passages]
    rows = {line.passage.pk: line for line in _lines(Passage.objects.filter(pk__in=ids))}
    return [rows[pk] for pk in ids if pk in rows]


def sent_lines(person: User) -> list[Line]:
    """What a person submitted and is not settled: what came back first, then by time; at most `MOST`."""
    lines = lines_sent(sent_by(person).only("pk")[:MOST])
    return sorted(lines, key=lambda line: line.passage.state != PassageState.RETURNED)


def _lines(passages: QuerySet[Passage]) -> list[Line]:
    returns = Decision.objects.filter(kind=DecisionKind.RETURN).select_related("actor").order_by("-id")
    rows = passages.select_related("page__locale", "site", "submitted_by", "revision").prefetch_related(
        Prefetch("decisions", queryset=returns, to_attr="returns")
    )
    found = list(rows.defer("revision__content"))
    bundles = led_by(found)
    return [_line(row, row.returns, bundles.get(row.pk)) for row in found]  # type: ignore[attr-defined]


def _line(passage: Passage, returns: Iterable[Decision], bundle: Bundle | None) -> Line:
    steps = steps_of(passage)
    step = steps[passage.position - 1] if passage.position <= len(steps) else None
    returned = next(iter(returns), None) if passage.state == PassageState.RETURNED else None
    return Line(passage, step, steps, returned, bundle=bundle)


def _side(position: int, passage: Passage) -> int:
    """0 before the step where it stands, 1 at it, 2 after it."""
    return 0 if position < passage.position else 1 + (position > passage.position)
