"""The caches that the operator names, and how each is told: by tags (`CDN_PURGE_URL`), by Wagtail's backends.

Whoever runs the system wrote their addresses down: they may lie in his own net.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import batched
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import get_backends

from api.http.responses import purge_keys
from api.purging.changes import Old
from sites.outside.wire import Fault, Machine, Question, exchange

SECONDS = 10.0
SECONDS_OF_A_BACKEND = 30.0
TAGS_AT_ONCE = 100  # a header of some kilobytes
URLS_AT_ONCE = 30  # as many as the strictest of Wagtail's backends takes
LOGGER = "wagtail.frontendcache"


@dataclass(frozen=True, slots=True)
class Target:
    """One cache. `tell` raises Fault."""

    name: str
    tell: Callable[[Old], None]


def targets() -> list[Target]:
    """Every cache of the settings."""
    by_tags = [Target(_name(url), partial(_by_tags, url)) for url in settings.CDN_PURGE_URLS]
    given = settings.CDN_FRONTEND_CACHE or {}
    backends = [Target(f"wagtail:{name}", partial(_by_backend, name)) for name in sorted(given)]
    return by_tags + backends


def _name(url: str) -> str:
    """Without what may be secret in it."""
    parts = urlsplit(url)
    return f"{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"[:100]


def _by_tags(url: str, old: Old) -> None:
    for tags in batched(old.tags, TAGS_AT_ONCE):
        _ask(url, tags)


def _ask(url: str, tags: Sequence[str]) -> None:
    parts = urlsplit(url)
    is_encrypted = parts.scheme == "https"
    machine = Machine(
        parts.hostname or "", parts.port or (443 if is_encrypted else 80), is_encrypted, allows=lambda _address: True
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    name, _colon, value = settings.CDN_PURGE_HEADER.partition(":")
    own = {name.strip(): value.strip()} if value else {}
    question = Question(settings.CDN_PURGE_METHOD, path, b"", {**purge_keys(tags), **own})
    answer = exchange(machine, question, seconds=SECONDS, most=1_000)
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - RFC 9110, 15.3
        raise Fault("refused", f"{answer.status} {answer.body.decode(errors='replace')}")


class Backends:
    """Wagtail's backends, each in a thread of its own: some wait for ever, and say what went wrong to a log alone."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="frontend-cache")
        self._running: dict[str, Future[list[str]]] = {}

    def tell(self, name: str, urls: Sequence[str]) -> None:
        """Let a backend forget these addresses. Raises Fault where it said so, takes too long, or still hangs."""
        before = self._running.get(name)
        if before is not None and not before.done():
            raise Fault("timeout", "the last purge has not ended")
        running = self._running[name] = self._pool.submit(_purged, name, list(urls))
        try:
            said = running.result(SECONDS_OF_A_BACKEND)
        except StillRunning:
            raise Fault("timeout") from None
        except Exception as error:
            raise Fault("refused", f"{type(error).__name__}: {error}") from error
        if said:
            raise Fault("refused", said[0])


_backends = Backends()


def _by_backend(name: str, old: Old) -> None:
    for urls in batched(old.urls, URLS_AT_ONCE):
        _backends.tell(name, urls)


def _purged(name: str, urls: list[str]) -> list[str]:
    backend = get_backends(backend_settings=settings.CDN_FRONTEND_CACHE, backends=[name])[name]
    wanted = [url for url in urls if backend.invalidates_hostname(urlsplit(url).hostname or "")]
    with _listening() as said:
        backend.purge_batch(wanted)
    return said


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What is said to the log of Wagtail's backends meanwhile, whoever says it: better once too often than never."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    ear: Any = Ear(logging.ERROR)
    logger = logging.getLogger(LOGGER)
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)
