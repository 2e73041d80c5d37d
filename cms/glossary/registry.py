"""What rooms above hang on the glossary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser

from cms.glossary.models import Term
from sites.registry import Registry


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that has other words than before; `before` are the words that were right, none for a new term."""

    term: Term
    before: tuple[str, ...]


type Listener = Callable[[AbstractUser, Sequence[TermChange]], None]

term_changes: Registry[Listener] = Registry("what follows from changed terms, told in their transaction")
