"""How many of many things lie there, asked at once: on most days most of them are none."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Value


def numbers_of(things: Mapping[str, QuerySet[Any]]) -> Counter[str]:
    """How many rows each of these has, by its name: one statement for all, whose rows need not be of one table."""
    first, *others = (
        rows.order_by().annotate(what=Value(str(name))).values_list("what").annotate(number=Count("pk"))
        for name, rows in things.items()
    )
    return Counter(dict(first.union(*others, all=True).order_by()))
