"""Items under way that would wait for nobody, were posts and seats to end."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.accounts.models import Post, Seat
from workflows.boards.offices import holders, office_of
from workflows.passage.asking import asked, excluded_at
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage
from workflows.passage.selectors import step_now

MOST = 10  # titles that are named; the rest is a number


def items_left_alone(rows: Sequence[Post | Seat], on: date) -> Iterator[str]:
    """One sentence for each item that somebody may decide now and nobody could from then on."""
    ending = [office_of(row) for row in rows]
    under_way = Passage.objects.filter(
        Q(offices__overlap=ending) | Q(stand_ins__overlap=ending), state=PassageState.IN_PROGRESS
    ).select_related("revision", "page")
    alone = [passage for passage in under_way.order_by("waiting_since") if _left_alone(passage, rows, on)]
    for passage in alone[:MOST]:
        step = step_now(passage)
        words = _("“%(title)s” waits at “%(step)s” and will wait for nobody.")
        yield words % {"title": passage.revision.object_str, "step": step.label if step else ""}
    more = len(alone) - MOST
    if more > 0:
        yield ngettext(
            "%(number)s more item will wait for nobody.", "%(number)s more items will wait for nobody.", more
        ) % {"number": more}


def _left_alone(passage: Passage, rows: Sequence[Post | Seat], on: date) -> bool:
    step = step_now(passage)
    if step is None or not asked(passage, on):
        return False
    excluded = excluded_at(passage, step)
    everyone = [*passage.offices, *passage.stand_ins]
    return not holders(everyone, on, without=rows).exclude(pk__in=excluded).exists()
