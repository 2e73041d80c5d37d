"""Make the current rows again."""

from typing import Any

from django.core.management.base import BaseCommand

from api.publications.actions import rebuild
from api.publications.drain import locked_snapshot


class Command(BaseCommand):
    """`manage.py rebuild_publications`: readers see the old rows until the new ones are complete."""

    help = "Make the current rows again from the versions and their texts. Writes no history."

    def handle(self, *args: Any, **options: Any) -> None:
        with locked_snapshot():
            count = rebuild()
        self.stdout.write(f"{count} rows made")
