"""What the database says of the running system, in one query for each question."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinatePeriodicDefer

from api.http.reading import PRIMARY
from sites import clock

GRACE = 120  # seconds
STATE = """
select
  (select count(*) from api_publications_hostrow),
  (select coalesce(extract(epoch from now() - min(at)), 0)::float from api_publications_dirty where priority = 0),
  (select count(*) from api_publications_dirty where priority = 0),
  (select count(*) from api_publications_dirty where priority > 0),
  (select count(*) from api_publications_alarm where cleared_at is null),
  (select count(*) from workflows_notices_mail where sent_at is null),
  (select coalesce(extract(epoch from now() - min(created_at)), 0)::float
   from workflows_notices_mail where sent_at is null),
  (select count(*) from workflows_passage_passage
   where state = 'scheduled' and go_live_at < now() - interval '60 s')
  + (select count(*) from wagtailcore_page where live and expire_at < now() - interval '60 s')
  + (select count(*) from api_publications_due where at < now() - interval '60 s')
"""
JOBS = "select queue_name, status::text, count(*) from procrastinate_jobs group by 1, 2 order by 1, 2"
WEBHOOKS = """
select case when dead_at is not null then 'dead' when tries > 0 then 'failing' else 'good' end, count(*)
from api_webhooks_endpoint where ended_at is null group by 1 order by 1
"""
RECEIPTS = "select state, count(*) from api_receipts_receipt where ended_at is null group by 1 order by 1"
ALARMS = "select kind, count(*) from api_publications_alarm where cleared_at is null group by 1 order by 1"


@dataclass(frozen=True, slots=True)
class State:
    """How much waits, and for how long. Moments are seconds."""

    hosts: int
    drain_lag: float
    marks: int
    marks_following: int
    alarms: int
    outbox: int
    outbox_age: float
    overdue: int

    def figures(self) -> dict[str, float]:
        """By name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the timetable of jobs: when it was last begun, and whether it should have been since."""

    name: str
    last_run: datetime | None
    is_late: bool


def state_now() -> State:
    """What waits now. Asked on the way of readers, who do not wait long for a database that is lost."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(STATE)
        return State(*cursor.fetchone())


def counts_of(sql: str) -> list[tuple[str, ...]]:
    """The rows of one of the counts above: labels, and a number at the end."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def timetable() -> list[Entry]:
    """Every periodic job, by name."""
    rows = ProcrastinatePeriodicDefer.objects.order_by("defer_timestamp")
    last = {(name, key): stamp for name, key, stamp in rows.values_list("task_name", "periodic_id", "defer_timestamp")}
    due_before = clock.now().timestamp() - GRACE
    entries = []
    for key, periodic in sorted(app.periodic_registry.periodic_tasks.items()):
        stamp = last.get(key)
        due = periodic.croniter.get_prev(float, start_time=due_before)
        run = None if stamp is None else datetime.fromtimestamp(stamp, UTC)
        entries.append(Entry(key[0], run, stamp is not None and stamp < int(due)))
    return entries
