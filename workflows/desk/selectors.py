"""What lies on a person's desk: what waits for him, what came back, where what he sent is now.

Which items and in what order is found from narrow rows; only the page that is shown is read whole.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

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
from workflows.desk.handling import Handling, handlings
from workflows.desk.registry import people_stood_for
from workflows.desk.words import left_words
from workflows.passage.asking import waiting_for
from workflows.passage.company import LEADERS
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Decision, Passage
from workflows.passage.selectors import steps_of

MOST = 50
BACK = (PassageState.RETURNED,)
ON_THEIR_WAY = (PassageState.IN_PROGRESS, PassageState.SCHEDULED)
UNDER_WAY = (*BACK, *ON_THEIR_WAY)
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
    handlings: dict[int, Handling]
    now: float = field(default_factory=lambda: clock.now().timestamp())

    def urgency(self, passage_id: int) -> Urgency:
        """How an item stands to its limit."""
        due = self.dues.get(passage_id)
        return due.urgency(clock.now()) if due else Urgency.UNLIMITED

    def handling(self, passage_id: int) -> Handling:
        """How pressing an item is, and who handles it."""
        return self.handlings.get(passage_id, Handling())

    @property
    def sites(self) -> dict[int, str]:
        """The sites of the items, with their names, in their order."""
        return {handling.site_id: handling.site for handling in self.handlings.values()}

    def rank(self, item: Waiting) -> tuple[int, float, float, int]:
        """Where an item stands in the pile: the most pressing first, then by limit, then the longest waiting."""
        due = self.dues.get(item.passage_id)
        until = due.at.timestamp() if due else NEVER
        return (-self.handling(item.passage_id).priority, until, item.since.timestamp(), item.passage_id)

    def count(self, urgency: Urgency) -> int:
        """How many items stand so."""
        return sum(self.urgency(item.passage_id) == urgency for item in self.items)


def pile_of(person: User) -> Pile:
    """What a person may decide now."""
    items = waitings(waiting_for(person).filter(LEADERS))
    pile = Pile(items, dues_of(items), handlings([item.passage_id for item in items]))
    return replace(pile, items=sorted(items, key=pile.rank))


def pile_stood_for(person: User) -> list[tuple[User, Pile]]:
    """What waits for those for whom a person stands in."""
    others = people_stood_for(person, clock.today())
    return [(other, pile_of(other)) for other in others]


def lines_of(person: User, pile: Pile, items: Sequence[Waiting]) -> list[Line]:
    """The lines of some items of a pile, in their order."""
    passages = Passage.objects.filter(pk__in=[item.passage_id for item in items])
    rows = {line.passage.pk: line for line in lines_sent(with_what_is_shown(passages))}
    calendars = working_calendars({item.site_id for item in items})
    lines = []
    for item in items:
        if (line := rows.get(item.passage_id)) is None:
            continue  # it moved on between two queries
        due, handling = pile.dues.get(item.passage_id), pile.handling(item.passage_id)
        lines.append(
            Line(
                passage=line.passage,
                step=line.step,
                steps=line.steps,
                returned=None,
                due=due,
                urgency=pile.urgency(item.passage_id),
                left=left_words(due, calendars[item.site_id], clock.now()) if due else "",
                handler=handling.holder,
                is_mine=handling.holder_id == person.pk,
                priority=Priority(handling.priority),
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
    later = Passage.objects.filter(page=OuterRef("page"), submitted_by=person, pk__gt=OuterRef("pk"))
    mine = Passage.objects.filter(LEADERS, ~Exists(later), submitted_by=person, state__in=states)
    return mine.order_by("-submitted_at", "-pk")


def sent_lines(person: User) -> list[Line]:
    """What a person submitted and is not settled: what came back first, then by time; at most `MOST`."""
    lines = lines_sent(with_what_is_shown(sent_by(person))[:MOST])
    return sorted(lines, key=lambda line: line.passage.state != PassageState.RETURNED)


def with_what_is_shown(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    """Passages with all that a line says of them."""
    rows = passages.select_related("page__locale", "site", "submitted_by", "revision")
    return rows.defer("revision__content")


def lines_sent(passages: Iterable[Passage]) -> list[Line]:
    """The lines of passages, in their order."""
    found = list(passages)
    bundles, returns = led_by(found), _returns_of(found)
    return [_line(row, returns.get(row.pk), bundles.get(row.pk)) for row in found]


def _returns_of(passages: Iterable[Passage]) -> dict[int, Decision]:
    """Why those that came back did: the last word, by passage; no query where none did."""
    back = [passage.pk for passage in passages if passage.state == PassageState.RETURNED]
    returns = Decision.objects.filter(kind=DecisionKind.RETURN, passage__in=back).select_related("actor")
    return {decision.passage_id: decision for decision in returns.order_by("pk")} if back else {}


def _line(passage: Passage, returned: Decision | None, bundle: Bundle | None) -> Line:
    steps = steps_of(passage)
    step = steps[passage.position - 1] if passage.position <= len(steps) else None
    return Line(passage, step, steps, returned, bundle=bundle)


def _side(position: int, passage: Passage) -> int:
    """0 before the step where it stands, 1 at it, 2 after it."""
    return 0 if position < passage.position else 1 + (position > passage.position)
