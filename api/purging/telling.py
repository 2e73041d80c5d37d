"""The loop of the worker that tells caches: one process at a time, from the log, in batches, again where it failed."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from api.consumers.selectors import head_number
from api.publications.locks import free_lock
from api.purging.changes import hosts, old_after, versions_after
from api.purging.models import Cache
from api.purging.targets import Target, targets
from api.webhooks.delivering import pause_after
from sites import clock
from sites.outside.wire import Fault

logger = logging.getLogger(__name__)

LOCK = 7_305_102
PAUSE = 0.5
STANDBY = 5.0
A_BATCH = 500  # versions
LONGEST_PAUSE = 300.0  # seconds: what a cache keeps for long has to go soon after it answers again


def nothing() -> None:
    """What is done after a round where nobody wants to know of it."""


def tell_forever(stop: threading.Event, after_round: Callable[[], None] = nothing) -> None:
    """Tell every cache until told to stop; while another process does, stand by."""
    while not stop.is_set():
        with free_lock(LOCK) as is_ours:
            while is_ours and not stop.is_set():
                told = tell_all()
                after_round()
                stop.wait(0 if told else PAUSE)
        after_round()
        stop.wait(STANDBY)


def tell_all() -> int:
    """One batch to every cache whose turn it is; answers to how many. A new cache begins with what changes from now."""
    wanted, head = targets(), head_number()
    if not wanted:
        return 0
    known = {row.name: row for row in Cache.objects.filter(name__in=[target.name for target in wanted])}
    told = 0
    for target in wanted:
        row = known.get(target.name) or Cache.objects.create(name=target.name, position=head)
        if row.position < head and (row.next_try_at is None or row.next_try_at <= clock.now()):
            told += _tell(target, row)
    return told


def _tell(target: Target, row: Cache) -> bool:
    versions = versions_after(row.position, A_BATCH)
    try:
        target.tell(old_after(versions, hosts()))
    except Fault as fault:
        _failed(row, fault)
        return False
    row.position, row.tries, row.fault = versions[-1].seq, 0, ""
    row.next_try_at, row.failing_since, row.purged_at = None, None, clock.now()
    row.save()
    return True


def _failed(row: Cache, fault: Fault) -> None:
    now = clock.now()
    pause = pause_after(row.tries, longest=LONGEST_PAUSE)
    row.tries, row.fault = row.tries + 1, f"{fault.code} {fault.said}".strip()[:200]
    row.failing_since, row.next_try_at = row.failing_since or now, now + timedelta(seconds=pause)
    row.save()
    logger.warning("The cache %s was not told: %s", row.name, row.fault)
