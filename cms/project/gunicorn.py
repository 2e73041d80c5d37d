"""The server's settings, the same in production and in the demo. `WORKERS` and `THREADS` may be given."""

import os
import resource
import shutil
import sys
import tempfile
from typing import Any

from cms.project.config import Misconfigured, not_given, read
from cms.project.logs import gunicorn_logging
from cms.project.rubbish import seldom_looked_for

try:
    given = read()  # `config` is a word of gunicorn's own
except Misconfigured as fault:
    sys.exit(str(fault))

preload_app = True  # loaded once; the processes share what none of them changes
worker_class = "cms.project.serving.Worker"
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "4"))
worker_connections = 2_000  # of each process; where there are more, whoever has been silent for longest makes room
sendfile = False  # the worker keeps what a slow reader has not taken yet
limit_request_fields, limit_request_field_size = 60, 8_190
max_requests = 0
timeout = 60
graceful_timeout = 10
keepalive = 30
accesslog = None
errorlog = "-"
loglevel = "warning"
logconfig_dict = gunicorn_logging(given.mode)
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")

COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported, so it is set before forking
OURS = "cong-tinh-figures-"
if COUNTED_IN not in os.environ:
    os.environ[COUNTED_IN] = tempfile.mkdtemp(prefix=OURS)


def on_starting(server: Any) -> None:
    """Say plainly what is not configured."""
    _files_for_all()
    for name, instead in not_given() if given.is_production else ():
        server.log.warning("%s is not given: %s", name, instead)


def _files_for_all() -> None:
    """As many open files as the system lets us have: each connection is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def when_ready(_server: Any) -> None:
    """Read what every process would read for itself, and leave it alone, so that it stays shared."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # noqa: S101 - reading them imports every view
    seldom_looked_for()


def post_worker_init(_worker: Any) -> None:
    """The application is loaded in this process."""
    from api.consumers.measuring import keep_writing
    from api.operations.figures import watch

    watch()
    keep_writing()


def worker_exit(_server: Any, _worker: Any) -> None:
    """A process ends: what it has counted of consumers is written down."""
    from api.consumers.measuring import write_now

    write_now()


def child_exit(_server: Any, worker: Any) -> None:
    """A process has ended: its gauges no longer count, its counters do."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """Take away what the processes counted in."""
    if OURS in os.environ[COUNTED_IN]:
        shutil.rmtree(os.environ[COUNTED_IN], ignore_errors=True)
