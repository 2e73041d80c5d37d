"""Write what has changed into the publication log."""

from typing import Any

from django.core.management.base import BaseCommand

from api.publications.drain import drain


class Command(BaseCommand):
    """`manage.py drain_publications`: what the worker does all the time, once, for whoever runs without one."""

    help = "Write everything that has changed into the publication log, and end."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{drain()} versions written")
