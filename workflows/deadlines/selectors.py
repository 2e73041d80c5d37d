"""Reading which items wait, as their limits need them: without their texts and chains."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.functions import Cast

from workflows.deadlines.enums import CallKind
from workflows.deadlines.limits import Due, Waiting, dues_of
from workflows.deadlines.models import Call
from workflows.passage.company import LEADERS
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage


class InSnapshot(Func):
    """SQL: the text at a path in the chain as it stood."""

    function = "jsonb_extract_path_text"
    output_field = CharField()


def waitings(passages: QuerySet[Passage]) -> list[Waiting]:
    """What decides about the limits of passages: one query, a narrow row each."""
    step = Cast(F("position") - 1, CharField())
    rows = passages.annotate(
        chain_code=InSnapshot(F("chain_snapshot"), Value("code")),
        kind_now=InSnapshot(F("chain_snapshot"), Value("steps"), step, Value("kind")),
    ).values_list("pk", "site_id", "chain_code", "position", "kind_now", "waiting_since")
    return [Waiting(*row) for row in rows]


def due_of(passage: Passage) -> Due | None:
    """The limit of one item under way; None where no rule sets one, or where it waits no more."""
    under_way = Passage.objects.filter(pk=passage.pk, state=PassageState.IN_PROGRESS)
    return dues_of(waitings(under_way)).get(passage.pk)


def calls_to_make(at: datetime) -> Iterator[tuple[int, CallKind, Due]]:
    """What is to be sent at a moment and was not yet: passage, kind and limit."""
    items = waitings(Passage.objects.filter(LEADERS, state=PassageState.IN_PROGRESS).order_by("pk"))
    dues = dues_of(items)
    late = [(item, due) for item in items if (due := dues[item.passage_id]) and at >= due.near_at]
    made = set(
        Call.objects.filter(passage__in=[item.passage_id for item, _due in late]).values_list(
            "passage", "position", "arrived_at", "kind"
        )
    )
    for item, due in late:
        kind = CallKind.ESCALATION if at > due.at else CallKind.REMINDER
        if (item.passage_id, item.position, item.since, kind) not in made:
            yield item.passage_id, kind, due
