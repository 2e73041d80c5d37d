from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.refusals import Refusal
from workflows.samples.changes import load_changes


class Command(BaseCommand):
    help = "Correct, supplement and end sample content as a file says, by its desks. What was done is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_changes(options["file"])
        except (KeyError, ValueError, Refusal) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} changes made")
