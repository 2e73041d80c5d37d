"""Figures of the web processes, for Prometheus: requests by endpoint and status, connections in use.

Many processes answer, and any of them may be asked: `PROMETHEUS_MULTIPROC_DIR`, which the server's settings set before
they fork, makes every process count in a file that all can read.
"""

import os
import threading
from functools import cache

from django.db import connection
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest, multiprocess

REGISTRY = CollectorRegistry()
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SECONDS_BETWEEN_LOOKS = 5.0

requests = Histogram(
    "congtinh_request_seconds",
    "Time of answering a request.",
    ("endpoint", "status"),
    buckets=BUCKETS,
    registry=REGISTRY,
)
pool_connections = Gauge(
    "congtinh_pool_connections",
    "Database connections of all web processes: open, idle, and how many requests wait for one.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
seconds_of = cache(requests.labels)


def written() -> bytes:
    """The figures of all web processes, as Prometheus reads them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        look_at_pool()
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)
    return generate_latest(together)


def look_at_pool() -> None:
    """Take down how this process uses its connections."""
    pool = getattr(connection, "pool", None)
    stats = pool.get_stats() if pool else {}
    pool_connections.labels("open").set(stats.get("pool_size", 0))
    pool_connections.labels("idle").set(stats.get("pool_available", 0))
    pool_connections.labels("waiting").set(stats.get("requests_waiting", 0))


def watch_pool() -> threading.Thread:
    """Look at the pool every few seconds for as long as the process lives. Started by the server in each process."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            look_at_pool()

    thread = threading.Thread(target=run, name="pool", daemon=True)
    thread.start()
    return thread
