"""Whether the system is ready: the state of everything that reading and publishing need."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError
from psycopg_pool import PoolTimeout

from api.http.reading import replica
from api.operations.selectors import state_now, timetable
from api.purging.selectors import caches
from api.receipts.selectors import alarms
from api.worker.beats import silences, silent

type Check = dict[str, Any]

NEEDED = ("database", "sites", "publication")  # without these no request should come here
LONGEST_WAIT = 120
LOST = (DatabaseError, InterfaceError, PoolTimeout)


def checks() -> dict[str, Check]:
    """The state of each dependency, with `ok`."""
    found = _of_log()
    questions = {"worker": _of_worker, "scheduler": _of_scheduler, "caches": _of_caches, "receipts": _of_receipts}
    is_there = found["database"]["ok"]  # one that is gone is not waited for once more for each of them
    others = {name: _asked(question) if is_there else {"ok": False} for name, question in questions.items()}
    return {**found, "replica": _of_replica(), **others}


def status_of(found: dict[str, Check]) -> str:
    """`ready`; `degraded` if readers are served but something else is lacking, the primary too; `not_ready`."""
    is_read_elsewhere = found["replica"]["configured"] and found["replica"]["ok"] and not found["database"]["ok"]
    if not is_read_elsewhere and not all(found[name]["ok"] for name in NEEDED):
        return "not_ready"
    return "ready" if all(check["ok"] for check in found.values()) else "degraded"


def _of_log() -> dict[str, Check]:
    try:
        state = state_now()
    except LOST:
        lost = {"ok": False, "waiting": None, "waited": None}
        return {"database": {"ok": False}, "sites": {"ok": False, "hosts": None}, "publication": lost}
    waiting = state.marks + state.marks_following
    return {
        "database": {"ok": True},
        "sites": {"ok": state.hosts > 0, "hosts": state.hosts},
        "publication": {"ok": state.drain_lag < LONGEST_WAIT, "waiting": waiting, "waited": int(state.drain_lag)},
    }


def _of_replica() -> Check:
    """What this process knows of it. Where there is none that is said, and nothing is wrong with it."""
    if not replica.is_configured:
        return {"ok": True, "configured": False}
    return {"ok": replica.is_good, "configured": True, "fault": replica.fault or None, "lag": replica.lag}


def _asked(question: Callable[[], Check]) -> Check:
    try:
        return question()
    except LOST:
        return {"ok": False}


def _of_worker() -> Check:
    found = silences()
    return {"ok": not silent(found), "seconds_since": found}


def _of_scheduler() -> Check:
    entries = timetable()
    return {
        "ok": not any(entry.is_late for entry in entries),
        "last_run": {entry.name: entry.last_run.isoformat() if entry.last_run else None for entry in entries},
        "late": [entry.name for entry in entries if entry.is_late],
    }


def _of_caches() -> Check:
    """Those in front. Where none is configured that is said, and nothing is wrong with it."""
    found = caches()
    return {
        "ok": all(line.is_ok for line in found),
        "configured": [line.name for line in found],
        "failing": [line.name for line in found if not line.is_ok],
    }


def _of_receipts() -> Check:
    """What was published and cannot be read where it should be."""
    number = alarms().count()
    return {"ok": not number, "alarms": number}
