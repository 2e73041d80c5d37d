"""Who may manage people, and who may hold a post or seat.

Administrators manage everybody. Whoever sits in a seat that gives others (`SeatKind.gives`: the administrator of a
site) manages the people of that site, within what the seat names, and never himself.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import Post, Seat, User
from sites.accounts.reach import Reach, people_within, reach_of
from sites.refusals import Reason

ARTICLE = "Điều 11.2"


def may_manage_people(actor: User) -> bool:
    """Whether an actor may invite and close everybody, give and end every post and seat: administrators alone."""
    return actor.is_active and actor.is_superuser


def may_enter(actor: User) -> bool:
    """Whether the screens of people are open to an actor at all."""
    return bool(reach_of(actor))


def reasons_not_to_manage_people(actor: User) -> list[Reason]:
    """Why an actor may not touch accounts, posts and seats wherever they are."""
    if may_manage_people(actor):
        return []
    return [Reason("not_administrator", _("Only an administrator manages people."), basis=ARTICLE)]


def reasons_not_to_hold(person: User) -> list[Reason]:
    """Why a person may hold no post and no seat: administrators decide nothing, closed accounts do nothing."""
    reasons = []
    if person.is_superuser:
        reasons.append(
            Reason("administrator_holds_no_seat", _("An administrator holds no post and no seat."), "person")
        )
    return [*reasons, *reasons_of_account(person)]


def reasons_of_account(person: User) -> list[Reason]:
    """Why nothing is done with an account: it is closed for ever, or locked until somebody unlocks it."""
    if person.locked_at and not person.closed_at:
        return [Reason("person_locked", _("This account is locked."), "person")]
    if person.closed_at or not person.is_active:
        return [Reason("person_closed", _("This account is closed."), "person")]
    return []


def reasons_not_to_see(actor: User, person: User) -> list[Reason]:
    """Why an actor may not look at a person's page: he manages neither everybody nor a site of the person."""
    if people_within(reach_of(actor)).filter(pk=person.pk).exists():
        return []
    return [Reason("not_his_person", _("This person is not one of your site."), basis=ARTICLE)]


def reasons_not_to_invite(actor: User, rows: Sequence[Post | Seat]) -> list[Reason]:
    """Why an actor may not invite somebody to these posts and seats."""
    reach = reach_of(actor)
    if not reach:
        return [Reason("not_administrator", _("Only an administrator manages people."), basis=ARTICLE)]
    if not rows:
        return [Reason("nothing_given", _("Name at least one post or seat: without one nobody can do anything."))]
    return _beyond(reach, rows)


def reasons_not_to_give_to(actor: User, person: User) -> list[Reason]:
    """Why an actor may give a person no post and no seat whatever."""
    if may_manage_people(actor):
        return reasons_not_to_hold(person)
    return [*_himself(actor, person), *reasons_not_to_see(actor, person)] or reasons_not_to_hold(person)


def reasons_not_to_give(actor: User, row: Post | Seat) -> list[Reason]:
    """Why an actor may not give this post or seat."""
    return reasons_not_to_give_to(actor, row.person) or _beyond(reach_of(actor), [row])


def reasons_not_to_end(actor: User, row: Post | Seat) -> list[Reason]:
    """Why an actor may not end this post or seat."""
    if may_manage_people(actor):
        return []
    return [*_himself(actor, row.person), *_beyond(reach_of(actor), [row])]


def reasons_not_to_change(actor: User, person: User) -> list[Reason]:
    """Why an actor may not correct a person's name and address: whoever has the address has the account."""
    if may_manage_people(actor):
        return []
    return [*reasons_not_to_see(actor, person), *_himself(actor, person), *_stands_above(actor, person)]


def reasons_not_to_send_link(actor: User, person: User) -> list[Reason]:
    """Why an actor may not have a link sent with which the person sets a new password."""
    reasons = [*reasons_not_to_change(actor, person), *reasons_of_account(person)]
    if not person.email:
        reasons.append(Reason("no_address", _("This person has no e-mail address."), "email"))
    return reasons


def reasons_not_to_close(actor: User, person: User) -> list[Reason]:
    """Why an actor may not close an account."""
    if actor.pk == person.pk:
        return [Reason("closes_himself", _("Nobody closes the account that he works with."), "person")]
    return reasons_not_to_change(actor, person)


def reasons_not_to_lock(actor: User | None, person: User) -> list[Reason]:
    """Why an account may not be locked. The calendar (None) locks everybody but the last open administrator."""
    if person.closed_at:
        return [Reason("person_closed", _("This account is closed."), "person")]
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        return [Reason("last_administrator", _("The last administrator stays: nobody else could unlock anybody."))]
    if actor is None:
        return []
    if actor.pk == person.pk:
        return [Reason("himself", _("Nobody locks the account that he works with."), "person")]
    return reasons_not_to_change(actor, person)


def reasons_not_to_unlock(actor: User, person: User) -> list[Reason]:
    """Why an actor may not unlock an account."""
    if person.closed_at or not person.locked_at:
        return [Reason("not_locked", _("This account is not locked."), "person")]
    return reasons_not_to_change(actor, person)


def reasons_not_to_report_leak(actor: User, person: User) -> list[Reason]:
    """Why an actor may not report that others may know a password: it is neither his nor that of one of his people."""
    if person.closed_at:
        return [Reason("person_closed", _("This account is closed."), "person")]
    return [] if actor.pk == person.pk else reasons_not_to_change(actor, person)


def _himself(actor: User, person: User) -> list[Reason]:
    if actor.pk != person.pk:
        return []
    return [Reason("himself", _("Nobody manages his own posts and seats."), "person", basis=ARTICLE)]


def _beyond(reach: Reach, rows: Sequence[Post | Seat]) -> list[Reason]:
    """One reason for each post or seat that only an administrator gives; those of other sites are not named."""
    message = _("Only an administrator gives and ends “%(what)s”.")
    own = [row for row in rows if reach.touches(row)]
    reasons = [Reason("beyond_reach", message % {"what": row}, basis=ARTICLE) for row in own if not reach.covers(row)]
    if len(own) < len(rows):
        words = _("Posts and seats of other sites are given and ended by an administrator.")
        reasons.append(Reason("other_site", words, basis=ARTICLE))
    return reasons


def _stands_above(actor: User, person: User) -> list[Reason]:
    """Somebody who holds, or last held, what the actor could not give him is managed by administrators."""
    held: list[Post | Seat] = [
        *Post.objects.filter(person=person).select_related("agency"),
        *Seat.objects.filter(person=person).select_related("kind", "site"),
    ]
    lasting = [row for row in held if row.held_to is None or row.held_to > clock.today()]
    return _beyond(reach_of(actor), lasting or held)
