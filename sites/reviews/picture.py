"""The lines of a page as a picture: people down, kinds of right across, a mark where they meet."""

from collections.abc import Iterable
from dataclasses import dataclass

from sites.accounts.models import User
from sites.reviews.selectors import RightLine


@dataclass(frozen=True, slots=True)
class Picture:
    """The heads of the columns, and for each person a cell a column: the lines that meet there."""

    columns: list[str]
    rows: list[tuple[User, list[list[RightLine]]]]


def picture_of(lines: Iterable[RightLine]) -> Picture:
    """Draw it."""
    found = list(lines)
    columns = sorted({line.what for line in found})
    people = {line.person.pk: line.person for line in found}
    rows = [
        (person, [[line for line in found if line.person.pk == pk and line.what == column] for column in columns])
        for pk, person in people.items()
    ]
    return Picture(columns, rows)
