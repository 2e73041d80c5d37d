"""Log lines: JSON, one object a line, for machines that collect them. Imports nothing of Django: gunicorn uses it too.

No personal data: no address of a reader, no query string, no value of a database row. Of an exception the places and
the first line are kept, because PostgreSQL tells values in the lines after it.
"""

import json
import logging
import os
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

STANDARD_ERROR = 2
request_id: ContextVar[str] = ContextVar("request_id", default="")
in_one_line = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonLines(logging.Formatter):
    """Time, level, event, logger, the request's id, then the `fields` that the line brought along.

    Where it is in use, nothing else is found out for a line (Python's "Logging HOWTO", Optimization).
    """

    def __init__(self) -> None:
        super().__init__()
        logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
        logging.logAsyncioTasks = False  # type: ignore[attr-defined]
        logging._srcfile = None  # type: ignore[attr-defined]

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        entry: dict[str, Any] = {
            "time": f"{_second(int(record.created))}.{int(record.created * 1000) % 1000:03}+00:00",
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        if asked := request_id.get():
            entry["request_id"] = asked
        entry |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            entry |= told(record.exc_info[1])
        return in_one_line(entry)


@lru_cache(2)
def _second(number: int) -> str:
    return datetime.fromtimestamp(number, UTC).strftime("%Y-%m-%dT%H:%M:%S")


class AtOnce(logging.Handler):
    """Each line goes to standard error at once and whole, so that none is lost with the process and none mixed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        try:
            left = f"{self.format(record)}\n".encode()
            while left:
                left = left[os.write(STANDARD_ERROR, left) :]
        except Exception:  # noqa: BLE001 - as every handler does
            self.handleError(record)


def told(error: BaseException) -> dict[str, Any]:
    """An exception without the values that it met."""
    frames = traceback.extract_tb(error.__traceback__)
    first = next(iter(str(error).splitlines()), "")
    return {
        "exception": f"{type(error).__name__}: {first[:300]}".rstrip(": "),
        "traceback": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
