from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from ruamel.yaml import YAML

from api.webhooks.samples import register


class Command(BaseCommand):
    help = "Register the sample consumers of a file, by two administrators. What is there already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{register(YAML(typ='safe').load(options['file'])['consumers'])} consumers")
