from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.refusals import Refusal
from workflows.samples.bundles import load_bundles


class Command(BaseCommand):
    help = "Bring in the bundles that a file describes, through the gate. What is there is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_bundles(options["file"])
        except (KeyError, ValueError, Refusal) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} bundles brought in")
