import asyncio
import contextlib
import logging
import signal
import sys
import time
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

from api.worker.beats import silences_here, silent
from api.worker.loops import forever, loops

logger = logging.getLogger(__name__)


PAUSE_AFTER_FAULT = 1.0


def _work_off_jobs() -> None:
    """Until SIGTERM. A lost database is waited for: procrastinate gives up, quietly or not, and begins again here."""
    while not asyncio.run(_was_told_to_stop()):
        time.sleep(PAUSE_AFTER_FAULT)


async def _was_told_to_stop() -> bool:
    """Work off jobs until told to stop, or until that is no longer possible; which of the two it was."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            async with worker.open_async():
                await _working(worker, told)
    except (ConnectorException, OperationalError):
        logger.exception("The jobs lost their database and begin again")
    return told.is_set()


async def _working(worker: App, told: asyncio.Event) -> None:
    working = asyncio.create_task(
        worker.run_worker_async(
            concurrency=2, delete_jobs="successful", shutdown_graceful_timeout=10, install_signal_handlers=False
        )
    )
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    (waiting if working.done() else working).cancel()  # who is cancelled ends what he is at
    with contextlib.suppress(asyncio.CancelledError):
        await working


class Command(BaseCommand):
    help = "Run jobs, the drain of the publication log, the timetable, webhooks, caches and receipts, until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--health",
            action="store_true",
            help="Only say whether the worker of this machine is alive: exit code 0 or 1.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["health"]:
            self._say_health()
        else:
            self._work()

    def _say_health(self) -> None:
        found = silences_here()
        for loop, seconds in found.items():
            self.stdout.write(f"{loop}: {'never' if seconds is None else f'{seconds} s ago'}")
        if silent(found):
            sys.exit(1)

    def _work(self) -> None:
        for name, instead in settings.NOT_GIVEN if settings.IS_PRODUCTION else ():
            logger.warning("%s is not given: %s", name, instead)
        stop = Event()
        threads = [forever(name, work, stop) for name, work in loops().items()]
        try:
            _work_off_jobs()
        finally:
            stop.set()
            for thread in threads:
                thread.join(10)
