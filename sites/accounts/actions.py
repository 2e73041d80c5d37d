"""People: inviting and closing them; giving and ending posts and seats; writing the rights that follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from sites import clock
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.accounts.policies import reasons_not_to_close, reasons_not_to_hold, reasons_not_to_manage_people
from sites.accounts.rights import TABLES, Differences, Right, Table, differences_on
from sites.accounts.selectors import administrators
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from sites.domains.selectors import home_of
from sites.refusals import Invalid, Missing, Reason, Refused
from sites.refusals.checking import check_fields, keep

RIGHTS_LOCK = 7_210_002


@dataclass(frozen=True, slots=True)
class Term:
    """The days [held_from, held_to) of a post or seat, and the decision that it stands on."""

    held_from: date | None = None
    held_to: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """What is known of a person beside the user name."""

    full_name: str = ""
    email: str = ""
    phone: str = ""


def hash_of(password: str) -> str:
    """The hash of a new password, for `invite_person`. Invalid for a weak one."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="weak_password", errors={"password": error.messages}) from error
    return make_password(password)


@transaction.atomic
def invite_person(actor: User, *, username: str, personal: Personal, password_hash: str = "") -> User:
    """Make a personal account (without the hash of a password: nobody can log in until one is set).

    Refused to everyone but administrators; Invalid for a taken or malformed user name.
    """
    _refuse(reasons_not_to_manage_people(actor))
    person = _account(username, personal, password_hash)
    _save(person, actor=actor, action="wagtail.create")
    return person


@transaction.atomic
def invite_administrator(actor: User | None, *, username: str, personal: Personal, password_hash: str = "") -> User:
    """Make the account of an administrator. The very first one is made by nobody (`actor` is None).

    Refused to everyone but administrators, and to nobody as soon as there is one; Invalid as for `invite_person`.
    """
    if actor is not None:
        _refuse(reasons_not_to_manage_people(actor))
    elif administrators().exists():
        raise Refused(_("There is an administrator already: he invites the next one."), code="administrator_exists")
    person = _account(username, personal, password_hash)
    person.is_superuser = True
    _save(person, actor=actor or person, action="wagtail.create")
    return person


@transaction.atomic
def close_person(actor: User, *, person: User) -> User:
    """Close an account for ever: nobody logs in with it, its posts and seats end today. It is never deleted.

    Refused to everyone but administrators, and for the actor's own account. Closing twice changes nothing.
    """
    _refuse(reasons_not_to_close(actor, person))
    if person.closed_at:
        return person
    person.closed_at, person.is_active = clock.now(), False
    person.save(update_fields=["closed_at", "is_active"])
    today = clock.today()
    held: list[Post | Seat] = [*Post.objects.filter(person=person), *Seat.objects.filter(person=person)]
    for row in held:
        _end(row, on=today, actor=actor)
    log(person, "wagtail.edit", user=actor)
    write_rights(actor)
    return person


@transaction.atomic
def give_post(
    actor: User, *, person: User, agency: Agency, kind: str, titles: tuple[str, str], term: Term = Term()
) -> Post:
    """Give a person a post in an agency; `titles` are the Vietnamese and the English one.

    Refused to everyone but administrators, and for a person who is one or whose account is closed; Invalid for an
    unknown kind, for a second head on one day, for an end before the beginning.
    """
    post = Post(person=person, agency=agency, kind=kind, title_vi=titles[0], title_en=titles[1], **asdict(term))
    give_many(actor, rows=[post])
    return post


@transaction.atomic
def give_seat(
    actor: User, *, person: User, kind_code: str, site: PublicSite, section: Page | None = None, term: Term = Term()
) -> Seat:
    """Give a person a seat on a site, or on one section of it (in all its languages).

    Refused to everyone but administrators, and for a person who is one or whose account is closed; Missing for an
    unknown kind; Invalid for a section of another site and for a second such seat on the same days.
    """
    kind = SeatKind.objects.filter(code=kind_code).first()
    if kind is None:
        raise Missing(_("There is no kind of seat “%(code)s”.") % {"code": kind_code}, code="unknown_seat_kind")
    seat = Seat(person=person, kind=kind, site=site, section=section, **asdict(term))
    give_many(actor, rows=[seat])
    return seat


@transaction.atomic
def give_many(actor: User, *, rows: Sequence[Post | Seat]) -> None:
    """Give many posts and seats at once (unsaved rows) and write the rights once. Refuses what giving each would."""
    _refuse(reasons_not_to_manage_people(actor))
    for row in rows:
        _begin(row, actor=actor)
    write_rights(actor)


