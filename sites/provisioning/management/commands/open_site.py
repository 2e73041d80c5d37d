"""Open one site from a plan."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.provisioning.actions import open_site
from sites.provisioning.management.commands.load_province import administrator
from sites.provisioning.plan import SitePlan
from sites.provisioning.province import Loading
from sites.provisioning.province_sites import read_plan
from sites.provisioning.selectors import preview_site
from sites.provisioning.sources import Fault, read_file
from sites.refusals import Refusal


class Command(BaseCommand):
    help = "Opens the site that a file describes (a site of sites.yaml with its own sections). Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path)
        parser.add_argument("--preview", action="store_true", help="only say what would be done")
        parser.add_argument("--by", default="", help="user name of the administrator who opens; else the first one")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = _read(options["plan"])
        for line in preview_site(plan):
            self.stdout.write(line)
        if options["preview"]:
            return
        actor = administrator(options["by"])
        if actor is None:
            raise CommandError("There is no administrator yet")
        try:
            open_site(actor, plan=plan)
        except Refusal as refusal:
            raise CommandError("\n".join(str(reason.message) for reason in refusal.reasons)) from refusal


def _read(path: Path) -> SitePlan:
    faults: list[Fault] = []
    row = read_file(path, name=path.name, faults=faults)
    plan = read_plan(row, Loading(path.parent, options={}, actor=None))
    faults += row.unasked()
    if faults:
        raise CommandError("\n".join(str(fault) for fault in sorted(set(faults))))
    return plan
