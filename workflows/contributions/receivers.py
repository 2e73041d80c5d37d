"""What happens elsewhere and concerns contributors."""

from typing import Any

from django.urls import reverse

from sites.accounts.models import User
from workflows.contributions.actions import note_published
from workflows.contributions.selectors import is_only_contributor


def tell_of_publication(instance: Any, **_kwargs: Any) -> None:
    """A page went public: was it a contribution?"""
    note_published(instance)


def landing_of(person: User) -> str:
    """Where a person goes who has set a password and has no desk."""
    return reverse("contribute:login") if is_only_contributor(person) else ""
