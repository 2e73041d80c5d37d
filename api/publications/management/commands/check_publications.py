"""Do log, current rows, tables and public files agree?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from api.publications.drain import locked_snapshot
from api.publications.models import Dirty
from api.publications.verification import differences


class Command(BaseCommand):
    """`manage.py check_publications`: prints every difference; exit code 1 if there are any."""

    help = "Present everything afresh and compare it with the log; verify the chain. Writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with locked_snapshot():
            found, waiting = differences(), Dirty.objects.count()
        for difference in found:
            self.stdout.write(difference)
        self.stdout.write(f"{len(found)} differences" + (f"; {waiting} marks wait for the drain" if waiting else ""))
        if found:
            sys.exit(1)
