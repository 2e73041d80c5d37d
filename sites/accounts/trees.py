"""Rights hang on places of a tree (pages, collections) and hold for all below: the condition for the database.

Wagtail joins one condition on the path for each row of rights, and checks each new one against all before it: seconds
for rights on 200 sites (wagtail/wagtail#14593, #8410). Here the rows stay in the database: a place is below another if
the beginning of its path is the other's path. A path's beginnings are as many as the tree is deep, so there is one
sub-query for each depth at which rows lie.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import In
from treebeard.mp_tree import MP_Node


def below(rows: QuerySet[Any], target: str, depths: Iterable[int], tree: type[MP_Node]) -> Q:
    """The places that the rows' targets are, and all below them; no condition where there are no depths."""
    condition = Q()
    for depth in depths:
        tops = rows.filter(**{f"{target}__depth": depth}).values(f"{target}__path")
        condition |= Q(In(Left(F("path"), depth * tree.steplen), tops.query))
    return condition
