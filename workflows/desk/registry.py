"""What rooms beside or above hang on the desk."""

from collections.abc import Callable, Sequence
from datetime import date

from sites.accounts.models import User
from sites.registry import Registry

# For whom a person stands in on a day (delegation, a recorded absence). Hung here by whoever keeps delegations.
stood_for: Registry[Callable[[User, date], Sequence[User]]] = Registry("for whom a person stands in")


def people_stood_for(person: User, on: date) -> list[User]:
    """For whom a person stands in on a day, each once."""
    found = {other.pk: other for ask in stood_for for other in ask(person, on)}
    found.pop(person.pk, None)
    return list(found.values())
