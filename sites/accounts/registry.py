"""What rooms above hang on people: how a letter goes out, and what would wait for nobody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sites.accounts.models import Post, Seat, User
from sites.registry import Registry

# Called with a person, the name of a template (its first line is the subject) and what is put in; sends after commit.
letters: Registry[Callable[[User, str, Mapping[str, Any]], None]] = Registry("letters to people")
# Asked where a person goes who has set a password; "" is the door of the admin.
landings: Registry[Callable[[User], str]] = Registry("where people go after setting a password")
# Asked before posts and seats end, with them and the first day without them: what hangs on them, a sentence each.
consequences: Registry[Callable[[Sequence[Post | Seat], date], Iterable[str]]] = Registry("consequences of an end")
