"""A source is gone: those who decide are asked about its translations."""

from typing import Any

from workflows.passage.models import Withdrawal
from workflows.translation.following import asked_about
from workflows.upkeep import announcements


def source_gone(instance: Withdrawal, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """Where the rule asks."""
    if created:
        for page in asked_about(instance):
            announcements.asked(instance, page)
