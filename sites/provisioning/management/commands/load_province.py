"""Load the regulation, the agencies, the sites and the people of a province from data."""

import os
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.provisioning.province import load_province
from sites.refusals import Refusal


class Command(BaseCommand):
    help = "Loads a folder like fixtures/provinces/binh-phuoc. With one mistake in it nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--domain", default="", help="stands in for the province's domain, for a trial system")
        parser.add_argument(
            "--password",
            default=os.environ.get("DEMO_PASSWORD", ""),
            help="of every account that is made; without it (and without DEMO_PASSWORD) nobody can log in yet",
        )
        parser.add_argument("--by", default="", help="user name of the administrator who loads; else the first one")

    def handle(self, *args: Any, **options: Any) -> None:
        words = {name: options[name] for name in ("domain", "password") if options[name]}
        try:
            load_province(administrator(options["by"]), folder=options["folder"].absolute(), options=words)
        except Refusal as refusal:
            raise CommandError("\n".join(str(reason.message) for reason in refusal.reasons)) from refusal


def administrator(username: str) -> Any:
    """The administrator with this user name, or the first one; None on an empty system."""
    people = get_user_model()._default_manager.filter(is_superuser=True, is_active=True).order_by("pk")
    if not username:
        return people.first()
    if not (actor := people.filter(username=username).first()):
        raise CommandError(f"{username} is not an administrator")
    return actor
