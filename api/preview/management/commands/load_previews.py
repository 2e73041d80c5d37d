from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.preview.samples import load_previews
from sites.refusals import Refusal


class Command(BaseCommand):
    help = "Give the preview links that a file describes. What is there is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_previews(options["file"])
        except (KeyError, ValueError, Refusal) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{count} preview links given")
