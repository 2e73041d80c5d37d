from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from api.worker.loops import forever, loops


class Command(BaseCommand):
    help = "Run jobs, the drain of the publication log and the timetable, until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        threads = [forever(name, work, stop) for name, work in loops().items()]
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
                worker.run_worker(concurrency=2, delete_jobs="successful", shutdown_graceful_timeout=10)
        finally:
            stop.set()
            for thread in threads:
                thread.join(10)
