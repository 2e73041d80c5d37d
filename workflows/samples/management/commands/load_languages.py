from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.refusals import Refusal
from workflows.samples.languages import load_languages


class Command(BaseCommand):
    help = "Open languages and translate names as a file says, by their people. What is open is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_languages(options["file"])
        except (KeyError, ValueError, Refusal) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} languages opened")
