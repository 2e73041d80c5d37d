"""Erase a text that must not exist."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.publications.drain import drain
from api.publications.erasing import erase_version
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.passage.enums import WITHHELD


class Command(BaseCommand):
    """`manage.py erase_version <number> --by <user> --confirmed-by <user> --kind personal --basis "..."`."""

    help = "Erase the text of a version: bytes, revisions, pictures and files. The row stays. Two persons, a basis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("seq", type=int, help="number of the version")
        parser.add_argument("--by", required=True)
        parser.add_argument("--confirmed-by", required=True)
        parser.add_argument("--kind", required=True, choices=sorted(WITHHELD))
        parser.add_argument("--basis", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        people = {person.username: person for person in User.objects.all()}
        try:
            actor, second = people[options["by"]], people[options["confirmed_by"]]
            body = erase_version(
                actor, confirmed_by=second, seq=options["seq"], kind=options["kind"], basis=options["basis"]
            )
        except KeyError as error:
            raise CommandError(f"There is no account {error}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        drain()
        self.stdout.write(f"erased {body.sha256}")
