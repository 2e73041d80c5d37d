"""What is drafted, released and withdrawn, told in the transaction that does it."""

from typing import Any

from cms.pages.models import BasePage
from workflows.passage.models import Release, Withdrawal
from workflows.translation import actions, following


def drafted(page: BasePage) -> None:
    """A page was drafted in another language."""
    actions.adopt(page)


def released(instance: Release, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """A source, or a translation."""
    if created:
        following.follow_release(instance)


def withdrawn(instance: Withdrawal, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """A source, or a translation."""
    if created:
        following.follow_withdrawal(instance)
