"""What hangs on posts and seats that are about to end: said before it is done, in sentences."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from sites.accounts.enums import PostKind
from sites.accounts.lines import Line
from sites.accounts.models import Post, Seat, User
from sites.accounts.registry import consequences
from sites.agencies.selectors import name_today


def consequences_of_ending(rows: Sequence[Post | Seat], on: date) -> list[str]:
    """Every warning, each once: offices that would stand empty, and what would wait for nobody."""
    said = [*_empty_offices(rows, on), *(line for ask in consequences for line in ask(rows, on))]
    return list(dict.fromkeys(said))


def held_by(person: User, on: date) -> list[Post | Seat]:
    """The posts and seats of a person that last on a day or begin later: what a closing would end."""
    lasting: list[Post | Seat] = [
        *Post.objects.filter(person=person).select_related("agency", "person"),
        *Seat.objects.filter(person=person).select_related("kind", "site", "section", "person"),
    ]
    return [row for row in lasting if row.held_to is None or row.held_to > on]


def _empty_offices(rows: Sequence[Post | Seat], on: date) -> Iterator[str]:
    posts = [row.pk for row in rows if isinstance(row, Post)]
    seats = [row.pk for row in rows if isinstance(row, Seat)]
    for row in rows:
        if isinstance(row, Post):
            others = Post.objects.on(on).filter(agency=row.agency_id, kind=PostKind.HEAD).exclude(pk__in=posts)
            if row.kind == PostKind.HEAD and not others.exists():
                yield _("“%(agency)s” will have no head.") % {"agency": name_today(row.agency)}
        else:
            places = Seat.objects.on(on).filter(kind=row.kind_id, site=row.site_id, person__closed_at=None)
            if not places.exclude(pk__in=seats).exists():
                yield _("Nobody else is “%(seat)s” on “%(site)s”.") % {"seat": Line(row).what, "site": row.site}
