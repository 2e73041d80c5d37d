"""What asks for a second look, as conditions that the database answers: the same for one line and for all."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sites import clock
from sites.accounts.models import Post, Seat, User
from sites.reviews.enums import Flag
from sites.rules.selectors import value_for
from sites.security.rules import IDLE_LOCK
from sites.security.selectors import with_last_use

SOON = timedelta(days=31)
SEPARATE = "rights.separate"


def conditions(model: type[Seat] | type[Post]) -> Mapping[Flag, Q]:
    """For each flag the condition on a row of posts or seats."""
    today = clock.today()
    return {
        Flag.NO_BASIS: Q(basis=""),
        Flag.POST_ENDED: Q(person__in=_without_post()) if model is Seat else Q(pk__in=[]),
        Flag.IDLE: Q(person__in=_idle()),
        Flag.RESTS: Q(person__is_active=False),
        Flag.TOGETHER: _together(model),
        Flag.ENDS_SOON: Q(held_to__gt=today, held_to__lte=today + SOON),
    }


def of_administrators() -> Mapping[Flag, Q]:
    """The same for administrators, who hold no post and no seat."""
    never: Q = Q(pk__in=[])
    return {**dict.fromkeys(Flag, never), Flag.IDLE: Q(pk__in=_idle()), Flag.RESTS: Q(is_active=False)}


def idle_days() -> int:
    """After how many days an account counts as not used: by the rule that locks it, half of it."""
    days: int = value_for(IDLE_LOCK, default={}).get("days", 0)
    return days // 2


def _idle() -> Any:
    days = idle_days()
    if not days:
        return User.objects.none().values("pk")
    before = clock.now() - timedelta(days=days)
    return with_last_use(User.objects.all()).filter(last_use__lt=before).values("pk")


def _without_post() -> Any:
    """People who held a post and hold none."""
    held = Post.objects.filter(person=OuterRef("pk"))
    return User.objects.filter(Exists(held), ~Exists(held.on(clock.today()))).values("pk")


def _together(model: type[Seat] | type[Post]) -> Q:
    if model is Post:
        return Q(pk__in=[])
    found = Q(pk__in=[])
    for pair in value_for(SEPARATE, default=[]):
        for one, other in (pair, pair[::-1]):
            beside = Seat.objects.on(clock.today()).filter(
                person=OuterRef("person"), site=OuterRef("site"), kind__code=other
            )
            found |= Q(Exists(beside), kind__code=one)
    return found
