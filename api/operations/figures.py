"""Figures of the web processes, for Prometheus: requests by endpoint and status, connections in use.

Many processes answer, and any of them may be asked: `PROMETHEUS_MULTIPROC_DIR`, which the server's settings set before
they fork, makes every process count in a file that all can read.
"""

import logging
import os
import threading
from collections.abc import Callable
from functools import cache

from django.db import connections
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest, multiprocess

from api.http.reading import REPLICA, WAYS, replica

logger = logging.getLogger(__name__)

REGISTRY = CollectorRegistry()
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SECONDS_BETWEEN_LOOKS = 5.0
LEAST_PAUSE, MOST_PAUSE = 1.0, 8.0  # seconds between looks at a replica; longer while it is lost

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
    ("state", "way"),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
replica_good = Gauge(
    "congtinh_replica_good",
    "Whether readers are answered from the replica, in every web process. Missing where there is none.",
    ("way",),
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
replica_lag = Gauge(
    "congtinh_replica_lag_seconds",
    "How far the replica is behind, as the web process says that saw most.",
    ("way",),
    registry=REGISTRY,
    multiprocess_mode="livemax",
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
    for way in WAYS:
        pool = getattr(connections[way], "pool", None)
        stats = pool.get_stats() if pool else {}
        pool_connections.labels("open", way).set(stats.get("pool_size", 0))
        pool_connections.labels("idle", way).set(stats.get("pool_available", 0))
        pool_connections.labels("waiting", way).set(stats.get("requests_waiting", 0))


def look_at_replica() -> None:
    """Ask the replica how far it is, and take it down."""
    replica.look()
    replica_good.labels(REPLICA).set(replica.is_good)
    if replica.lag is not None:
        replica_lag.labels(REPLICA).set(replica.lag)


def watch() -> None:
    """Look at the pools, and at the replica if there is one, for as long as the process lives.

    Started by the server in each process.
    """
    _again_and_again("pool", look_at_pool, lambda: SECONDS_BETWEEN_LOOKS)
    if replica.is_configured:
        _again_and_again("replica", look_at_replica, _pause)


def _pause() -> float:
    return MOST_PAUSE if replica.fault == "lost" else LEAST_PAUSE


def _again_and_again(name: str, look: Callable[[], None], pause: Callable[[], float]) -> None:
    stop = threading.Event()

    def run() -> None:
        while True:
            try:
                look()
            except Exception:
                logger.exception("Looking at the %s failed", name)
            stop.wait(pause())

    threading.Thread(target=run, name=name, daemon=True).start()
