from typing import Any

from django.core.management.base import BaseCommand

from workflows.samples.asking import ask_for_changes, comment_on_items


class Command(BaseCommand):
    help = "Propose sample changes and comment on items that wait. What is there already is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{ask_for_changes()} proposed changes, {comment_on_items()} comments")
