from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.refusals import Refusal
from workflows.samples.promotions import load_promotions


class Command(BaseCommand):
    help = "Offer texts of component sites to the portal as a file says, through the gate. What is there is left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_promotions(options["file"])
        except (KeyError, ValueError, Refusal) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} texts offered")
