"""Inviting people, correcting what is known of them, sending links, closing accounts. Nobody is deleted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.accounts.actions.holding import begin, end
from sites.accounts.actions.recording import refuse, save, told
from sites.accounts.actions.writing import rights_follow
from sites.accounts.lines import Line
from sites.accounts.links import address_of_link, days_of_link, password_links
from sites.accounts.models import Post, Seat, User
from sites.accounts.policies import (
    reasons_not_to_change,
    reasons_not_to_close,
    reasons_not_to_invite,
    reasons_not_to_manage_people,
    reasons_not_to_send_link,
)
from sites.accounts.registry import letters
from sites.accounts.selectors import administrators, people, person_with_address
from sites.refusals import Conflict, Invalid, Refused

FOLDER = "sites_accounts/mail"
PAUSE = 300  # seconds between two links that somebody asked for who is not logged in


@dataclass(frozen=True, slots=True)
class Personal:
    """What is known of a person beside the user name."""

    full_name: str = ""
    email: str = ""
    phone: str = ""


def hash_of(password: str) -> str:
    """The hash of a new password, for `invite_person`. Invalid for a weak one."""
    check_strength(password)
    return make_password(password)


def check_strength(password: str, person: User | None = None) -> None:
    """Invalid for a password that is too short, too common, or too like the person."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="weak_password", errors={"password": error.messages}) from error


@transaction.atomic
def invite_person(actor: User, *, username: str, personal: Personal, password_hash: str = "") -> User:
    """Make a personal account (without the hash of a password: nobody can log in until one is set).

    Refused to everyone but administrators; Invalid for a taken or malformed user name.
    """
    refuse(reasons_not_to_manage_people(actor))
    person = _account(username, personal, password_hash)
    save(person, actor=actor, action="wagtail.create")
    told("invited", person=person, by=actor)
    return person


@transaction.atomic
def invite_administrator(actor: User | None, *, username: str, personal: Personal, password_hash: str = "") -> User:
    """Make the account of an administrator. The very first one is made by nobody (`actor` is None).

    Refused to everyone but administrators, and to nobody as soon as there is one; Invalid as for `invite_person`.
    """
    if actor is not None:
        refuse(reasons_not_to_manage_people(actor))
    elif administrators().exists():
        raise Refused(_("There is an administrator already: he invites the next one."), code="administrator_exists")
    person = _account(username, personal, password_hash)
    person.is_superuser = True
    save(person, actor=actor or person, action="wagtail.create")
    told("administrator", person=person, by=actor)
    return person


@transaction.atomic
def invite_administrator_by_mail(actor: User, *, username: str, personal: Personal, basis: str) -> User:
    """Make the account of an administrator on a decision (`basis`), and mail a link to set the password.

    Refused to everyone but administrators; Invalid without an address, and as for `invite_person`.
    """
    person = invite_administrator(actor, username=username, personal=personal)
    _ask_for_address(person)
    log(person, "wagtail.edit", user=actor, data={"basis": basis})
    send_letter_with_link(person, template="invited", inviter=actor)
    return person


@transaction.atomic
def invite(actor: User, *, username: str, personal: Personal, rows: Sequence[Post | Seat]) -> User:
    """Make an account, give it posts and seats (unsaved, without a person), and mail a link to set the password.

    Refused to whoever may not give them, and without any; Invalid for a taken or malformed user name, without an
    address, and as giving is.
    """
    refuse(reasons_not_to_invite(actor, rows))
    person = _account(username, personal, "")
    _ask_for_address(person)
    with rights_follow():
        save(person, actor=actor, action="wagtail.create")
        told("invited", person=person, by=actor)
        for row in rows:
            row.person = person
            begin(row, actor=actor)
    send_letter_with_link(person, template="invited", inviter=actor, rows=rows)
    return person


@transaction.atomic
def open_plain_account(actor: User, *, username: str, personal: Personal) -> User:
    """Make an account that holds no post and no seat, and mail a link to set the password.

    For rooms above, whose own policy says who may open it and what it is good for: by itself it opens nothing. Refused
    for an address that an account has already; Invalid for a taken or malformed user name.
    """
    if people().filter(email__iexact=personal.email).exists():
        raise Refused(_("There is an account with this e-mail address already."), code="address_taken")
    person = _account(username, personal, "")
    save(person, actor=actor, action="wagtail.create")
    send_letter_with_link(person, template="invited", inviter=actor)
    return person


