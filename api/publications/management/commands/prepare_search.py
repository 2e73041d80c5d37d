"""Do at once what the worker does for the search from time to time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from api.publications.filetexts import read_waiting_files, wait_again
from api.publications.vocabulary import remake_vocabulary


class Command(BaseCommand):
    """`manage.py prepare_search`: read the files that wait, count the words. `--again` reads every file anew."""

    help = "Read public files that have not been read, and count the words that there are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="read every public file anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            wait_again()
        files = 0
        while count := read_waiting_files():
            files += count
        self.stdout.write(f"{files} files read, {remake_vocabulary()} words and pairs known")
