import logging
import sys
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

from api.worker.beats import silences_here, silent
from api.worker.loops import forever, loops

logger = logging.getLogger(__name__)


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
            with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
                worker.run_worker(concurrency=2, delete_jobs="successful", shutdown_graceful_timeout=10)
        finally:
            stop.set()
            for thread in threads:
                thread.join(10)
