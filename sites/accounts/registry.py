"""What rooms above hang on people: how a letter goes out, what would wait for nobody, who writes down what was done."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sites.accounts.models import Post, Seat, User
from sites.registry import Registry


@dataclass(frozen=True, slots=True)
class Offer:
    """A button on a person's page: what it says, its icon, the name of the address that takes the person's number."""

    label: str
    icon: str
    url_name: str


# Called with a person, the name of a template (its first line is the subject) and what is put in; sends after commit.
letters: Registry[Callable[[User, str, Mapping[str, Any]], None]] = Registry("letters to people")
# Asked where a person goes who has set a password; "" is the door of the admin.
landings: Registry[Callable[[User], str]] = Registry("where people go after setting a password")
# Asked before posts and seats end, with them and the first day without them: what hangs on them, a sentence each.
consequences: Registry[Callable[[Sequence[Post | Seat], date], Iterable[str]]] = Registry("consequences of an end")
# Called in the transaction of what was done to an account: what, to whom, by whom (nobody: the calendar), in words.
acts: Registry[Callable[[str, User, User | None, str], None]] = Registry("who writes down what was done to accounts")
# Asked for a person's page with who looks and at whom: what else may be done there.
offers: Registry[Callable[[User, User], Iterable[Offer]]] = Registry("what else is done to a person's account")
