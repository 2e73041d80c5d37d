"""Figures that the database knows, as Prometheus reads them: asked for when they are collected."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.registry import Collector

from api.operations.readiness import LOST
from api.operations.selectors import ALARMS, JOBS, RECEIPTS, WEBHOOKS, counts_of, state_now, timetable
from api.worker.beats import silences

TOLD = {
    "hosts": "Host names under which readers are answered.",
    "drain_lag": "Seconds for which the oldest change waits to be published.",
    "marks": "Changes that somebody waits for.",
    "marks_following": "Changes that follow from others.",
    "alarms": "Alarms that are not cleared.",
    "outbox": "Mails that were not sent yet.",
    "outbox_age": "Seconds for which the oldest mail waits.",
    "overdue": "Items whose moment to appear, to change or to end has passed for more than a minute.",
}
UNITS = {"drain_lag": "_seconds", "outbox_age": "_seconds"}


class OfDatabase(Collector):
    """Everything that is counted in tables."""

    def collect(self) -> Iterator[Gauge]:
        """Nothing but `congtinh_database_up 0` if the database does not answer."""
        try:
            found = [
                *_waiting(),
                _counted("alarms_by_kind", ALARMS, ("kind",)),
                _webhooks(),
                _counted("receipts_open", RECEIPTS, ("state",)),
                *_jobs(),
                *_timetable(),
                _worker(),
            ]
        except LOST:
            found = []
        yield Gauge("congtinh_database_up", "Whether the database answers.", value=1 if found else 0)
        yield from found


def of_database() -> bytes:
    """The figures, written."""
    registry = CollectorRegistry()
    registry.register(OfDatabase())
    return generate_latest(registry)


def _waiting() -> Iterator[Gauge]:
    for name, value in state_now().figures().items():
        yield Gauge(f"congtinh_{name}{UNITS.get(name, '')}", TOLD[name], value=value)


def _counted(name: str, sql: str, labels: tuple[str, ...]) -> Gauge:
    family = Gauge(f"congtinh_{name}", f"How many, by {' and '.join(labels)}.", labels=labels)
    for *values, count in counts_of(sql):
        family.add_metric([str(value) for value in values], float(count))
    return family


def _webhooks() -> Gauge:
    return _counted("webhooks", WEBHOOKS, ("state",))


def _jobs() -> Iterator[Gauge]:
    yield _counted("jobs", JOBS, ("queue", "status"))


def _timetable() -> Iterator[Gauge]:
    ran = Gauge("congtinh_timetable_last_run", "When an entry last began, in seconds since 1970.", labels=("entry",))
    late = Gauge("congtinh_timetable_late", "Whether an entry should have begun since.", labels=("entry",))
    for entry in timetable():
        if entry.last_run is not None:
            ran.add_metric([entry.name], entry.last_run.timestamp())
        late.add_metric([entry.name], float(entry.is_late))
    yield from (ran, late)


def _worker() -> Gauge:
    family = Gauge("congtinh_worker_silence_seconds", "Seconds since a loop of a worker last beat.", labels=("loop",))
    for loop, seconds in silences().items():
        if seconds is not None:
            family.add_metric([loop], seconds)
    return family
