"""What the worker does beside jobs. A loop survives whatever one round of it meets, a stopped database included."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import connection, connections

from api.publications.drain import drain_forever
from api.publications.triggers import CHANNEL
from api.purging.telling import tell_forever
from api.receipts.probing import look_forever
from api.webhooks.delivering import deliver_forever
from api.worker.beats import CACHES, DRAIN, RECEIPTS, TIMETABLE, WEBHOOKS, beat
from sites import clock
from workflows.passage.actions import publish_due
from workflows.passage.selectors import next_due_at

logger = logging.getLogger(__name__)

LONGEST_SLEEP = 5.0  # seconds: what nobody calls out is seen after this at the latest
PAUSE_AFTER_FAULT = 1.0


def forever(name: str, work: Callable[[threading.Event], None], stop: threading.Event) -> threading.Thread:
    """Start a thread that does `work` until told to stop, and begins again after a fault."""

    def run() -> None:
        while not stop.is_set():
            try:
                work(stop)
            except Exception:
                logger.exception("%s met a fault and begins again", name)
                stop.wait(PAUSE_AFTER_FAULT)
            finally:
                connections.close_all()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


def keep_draining(stop: threading.Event) -> None:
    """Drain the log's marks, until told to stop."""
    drain_forever(stop, after_pass=partial(beat, DRAIN))


def keep_delivering(stop: threading.Event) -> None:
    """Tell consumers what was published, until told to stop."""
    deliver_forever(stop, after_round=partial(beat, WEBHOOKS))


def keep_purging(stop: threading.Event) -> None:
    """Tell caches in front what changed, until told to stop."""
    tell_forever(stop, after_round=partial(beat, CACHES))


def keep_looking(stop: threading.Event) -> None:
    """Look whether readers find what was published, until told to stop."""
    look_forever(stop, after_round=partial(beat, RECEIPTS))


def keep_timetable(stop: threading.Event) -> None:
    """Publish and expire what is due, to the second, until told to stop.

    Who sleeps until a moment hears of an earlier one: whatever is scheduled is marked for the log, and marks are called
    out when they are committed.
    """
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"listen {CHANNEL}")
    while not stop.is_set():
        done = publish_due(clock.now())
        beat(TIMETABLE)
        pause = pause_until(next_due_at(clock.now()), at=clock.now())
        if done.failed:
            stop.wait(pause)  # what failed is not tried again at every change
        else:
            _sleep(pause)


def _sleep(seconds: float) -> None:
    """Until then, or until something is marked."""
    for _ in connection.connection.notifies(timeout=seconds, stop_after=1):
        pass


def pause_until(due: datetime | None, *, at: datetime) -> float:
    """Seconds to sleep: until the next due moment, never longer than `LONGEST_SLEEP`."""
    if due is None:
        return LONGEST_SLEEP
    return min(max((due - at).total_seconds(), 0.05), LONGEST_SLEEP)


def loops() -> dict[str, Callable[[threading.Event], None]]:
    """Every loop by its name."""
    return {
        DRAIN: keep_draining,
        TIMETABLE: keep_timetable,
        WEBHOOKS: keep_delivering,
        CACHES: keep_purging,
        RECEIPTS: keep_looking,
    }
