"""The rights of today, line by line: a page of them costs the same whatever the number of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, F, Max, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry

from sites import clock
from sites.accounts.lines import Line
from sites.accounts.models import Post, Seat, User
from sites.accounts.reach import Reach
from sites.domains.models import PublicSite
from sites.reviews.enums import Flag, Source
from sites.reviews.flags import conditions, of_administrators
from sites.security.selectors import with_last_use

LETTERS = "person__full_name__unaccent__icontains", "person__username__icontains"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: words of a name, a site, a source or kind, a flag."""

    words: str = ""
    site: PublicSite | None = None
    right: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right of one person."""

    source: str
    person: User
    what: str
    where: str
    since: date | None
    until: date | None
    basis: str
    given_by: str
    last_login: datetime | None
    last_act: datetime | None
    flags: list[str] = field(default_factory=list)


def keys_of(reach: Reach, asked: Question) -> QuerySet[Any]:
    """The rights as (source, id), by name: to be counted and cut into pages in the database."""
    found: list[QuerySet[Any]] = [_keys(seats_within(reach, asked), Source.SEAT, "person__full_name")]
    found.append(_keys(posts_within(reach, asked), Source.POST, "person__full_name"))
    found.append(_keys(administrators_within(reach, asked), Source.ADMINISTRATOR, "full_name"))
    return found[0].union(*found[1:], all=True).order_by("name", "source", "id")


def seats_within(reach: Reach, asked: Question) -> QuerySet[Seat]:
    """The seats of today that are asked for."""
    seats = Seat.objects.on(clock.today()).filter(person__closed_at=None)
    if not reach.everything:
        seats = seats.filter(site__in=list(reach.kinds))
    if asked.site:
        seats = seats.filter(site=asked.site)
    source, _colon, kind = asked.right.partition(":")
    if source not in ("", Source.SEAT):
        return seats.none()
    if kind:
        seats = seats.filter(kind__code=kind)
    return _narrowed(seats, asked)


def posts_within(reach: Reach, asked: Question) -> QuerySet[Post]:
    """The posts of today that are asked for: of a site those in its agency."""
    posts = Post.objects.on(clock.today()).filter(person__closed_at=None)
    if not reach.everything:
        posts = posts.filter(agency__in=list(reach.agencies))
    if asked.site:
        posts = posts.filter(agency=asked.site.agency_id)
    source, _colon, kind = asked.right.partition(":")
    if source not in ("", Source.POST):
        return posts.none()
    if kind:
        posts = posts.filter(kind=kind)
    return _narrowed(posts, asked)


def administrators_within(reach: Reach, asked: Question) -> QuerySet[User]:
    """The administrators of the system, for administrators alone."""
    people = User.objects.filter(is_superuser=True, closed_at=None)
    if not reach.everything or asked.site or asked.right not in ("", Source.ADMINISTRATOR):
        return people.none()
    for word in asked.words.split():
        people = people.filter(Q(full_name__unaccent__icontains=word) | Q(username__icontains=word))
    return people.filter(of_administrators()[Flag(asked.flag)]) if asked.flag else people


def lines_of(keys: Iterable[Mapping[str, Any]]) -> list[RightLine]:
    """The lines of some keys, in a fixed number of queries."""
    wanted = [(key["source"], key["id"]) for key in keys]
    of = {source: [pk for one, pk in wanted if one == source] for source in Source.values}
    rows: dict[tuple[str, int], Any] = {}
    for source, found in (
        (Source.SEAT, _flagged(Seat, of[Source.SEAT]).select_related("kind", "site", "section", "person")),
        (
            Source.POST,
            _flagged(Post, of[Source.POST]).select_related("agency", "person").prefetch_related("agency__names"),
        ),
        (Source.ADMINISTRATOR, _flagged_administrators(of[Source.ADMINISTRATOR])),
    ):
        rows |= {(source.value, row.pk): row for row in found}
    people = {row.pk if source == Source.ADMINISTRATOR else row.person_id for (source, _pk), row in rows.items()}
    acts, givers = last_acts(people), _givers(of)
    return [
        _line(source, rows[source, pk], acts, givers.get((source, pk), ""))
        for source, pk in wanted
        if (source, pk) in rows
    ]


def last_acts(people: Iterable[int]) -> Mapping[int, datetime]:
    """When each of these people last did something that Wagtail's log knows of."""
    found: dict[int, datetime] = {}
    keys = list(people)
    for model in (PageLogEntry, ModelLogEntry):
        entries = model.objects.filter(user__in=keys).order_by().values_list("user").annotate(at=Max("timestamp"))
        for person, at in entries:
            found[person] = max(at, found.get(person, at))
    return found


def _keys(rows: QuerySet[Any], source: Source, name: str) -> QuerySet[Any]:
    return rows.order_by().annotate(source=Value(source.value), name=F(name)).values("source", "id", "name")


def _narrowed[Rows: QuerySet[Any]](rows: Rows, asked: Question) -> Rows:
    for word in asked.words.split():
        rows = rows.filter(Q(**{LETTERS[0]: word}) | Q(**{LETTERS[1]: word}))
    return rows.filter(conditions(rows.model)[Flag(asked.flag)]) if asked.flag else rows


def _flagged(model: Any, pks: list[int]) -> QuerySet[Any]:
    return _marked(model.objects.filter(pk__in=pks), conditions(model))


def _flagged_administrators(pks: list[int]) -> QuerySet[Any]:
    return _marked(with_last_use(User.objects.filter(pk__in=pks)), of_administrators())


def _marked(rows: QuerySet[Any], marks: Mapping[Flag, Q]) -> QuerySet[Any]:
    def answer(condition: Q) -> Case:
        return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003

    return rows.annotate(**{f"is_{flag.value}": answer(condition) for flag, condition in marks.items()})


def _givers(of: Mapping[str, list[int]]) -> Mapping[tuple[str, int], str]:
    """Who wrote down each post and seat."""
    found: dict[tuple[str, int], str] = {}
    models: tuple[tuple[str, type[Model]], ...] = ((Source.SEAT, Seat), (Source.POST, Post))
    for source, model in models:
        entries = ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=list(map(str, of[source])),
            action="wagtail.create",
        ).select_related("user")
        found |= {(str(source), int(entry.object_id)): str(entry.user or "") for entry in entries}
    return found


def _line(source: str, row: Any, acts: Mapping[int, datetime], giver: str) -> RightLine:
    flags = [str(flag.label) for flag in Flag if getattr(row, f"is_{flag.value}")]
    if source == Source.ADMINISTRATOR:
        person, what, where = row, str(Source.ADMINISTRATOR.label), _("the whole province")
        since, until, basis = clock.day_of(row.date_joined), None, ""
    else:
        line = Line(row)
        person, what, where = row.person, line.what, line.where
        since, until, basis = row.held_from, row.held_to, row.basis
    return RightLine(
        source=source,
        person=person,
        what=what,
        where=where,
        since=since,
        until=until,
        basis=basis,
        given_by=giver,
        last_login=person.last_login,
        last_act=acts.get(person.pk),
        flags=flags,
    )
