"""Writing and reading the pulse: is a worker alive, and are all its loops?"""

import platform
import time
from datetime import datetime, timedelta

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateWorker

from api.worker.models import Beat
from sites import clock

SECONDS_BETWEEN_BEATS = 10.0
LONGEST_SILENCE = 120  # seconds: a pass over many pages takes its time
FORGET_AFTER = timedelta(days=1)
DRAIN, TIMETABLE, WEBHOOKS, CACHES, RECEIPTS = LOOPS = ("drain", "timetable", "webhooks", "caches", "receipts")
JOBS = "jobs"  # procrastinate's own loop: it keeps its own pulse, and does not say on which machine

_last: dict[str, float] = {}


def beat(loop: str) -> None:
    """This loop of this machine's worker is alive; written down every few seconds."""
    now = time.monotonic()
    if now - _last.get(loop, -SECONDS_BETWEEN_BEATS) < SECONDS_BETWEEN_BEATS:
        return
    Beat.objects.update_or_create(host=platform.node(), loop=loop, defaults={"at": clock.now()})
    Beat.objects.filter(at__lt=clock.now() - FORGET_AFTER).delete()
    _last[loop] = now


def silences() -> dict[str, int | None]:
    """For each loop the seconds since its last beat on any machine; None if there was none."""
    newest = dict(Beat.objects.values_list("loop").annotate(at=Max("at")))
    newest[JOBS] = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return {loop: _seconds_since(newest.get(loop)) for loop in (*LOOPS, JOBS)}


def silences_here() -> dict[str, int | None]:
    """The same for the loops of this machine's worker."""
    newest = dict(Beat.objects.filter(host=platform.node()).values_list("loop", "at"))
    return {loop: _seconds_since(newest.get(loop)) for loop in LOOPS}


def _seconds_since(at: datetime | None) -> int | None:
    return None if at is None else max(0, int((clock.now() - at).total_seconds()))


def silent(found: dict[str, int | None]) -> list[str]:
    """The loops that have said nothing for too long."""
    return [loop for loop, seconds in found.items() if seconds is None or seconds > LONGEST_SILENCE]
