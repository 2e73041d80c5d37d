"""In the place of Wagtail's command, which stops at the first bad page and knows no release."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites import clock
from workflows.passage.actions import publish_due
from workflows.passage.selectors import expiring, scheduled


class Command(BaseCommand):
    help = "Publishes what is scheduled and takes back what has expired, each item in its own transaction."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dryrun", action="store_true", help="only say what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        if options["dryrun"]:
            for passage in scheduled(now):
                self.stdout.write(f"publish page {passage.page_id}, due {passage.go_live_at:%Y-%m-%d %H:%M:%S}")
            for page in expiring(now):
                self.stdout.write(f"take back page {page.pk}, due {page.expire_at:%Y-%m-%d %H:%M:%S}")
            return
        due = publish_due(now)
        self.stdout.write(
            f"published {due.published}, expired {due.expired}, failed {due.failed}, overdue {due.overdue}"
        )
        if due.failed or due.overdue:
            raise CommandError("Something that is due was not done; see the log.")