@transaction.atomic
def amend[Row: (Post, Seat)](actor: User, *, row: Row) -> Row:
    """Correct a post or seat that was written down wrongly. Refuses what giving it would refuse."""
    _refuse(reasons_not_to_manage_people(actor) + reasons_not_to_hold(row.person))
    _check_section(row)
    _save(row, actor=actor, action="wagtail.edit")
    write_rights(actor)
    return row


@transaction.atomic
def end_post(actor: User, *, post: Post, on: date | None = None) -> None:
    """End a post: `on` (today) is the first day without it. One that has not begun by then is taken back."""
    _refuse(reasons_not_to_manage_people(actor))
    _end(post, on=on or clock.today(), actor=actor)
    write_rights(actor)


@transaction.atomic
def end_seat(actor: User, *, seat: Seat, on: date | None = None) -> None:
    """End a seat: `on` (today) is the first day without it. One that has not begun by then is taken back."""
    _refuse(reasons_not_to_manage_people(actor))
    _end(seat, on=on or clock.today(), actor=actor)
    write_rights(actor)


@transaction.atomic
def keep_seat_kind(actor: User, *, code: str, values: Mapping[str, Any]) -> SeatKind:
    """Write down a kind of seat and the rights that go with it. Refused to everyone but administrators."""
    _refuse(reasons_not_to_manage_people(actor))
    kind = keep(SeatKind, by={"code": code}, values=dict(values))
    write_rights(actor)
    return kind


@transaction.atomic
def write_rights(actor: User | None) -> Differences:
    """Write groups, permission rows and memberships so that they follow from the posts and seats of today.

    Returns what was changed; a second call changes nothing. `actor` is None for the calendar (midnight). Refused to
    everyone but administrators.
    """
    if actor is not None:
        _refuse(reasons_not_to_manage_people(actor))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RIGHTS_LOCK])
    found = differences_on(clock.today())
    if not found:
        return found
    for name, rows in found.removed.items():
        if rows:
            TABLES[name].model._default_manager.filter(pk__in=list(rows.values())).delete()
    Group.objects.filter(name__in=found.removed_groups).delete()
    Group.objects.bulk_create(Group(name=name) for name in sorted(found.added_groups))
    _add(found.added)
    return found


def _add(added: Mapping[str, Iterable[Right]]) -> None:
    """Insert rows of rights, one statement a table."""
    groups = dict(Group.objects.values_list("name", "pk"))
    labels = {right.permission for rights in added.values() for right in rights if right.permission}
    permissions = _permissions(labels)
    for name, rights in added.items():
        table = TABLES[name]
        rows = [table.model(**_fields(table, right, groups, permissions)) for right in sorted(rights)]
        if rows:
            table.model._default_manager.bulk_create(rows)


def _fields(table: Table, right: Right, groups: Mapping[str, int], permissions: Mapping[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if table.holder:
        fields["group_id"] = groups[right.holder]
    if table.target:
        fields[table.target] = right.target
    if table.permission:
        fields["permission_id"] = permissions[right.permission]
    return fields


def _permissions(labels: set[str]) -> dict[str, int]:
    """The row numbers of permissions by "app.codename"; raises Invalid for one that does not exist."""
    rows = Permission.objects.filter(codename__in={label.split(".")[1] for label in labels})
    found = {
        f"{app}.{codename}": pk for app, codename, pk in rows.values_list("content_type__app_label", "codename", "pk")
    }
    if unknown := sorted(labels - found.keys()):
        raise Invalid(_("Unknown rights: %(names)s") % {"names": ", ".join(unknown)}, code="unknown_right")
    return found


def _account(username: str, personal: Personal, password_hash: str) -> User:
    person = User(username=username, full_name=personal.full_name, email=personal.email, phone=personal.phone)
    person.password = password_hash or make_password(None)
    return person


def _begin(row: Post | Seat, *, actor: User) -> None:
    _refuse(reasons_not_to_hold(row.person))
    _check_section(row)
    _save(row, actor=actor, action="wagtail.create")


def _check_section(row: Post | Seat) -> None:
    if not isinstance(row, Seat) or row.section is None:
        return
    home = home_of(row.section)
    if home is None or home.site_id != row.site_id or home.home_id == row.section_id:
        message = _("The section “%(section)s” is not one of this site.") % {"section": row.section}
        raise Invalid(message, code="foreign_section", errors={"section": [message]})


def _end(row: Post | Seat, *, on: date, actor: User) -> None:
    if row.held_to is not None and row.held_to <= on:
        return
    if row.held_from is not None and row.held_from >= on:
        log(row, "wagtail.delete", user=actor)
        row.delete()
        return
    row.held_to = on
    row.save(update_fields=["held_to"])
    log(row, "wagtail.edit", user=actor)


def _save(row: Model, *, actor: User, action: str) -> None:
    """Check every field and constraint, then save and record who did it."""
    check_fields(row)
    row.save()
    log(row, action, user=actor)


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(reasons=reasons)
