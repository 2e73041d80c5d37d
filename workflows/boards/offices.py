"""Who holds an office (see `who`) on a day. The only place that asks this; administrators hold none."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from sites.accounts.models import Post, Seat, User
from sites.accounts.selectors import people, posts_of, seats_of
from sites.clock.days import holding_on
from sites.memory import remembered


@remembered(by=lambda person, on: (person.pk, on))
def offices_of(person: User, on: date) -> list[str]:
    """The offices that a person holds on a day. Administrators and closed accounts hold none."""
    if person.is_superuser or not person.is_active or person.closed_at:
        return []
    held: list[Post | Seat] = [*posts_of(person, on), *seats_of(person, on)]
    return sorted({office_of(row) for row in held})


def office_of(row: Post | Seat) -> str:
    """The office that a post or seat is."""
    if isinstance(row, Post):
        return f"post/{row.kind}/{row.agency_id}"
    below = f"/{row.section.translation_key}" if row.section else ""
    return f"seat/{row.kind.code}/{row.site_id}{below}"


def holders(asked: Sequence[str], on: date, *, without: Sequence[Post | Seat] = ()) -> QuerySet[User]:
    """The people who hold one of these offices on a day, `without` some posts and seats."""
    posts = posts_held(on).exclude(pk__in=[row.pk for row in without if isinstance(row, Post)])
    seats = seats_held(on).exclude(pk__in=[row.pk for row in without if isinstance(row, Seat)])
    held = Q(Exists(posts.filter(person=OuterRef("pk"), office__in=list(asked)))) | Q(
        Exists(seats.filter(person=OuterRef("pk"), office__in=list(asked)))
    )
    return people().filter(held, is_superuser=False).order_by("full_name", "pk")


def posts_held(on: date) -> QuerySet[Any]:
    """The posts held on a day, each with its office."""
    return Post.objects.filter(holding_on(on)).annotate(
        office=Concat(Value("post/"), "kind", Value("/"), Cast("agency_id", CharField()), output_field=CharField())
    )


def seats_held(on: date) -> QuerySet[Any]:
    """The seats held on a day, each with its office."""
    key = Concat(Value("/"), Cast(F("section__translation_key"), CharField()), output_field=CharField())
    below = Case(When(section__isnull=False, then=key), default=Value(""), output_field=CharField())
    return Seat.objects.filter(holding_on(on)).annotate(
        office=Concat(
            Value("seat/"),
            "kind__code",
            Value("/"),
            Cast("site_id", CharField()),
            below,
            output_field=CharField(),
        )
    )
