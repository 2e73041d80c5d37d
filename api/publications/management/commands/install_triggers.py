"""Bring the row triggers in line with the register; `migrate` does the same."""

from typing import Any

from django.core.management.base import BaseCommand

from api.publications.triggers import install_triggers


class Command(BaseCommand):
    """`manage.py install_triggers`."""

    help = "Bring the triggers that mark what changed in line with the register."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{install_triggers()} triggers changed")
