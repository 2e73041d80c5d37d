"""Compare the rights that are there with the posts and seats that they follow from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sites.accounts.selectors import rights_differences


class Command(BaseCommand):
    help = "Prints every right that does not follow from a post or seat, or is missing; exits with 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = rights_differences().lines()
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} differences between rights and posts and seats")
        self.stdout.write("0 differences")
