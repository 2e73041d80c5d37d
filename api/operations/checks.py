"""What an operator has left out: not wrong, but he should know what it means."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info


def what_is_not_configured(**_kwargs: Any) -> list[CheckMessage]:
    """One line for each setting that is not given, with what happens instead."""
    return [Info(f"{name} is not given: {instead}", id=f"operations.{name}") for name, instead in settings.NOT_GIVEN]
