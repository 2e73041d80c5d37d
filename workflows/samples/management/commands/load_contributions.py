import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.refusals import Refusal
from workflows.samples.contributions import load_contributions


class Command(BaseCommand):
    help = (
        "Bring in the contributions that a file describes, by the people whose business it is. Twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_contributions(options["file"], password=os.environ.get("DEMO_PASSWORD", ""))
        except (KeyError, ValueError, Refusal) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} contributions brought in")
