from typing import Any

from django.core.management.base import BaseCommand

from workflows.samples.asking import ask_for_changes, comment_on_items
from workflows.samples.slips import let_a_translation_slip


class Command(BaseCommand):
    help = "Propose changes, comment on items, let a translation disagree. What is there already is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{ask_for_changes()} proposed changes, {comment_on_items()} comments,"
            f" {let_a_translation_slip()} translations that disagree with their source"
        )
