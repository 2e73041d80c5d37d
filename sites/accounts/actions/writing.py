"""Groups, permission rows and memberships are written from posts and seats here, and nowhere else.

What is there and follows from no post or seat is put right, and never silently: it raises an alarm that administrators
see until one of them says what it was.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.accounts.actions.recording import refuse
from sites.accounts.models import RightsAlarm, User
from sites.accounts.policies import reasons_not_to_manage_people
from sites.accounts.rights import TABLES, Differences, Right, Table, differences_on, unexplained_in
from sites.refusals import Invalid

logger = logging.getLogger(__name__)

RIGHTS_LOCK = 7_210_002


@transaction.atomic
def write_rights(actor: User | None) -> Differences:
    """Write groups, permission rows and memberships so that they follow from the posts and seats of today.

    Returns what was changed; a second call changes nothing. Rights that nobody gave are taken and raise an alarm.
    `actor` is None for the calendar. Refused to everyone but administrators.
    """
    if actor is not None:
        refuse(reasons_not_to_manage_people(actor))
    _alone()
    found = differences_on(clock.today())
    _raise_alarm(unexplained_in(found, clock.today()).removed_lines())
    return _write(found)


@contextmanager
def rights_follow() -> Iterator[None]:
    """What is changed inside (posts, seats, accounts, kinds of seat) changes the rights, in one transaction.

    Rights that nobody gave are told from those that the change takes by looking before it.
    """
    with transaction.atomic():
        _alone()
        before = differences_on(clock.today())
        unexplained = unexplained_in(before, clock.today()).lines()
        yield
        _write(differences_on(clock.today()))
        _raise_alarm(unexplained)


@transaction.atomic
def compare_rights() -> list[str]:
    """The comparison: rights that nobody gave, or that somebody took, raise an alarm; then those of today are written.

    Returns a line for each difference that neither a post nor a seat, nor the beginning of a new day, explains.
    """
    _alone()
    found = differences_on(clock.today())
    lines = unexplained_in(found, clock.today()).lines()
    _raise_alarm(lines)
    _write(found)
    return lines


@transaction.atomic
def settle_alarm(actor: User, *, alarm: RightsAlarm, note: str) -> RightsAlarm:
    """Write down what an alarm was. Refused to everyone but administrators; Invalid without a word."""
    refuse(reasons_not_to_manage_people(actor))
    if not note.strip():
        message = _("Say what it was.")
        raise Invalid(message, code="no_note", errors={"note": [message]})
    if alarm.seen_at is None:
        alarm.note, alarm.seen_at, alarm.seen_by = note.strip(), clock.now(), actor
        alarm.save(update_fields=["note", "seen_at", "seen_by"])
        log(alarm, "wagtail.edit", user=actor)
    return alarm


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RIGHTS_LOCK])


def _raise_alarm(lines: list[str]) -> None:
    if lines:
        logger.error("%s rights without a post or seat, or missing: %s", len(lines), "; ".join(lines))
        RightsAlarm.objects.create(found_at=clock.now(), lines=lines)


def _write(found: Differences) -> Differences:
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
