"""Whose posts and seats an actor may touch: everything for administrators; else what his own seats let him give."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from sites import clock
from sites.accounts.enums import PostKind
from sites.accounts.models import Post, Seat, User
from sites.accounts.selectors import people, seats_of
from sites.domains.enums import SiteState


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor manages today. `kinds`: by site, the codes of the seats that he may give there.

    Who manages the people of a site gives no seat that decides or manages, and no post but of staff: nobody is given
    more through him than he has himself.
    """

    everything: bool = False
    kinds: Mapping[int, frozenset[str]] = field(default_factory=dict)
    agencies: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.kinds)

    def covers(self, row: Post | Seat) -> bool:
        """Whether he may give and end this post or seat."""
        if self.everything:
            return True
        if isinstance(row, Seat):
            return row.kind.code in self.kinds.get(row.site_id, ())
        return row.kind == PostKind.STAFF and row.agency_id in self.agencies

    def touches(self, row: Post | Seat) -> bool:
        """Whether the post or seat is on his site or in its agency."""
        if self.everything:
            return True
        return row.site_id in self.kinds if isinstance(row, Seat) else row.agency_id in self.agencies


def reach_of(actor: User) -> Reach:
    """What an actor manages today; nothing for whoever is closed or holds no seat that gives others."""
    if not actor.is_active or actor.closed_at:
        return Reach()
    if actor.is_superuser:
        return Reach(everything=True)
    seats = administering_seats(actor)
    kinds: dict[int, frozenset[str]] = {}
    for seat in seats:
        kinds[seat.site_id] = kinds.get(seat.site_id, frozenset()) | frozenset(seat.kind.gives)
    return Reach(kinds=kinds, agencies=frozenset(seat.site.agency_id for seat in seats))


def administering_seats(person: User) -> list[Seat]:
    """The seats with which a person administers a site today: those on the whole of an open site that give others."""
    whole = [seat for seat in seats_of(person) if seat.section_id is None and seat.site.state == SiteState.OPEN]
    return [seat for seat in whole if seat.kind.gives]


def people_who_administer() -> QuerySet[User]:
    """Whose reach is not empty today."""
    seats = Seat.objects.on(clock.today()).filter(section=None, site__state=SiteState.OPEN).exclude(kind__gives=[])
    return people().filter(Q(is_superuser=True) | Q(pk__in=seats.values("person")))


def people_within(reach: Reach) -> QuerySet[User]:
    """The people whom an actor may see: everybody, or who holds or held a post or seat on his sites."""
    if reach.everything:
        return User.objects.all()
    seats = Seat.objects.filter(site__in=list(reach.kinds)).values("person")
    posts = Post.objects.filter(agency__in=list(reach.agencies)).values("person")
    return User.objects.filter(Q(pk__in=seats) | Q(pk__in=posts), is_superuser=False)
