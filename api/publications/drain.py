"""The drain: from marks to versions. One at a time over all processes; whoever finds the lock free does the work.

The lock is taken before the transaction begins: a snapshot that is older than the lock would present stale rows.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError, InterfaceError, connection, transaction

from api.publications.enums import Priority
from api.publications.locks import free_lock, let_go
from api.publications.marks import BATCH, Marks, next_marks, subjects_of
from api.publications.media import sweep
from api.publications.models import Dirty, Due
from api.publications.passes import follow_up, present_and_append
from api.publications.things import Subject
from api.publications.triggers import CHANNEL
from sites import clock

logger = logging.getLogger(__name__)

LOCK = 7_305_001
PATIENCE_OF_A_REQUEST = 0.5
MARKS_OF_A_REQUEST = 500
SUBJECTS_OF_A_REQUEST = 25
SUBJECTS_OF_A_PASS = 400
POLL = 1.0
LONGEST_FOLLOWING = 0.1  # seconds that whoever publishes may wait for a pass over what only follows
LEAST_AT_ONCE = 10


def nothing() -> None:
    """What is done after a pass where nobody wants to know of it."""


class Pace:
    """How many marks of what only follows one pass takes, so that none lasts long: what somebody published meanwhile
    comes before the next pass. Ten thousand items get new addresses so, and nobody waits for them.
    """

    def __init__(self) -> None:
        self.at_once = LEAST_AT_ONCE

    def note(self, number: int, seconds: float) -> None:
        """A pass took so long for so many; no more than twice as many at once the next time."""
        fitting = int(number * LONGEST_FOLLOWING / max(seconds, 0.001))
        self.at_once = max(LEAST_AT_ONCE, min(fitting, 2 * self.at_once, BATCH))


def drain(after_pass: Callable[[], None] = nothing) -> int:
    """Work off every mark, waiting for the lock. Returns how many versions were appended."""
    count, pace = 0, Pace()
    while Dirty.objects.exists():
        with drain_lock():
            while (appended := _pass(pace)) is not None:
                count += appended
                after_pass()
    return count


def try_drain() -> None:
    """After a commit in a request: work off what somebody waits for, if nobody else is at it. Never raises.

    What is too much, too slow or in another's hands is left to the worker.
    """
    if connection.in_atomic_block:
        return
    limit = time.monotonic() + PATIENCE_OF_A_REQUEST
    try:
        while 0 < _direct_marks() <= MARKS_OF_A_REQUEST and _drain_a_little(limit):
            pass  # after letting go, look once more: another may have tried in vain meanwhile
    except Exception:
        logger.exception("The drain failed in a request; the worker will do it")


def _drain_a_little(limit: float) -> bool:
    """Whether something was worked off before the limit, under the lock if it was free."""
    is_done = False
    with free_lock(LOCK) as is_ours:
        while is_ours and time.monotonic() < limit and _pass_of_a_request() is not None:
            is_done = True
    return is_done


def drain_forever(stop: threading.Event, after_pass: Callable[[], None] = nothing) -> None:
    """What the worker does until `stop` is set: listen, drain, look at the clock. Survives a lost database."""
    while not stop.is_set():
        try:
            _listen(stop, after_pass)
        except (DatabaseError, InterfaceError):
            logger.exception("The drain lost its database; it tries again")
            stop.wait(POLL)
        finally:
            with contextlib.suppress(DatabaseError, InterfaceError):
                connection.close()


def drain_in_transaction() -> int:
    """Work off every mark inside the caller's transaction: for a caller that is alone on the database.

    Returns how many versions were appended.
    """
    count = 0
    while (appended := _work_off(next_marks())) is not None:
        count += appended
    return count


def mark_what_is_due() -> int:
    """Mark the things whose planned moment has come. Returns how many."""
    with transaction.atomic():
        due = list(Due.objects.filter(at__lte=clock.now()).select_for_update(skip_locked=True))
        Dirty.objects.bulk_create([Dirty(kind="subject", ref=f"{row.kind}:{row.public_id}") for row in due])
        Due.objects.filter(pk__in=[row.pk for row in due]).delete()
    return len(due)


@contextlib.contextmanager
def locked_snapshot() -> Iterator[None]:
    """The drain's lock, and one moment of the database: for commands that compare or remake."""
    with drain_lock(), _snapshot():
        yield


def _direct_marks() -> int:
    return Dirty.objects.filter(priority=Priority.DIRECT)[: MARKS_OF_A_REQUEST + 1].count()


def _listen(stop: threading.Event, after_pass: Callable[[], None]) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"listen {CHANNEL}")
    with drain_lock():
        sweep()
    while not stop.is_set():
        mark_what_is_due()
        _drain_what_is_presentable(after_pass)
        after_pass()
        for _ in connection.connection.notifies(timeout=POLL, stop_after=1):
            pass


def _drain_what_is_presentable(after_pass: Callable[[], None]) -> None:
    """Between two passes what has come due meanwhile is marked: it waits behind nothing that only follows."""

    def between() -> None:
        after_pass()
        mark_what_is_due()

    try:
        drain(between)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        logger.exception("A pass of the drain failed")
        time.sleep(POLL)


def _pass(pace: Pace) -> int | None:
    """One transaction of the drain. None when there was no mark."""
    began = time.monotonic()
    with _snapshot():
        marks = next_marks(pace.at_once)
        appended = _work_off(marks)
    if marks.priority == Priority.FOLLOWING:
        pace.note(len(marks.ids), time.monotonic() - began)
    return appended


def _pass_of_a_request() -> int | None:
    """The same for a request: None also when the marks are not direct ones, or lead to more than it may present."""
    with _snapshot():
        marks = next_marks()
        if marks.priority != Priority.DIRECT:
            return None
        subjects = subjects_of(marks)
        return None if len(subjects) > SUBJECTS_OF_A_REQUEST else _work_off(marks, subjects)


def _work_off(marks: Marks, found: set[Subject] | None = None) -> int | None:
    """Present what the marks are about; if that is too much for one transaction, mark each subject by itself."""
    if not marks:
        return None
    subjects, kinds = subjects_of(marks) if found is None else found, set(marks.refs)
    is_too_much = marks.priority == Priority.DIRECT and len(subjects) > SUBJECTS_OF_A_PASS
    if marks.priority == Priority.FAN_OUT or is_too_much:
        follow_up(subjects)
        subjects = set()
    Dirty.objects.filter(pk__in=marks.ids).delete()
    if marks.priority == Priority.FOLLOWING:  # what is presented now need not be again for a mark that waits behind
        Dirty.objects.filter(
            priority=Priority.FOLLOWING, kind="subject", ref__in=marks.refs.get("subject", ())
        ).delete()
    return present_and_append(subjects, kinds=kinds)


@contextlib.contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment of the database."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        yield


@contextlib.contextmanager
def drain_lock() -> Iterator[None]:
    """Alone among all that write to the log."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        let_go(LOCK)
