"""Alarms: what an operator has to look at, raised and cleared by the drain."""

from collections.abc import Iterable

from api.publications.enums import AlarmKind
from api.publications.models import Alarm, Current
from api.publications.things import Presented, Thing
from sites import clock


def bring_alarms_in_line(presented: Iterable[Presented]) -> None:
    """Raise what these things give cause for, clear what is right again, and mark held rows as held."""
    entries = list(presented)
    held = {str(entry.thing): entry.held for entry in entries if entry.held}
    unexplained = {
        str(entry.thing): str(entry.frame.get("kind", "")) for entry in entries if entry.unexplained and not entry.held
    }
    names = [str(entry.thing) for entry in entries]
    _bring_in_line(AlarmKind.HELD, names, held)
    _bring_in_line(AlarmKind.UNEXPLAINED, names, unexplained)
    _mark_rows(entries)


def _bring_in_line(kind: str, names: list[str], wanted: dict[str, str]) -> None:
    open_ones = {alarm.thing: alarm for alarm in Alarm.objects.filter(kind=kind, thing__in=names, cleared_at=None)}
    right_again = [alarm.pk for thing, alarm in open_ones.items() if thing not in wanted]
    Alarm.objects.filter(pk__in=right_again).update(cleared_at=clock.now())
    for thing, detail in wanted.items():
        if thing not in open_ones:
            Alarm.objects.create(kind=kind, thing=thing, detail=detail, raised_at=clock.now())
        elif open_ones[thing].detail != detail:
            Alarm.objects.filter(pk=open_ones[thing].pk).update(detail=detail)


def _mark_rows(entries: list[Presented]) -> None:
    """`Current.held` says what the open alarms say."""
    public_ids = {entry.thing.public_id for entry in entries}
    marked = {
        Thing(row.kind, row.public_id, row.locale, row.site): row.held_reason
        for row in Current.objects.filter(public_id__in=public_ids, held=True)
    }
    for entry in entries:
        if marked.get(entry.thing, "") != entry.held:
            rows = Current.objects.filter(**entry.thing._asdict())
            rows.update(held=bool(entry.held), held_reason=entry.held)
