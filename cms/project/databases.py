"""The ways to the database, each with a pool of its own: of those who write, of readers, of readers to a replica.

Readers cannot write: their sessions are read-only, and no statement of theirs goes on for longer than it may. That
cannot be said of the first way, on which the worker presents a whole province.
"""

from collections.abc import Mapping
from typing import Any

from cms.project.config import Config

READING, REPLICA = "reading", "replica"
# A machine that was switched off says nothing: without these a process waits for a quarter of an hour.
SIGNS_OF_LIFE = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
AGAIN_AFTER = 1  # second: a pool that lost its database pauses longer and longer, if it is let
WAIT, WAIT_OF_READERS = 10, 2  # seconds for a connection


def databases_of(config: Config) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES`. Tests have one connection, in whose transaction they see what they write."""
    if config.mode == "test":
        return {"default": _way(config.database, {})}
    ways = {
        "default": _way(config.database, _pool(2, config.pool_size, WAIT)),
        READING: _way(config.database, _of_readers(config, least=0 if config.replica else 2)),
    }
    if config.replica:
        ways[REPLICA] = _way(config.replica, _of_readers(config, least=2))
    return ways


def _way(given: Mapping[str, object], options: Mapping[str, object]) -> dict[str, Any]:
    own: Any = given.get("OPTIONS", {})
    return {
        **given,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": bool(options),  # of what comes out of a pool
        "OPTIONS": {**(SIGNS_OF_LIFE if options else {}), **options, **own},
        "TEST": {"TEMPLATE": "template0"},
    }


def _pool(least: int, most: int, wait: float) -> dict[str, object]:
    return {"pool": {"min_size": least, "max_size": most, "timeout": wait, "reconnect_timeout": AGAIN_AFTER}}


def _of_readers(config: Config, *, least: int) -> dict[str, object]:
    session = {
        "default_transaction_read_only": "on",
        "statement_timeout": f"{config.reading_seconds}s",
        "idle_in_transaction_session_timeout": f"{config.reading_seconds}s",
    }
    return {
        **_pool(least, config.pool_size, WAIT_OF_READERS),
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
    }
