"""What rooms beside or above hang on the desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from sites.accounts.models import User
from sites.registry import Registry

# For whom a person stands in on a day (delegation, a recorded absence). Hung here by whoever keeps delegations.
stood_for: Registry[Callable[[User, date], Sequence[User]]] = Registry("for whom a person stands in")


@dataclass(frozen=True, slots=True)
class Beside:
    """Something of another room on the first screen. Whether there are `rows` is asked with all that the desk counts;
    `shown` draws it, where there are some.
    """

    rows: Callable[[User], QuerySet[Any]]
    shown: Callable[[HttpRequest], SafeString]


above: Registry[Beside] = Registry("what stands above the parts of the desk")
sent: Registry[Beside] = Registry("what became of what a person sent")


def people_stood_for(person: User, on: date) -> list[User]:
    """For whom a person stands in on a day, each once."""
    found = {other.pk: other for ask in stood_for for other in ask(person, on)}
    found.pop(person.pk, None)
    return list(found.values())
