"""What stands on the translator's desk: pages, and what other rooms hang on beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from cms.pages.registry import public_types
from sites.accounts.models import User
from sites.registry import Registry
from workflows.translation.selectors import Work, rank, work_of


@dataclass(frozen=True, slots=True)
class MoreWork:
    """`names` says what its kinds are called, `of` what a person may translate into a language."""

    names: Callable[[], dict[str, str]]
    of: Callable[[User, str], list[Work]]


more_work: Registry[MoreWork] = Registry("more work for translators")


def everything_for(person: User, locale: str) -> tuple[list[Work], dict[str, str]]:
    """All that a person may translate into a language, the most pressing first, and what its kinds are called."""
    names = {entry.name: str(entry.model._meta.verbose_name) for entry in public_types}
    works = work_of(person, locale=locale) if locale else []
    for more in more_work:
        names |= more.names()
        works += more.of(person, locale) if locale else []
    return sorted(works, key=rank), names
