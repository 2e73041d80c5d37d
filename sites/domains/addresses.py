"""Paths of a site that lead elsewhere and never were an item: kept by a floor above, shown by the publication log.

Whoever keeps such paths (in a table of his own) hangs a source here, names his table in `api/publications/register.py`
with the kind "address" and its column of public ids, and the log does the rest: such a path answers with a redirect
where nothing is live, follows a target that moves or is replaced, and is gone when the source no longer gives it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sites.registry import Registry


@dataclass(frozen=True, slots=True)
class Leading:
    """One path that leads elsewhere: to an `item` by its public id, or to an address outside (`target`).

    `path` has a slash at both ends and, but for the site's first language, the language code in front. `status` is 301
    for good, 302 for a while.
    """

    public_id: UUID
    site: UUID
    path: str
    item: UUID | None = None
    target: str = ""
    status: int = 301


# Answers with those of these public ids that lead elsewhere now; with all of them where it is given None.
type Source = Callable[[Collection[UUID] | None], Iterable[Leading]]

leading_elsewhere: Registry[Source] = Registry("source of paths that lead elsewhere")