@transaction.atomic
def correct_person(actor: User, *, person: User, personal: Personal) -> User:
    """Correct name, address and telephone. Links that were sent to an old address are void.

    Refused to whoever does not manage the person; Invalid for an address that is none.
    """
    refuse(reasons_not_to_change(actor, person))
    before = person.email
    for name, value in asdict(personal).items():
        setattr(person, name, value)
    save(person, actor=actor, action="wagtail.edit")
    told("corrected", person=person, by=actor, words="" if before == person.email else f"{before} → {person.email}")
    return person


@transaction.atomic
def send_link(actor: User, *, person: User) -> None:
    """Mail a person a link to set a password; older links are void. Nobody ever sees a password.

    Refused to whoever does not manage the person, for a closed account, and without an address.
    """
    refuse(reasons_not_to_send_link(actor, person))
    never = not person.has_usable_password()
    rows: list[Post | Seat] = [*person.posts.on(clock.today()), *person.seats.on(clock.today())]
    send_letter_with_link(person, template="invited" if never else "reset", inviter=actor, rows=rows)
    log(person, "wagtail.edit", user=actor, data={"link": "sent"})
    told("link_sent", person=person, by=actor)


@transaction.atomic
def send_forgotten_link(*, email: str) -> None:
    """Somebody at the door says that he forgot his password: mail a link to whoever has this address.

    Says to nobody whether there is such a person; at most one link in `PAUSE` seconds.
    """
    person = person_with_address(email)
    if person is None:
        return
    if person.link_sent_at and (clock.now() - person.link_sent_at).total_seconds() < PAUSE:
        return
    send_letter_with_link(person, template="reset", inviter=None)
    told("link_sent", person=person, by=None)


@transaction.atomic
def set_password(person: User, *, token: str, password: str) -> User:
    """Set the password with which a person logs in from now on. All his sessions end; the link is used up.

    Refused on a closed account; Conflict for a link that was used, is too old or was replaced; Invalid for a weak one.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active or person.closed_at:
        raise Refused(_("This account is closed."), code="person_closed")
    if not password_links.check_token(person, token):
        raise Conflict(_("This link is used up or too old. Ask for a new one."), code="void_link")
    _set(person, password)
    return person


@transaction.atomic
def change_password(actor: User, *, old: str, password: str) -> User:
    """Set one's own password anew, knowing the present one. All other sessions end.

    Invalid where the present one is wrong, and for a new one that is weak or the same.
    """
    person = User.objects.select_for_update().get(pk=actor.pk)
    if not person.check_password(old):
        message = _("This is not your present password.")
        raise Invalid(message, code="wrong_password", errors={"old": [message]})
    if old == password:
        message = _("This is the password that you have.")
        raise Invalid(message, code="same_password", errors={"password": [message]})
    _set(person, password)
    return person


@transaction.atomic
def close_person(actor: User, *, person: User, reason: str = "") -> User:
    """Close an account for ever: its sessions end at once, its posts and seats today. It is never deleted.

    Refused to whoever does not manage the person, and for the actor's own account. Closing twice changes nothing.
    """
    refuse(reasons_not_to_close(actor, person))
    if person.closed_at:
        return person
    held: list[Post | Seat] = [*Post.objects.filter(person=person), *Seat.objects.filter(person=person)]
    with rights_follow():
        person.closed_at, person.is_active, person.closing_reason = clock.now(), False, reason.strip()
        person.set_unusable_password()  # sessions hang on the password: void even where nobody asks who is open
        person.save(update_fields=["closed_at", "is_active", "closing_reason", "password"])
        for row in held:
            end(row, on=clock.today(), reason=reason, actor=actor)
    log(person, "wagtail.edit", user=actor, data={"reason": reason})
    told("closed", person=person, by=actor, words=reason)
    return person


def send_letter_with_link(
    person: User, *, template: str, inviter: User | None, rows: Sequence[Post | Seat] = ()
) -> None:
    """Write down the moment first: the signature is made over it."""
    person.link_sent_at = clock.now()
    person.save(update_fields=["link_sent_at"])
    context = {
        "address": address_of_link(person),
        "days": days_of_link(),
        "username": person.username,
        "inviter": inviter,
        "rows": [Line(row) for row in rows],
    }
    for send in letters:
        send(person, f"{FOLDER}/{template}.txt", context)


def _set(person: User, password: str) -> None:
    check_strength(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    log(person, "wagtail.edit", user=person, data={"password": "set"})


def _ask_for_address(person: User) -> None:
    if not person.email:
        message = _("Without an e-mail address nobody can be invited.")
        raise Invalid(message, code="no_address", errors={"email": [message]})


def _account(username: str, personal: Personal, password_hash: str) -> User:
    person = User(username=username, full_name=personal.full_name, email=personal.email, phone=personal.phone)
    person.password = password_hash or make_password(None)
    return person
