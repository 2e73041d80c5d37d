from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.samples.actions import Library
from workflows.samples.reader import samples_in


class Command(BaseCommand):
    help = "Bring in the sample content of a folder, through the gate. What is there already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = Library(samples_in(options["folder"])).load(self._tell)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} items brought in")

    def _tell(self, number: int, total: int) -> None:
        if number % 10 == 0 or number == total:
            self.stdout.write(f"      {number} of {total}", ending="\n")
            self.stdout.flush()
