"""Giving, correcting and ending posts and seats. The rights follow in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from sites import clock
from sites.accounts.actions.recording import refuse, save, told
from sites.accounts.actions.writing import rights_follow
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.accounts.policies import (
    reasons_not_to_end,
    reasons_not_to_give,
    reasons_not_to_hold,
    reasons_not_to_manage_people,
)
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from sites.domains.selectors import home_of
from sites.refusals import Invalid, Missing
from sites.refusals.checking import keep


@dataclass(frozen=True, slots=True)
class Term:
    """The days [held_from, held_to) of a post or seat, and the decision that it stands on."""

    held_from: date | None = None
    held_to: date | None = None
    basis: str = ""


def give_post(
    actor: User, *, person: User, agency: Agency, kind: str, titles: tuple[str, str], term: Term = Term()
) -> Post:
    """Give a person a post in an agency; `titles` are the Vietnamese and the English one.

    Refused to whoever may not give it, and for an administrator or a closed account; Invalid for an
    unknown kind, for a second head on one day, for an end before the beginning.
    """
    post = Post(person=person, agency=agency, kind=kind, title_vi=titles[0], title_en=titles[1], **asdict(term))
    give_many(actor, rows=[post])
    return post


def give_seat(
    actor: User, *, person: User, kind_code: str, site: PublicSite, section: Page | None = None, term: Term = Term()
) -> Seat:
    """Give a person a seat on a site, or on one section of it (in all its languages).

    Refused to whoever may not give it, and for an administrator or a closed account; Missing for an
    unknown kind; Invalid for a section of another site and for a second such seat on the same days.
    """
    kind = SeatKind.objects.filter(code=kind_code).first()
    if kind is None:
        raise Missing(_("There is no kind of seat “%(code)s”.") % {"code": kind_code}, code="unknown_seat_kind")
    seat = Seat(person=person, kind=kind, site=site, section=section, **asdict(term))
    give_many(actor, rows=[seat])
    return seat


def give_many(actor: User, *, rows: Sequence[Post | Seat]) -> None:
    """Give many posts and seats at once (unsaved rows) and write the rights once. Refuses what giving each would."""
    for row in rows:
        refuse(reasons_not_to_give(actor, row))
    with rights_follow():
        for row in rows:
            begin(row, actor=actor)


def amend[Row: (Post, Seat)](actor: User, *, row: Row) -> Row:
    """Correct a post or seat that was written down wrongly. Refused to all but administrators, and as giving is."""
    refuse(reasons_not_to_manage_people(actor) + reasons_not_to_hold(row.person))
    with rights_follow():
        _check_section(row)
        save(row, actor=actor, action="wagtail.edit")
        told("amended", person=row.person, by=actor, words=str(row))
    return row


def end_post(actor: User, *, post: Post, on: date | None = None, reason: str = "") -> None:
    """End a post: `on` (today) is the first day without it. One that has not begun by then is taken back.

    Refused to whoever may not give it, and for one's own; Invalid for a day before the post began.
    """
    _end_one(actor, post, on=on, reason=reason)


def end_seat(actor: User, *, seat: Seat, on: date | None = None, reason: str = "") -> None:
    """End a seat: `on` (today) is the first day without it. One that has not begun by then is taken back.

    Refused to whoever may not give it, and for one's own; Invalid for a day before the seat began.
    """
    _end_one(actor, seat, on=on, reason=reason)


def keep_seat_kind(actor: User, *, code: str, values: Mapping[str, Any]) -> SeatKind:
    """Write down a kind of seat and the rights that go with it. Refused to everyone but administrators."""
    refuse(reasons_not_to_manage_people(actor))
    with rights_follow():
        return keep(SeatKind, by={"code": code}, values=dict(values))


def begin(row: Post | Seat, *, actor: User) -> None:
    """Write down a post or seat. Invalid where a field or a constraint says no. Rights do not follow from here."""
    refuse(reasons_not_to_hold(row.person))
    _check_section(row)
    save(row, actor=actor, action="wagtail.create")
    told("given", person=row.person, by=actor, words=str(row))


def end(row: Post | Seat, *, on: date, reason: str, actor: User) -> None:
    """Write down the end of a post or seat, unless it has ended before. Rights do not follow from here."""
    if row.held_to is not None and row.held_to <= on:
        return
    if row.held_from is not None and row.held_from >= on:
        _refuse_before_beginning(row)
        told("ended", person=row.person, by=actor, words=str(row))
        log(row, "wagtail.delete", user=actor, data={"reason": reason})
        row.delete()
        return
    row.held_to, row.end_reason = on, reason.strip()
    save(row, actor=actor, action="wagtail.edit")
    told("ended", person=row.person, by=actor, words=str(row))


def _end_one(actor: User, row: Post | Seat, *, on: date | None, reason: str) -> None:
    refuse(reasons_not_to_end(actor, row))
    with rights_follow():
        end(row, on=on or clock.today(), reason=reason, actor=actor)


def _refuse_before_beginning(row: Post | Seat) -> None:
    """What was held is not taken back: it stays in the register with its end."""
    if row.held_from is not None and row.held_from < clock.today():
        message = _("The end has to come after the beginning.")
        raise Invalid(message, code="ends_before", errors={"on": [message]})


def _check_section(row: Post | Seat) -> None:
    if not isinstance(row, Seat) or row.section is None:
        return
    home = home_of(row.section)
    if home is None or home.site_id != row.site_id or home.home_id == row.section_id:
        message = _("The section “%(section)s” is not one of this site.") % {"section": row.section}
        raise Invalid(message, code="foreign_section", errors={"section": [message]})
