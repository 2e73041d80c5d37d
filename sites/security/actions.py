"""Ending sessions, locking what lies idle, and saying that a password is about to end."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.actions import lock_person
from sites.accounts.models import User
from sites.accounts.reach import people_who_administer
from sites.accounts.registry import letters
from sites.refusals import Missing, Refused
from sites.rules.models import Rule
from sites.security.ages import address_of_screen, age_by, rule_of_age
from sites.security.enums import ActKind
from sites.security.log import write
from sites.security.models import Act, Session, Try
from sites.security.rules import ATTEMPTS, IDLE_LOCK, rule_of, values_of
from sites.security.selectors import idle_since, sessions_of

WARNING, AGE_WARNING = "sites_security/mail/idle.txt", "sites_security/mail/age.txt"


@transaction.atomic
def end_session(actor: User, *, key_number: str) -> None:
    """End one of one's own sessions, on another machine say. Missing for one of somebody else."""
    found = next((row for row in sessions_of(actor) if row.number == key_number), None)
    if found is None:
        raise Missing(_("There is no such session."), code="no_session")
    Session.objects.filter(pk=found.row.pk).delete()
    write(ActKind.SESSION_ENDED, person=actor, by=actor, words=found.row.address or "")


@transaction.atomic
def end_other_sessions(actor: User, *, but: str | None) -> int:
    """End all of one's own sessions but the one at hand (its key). Answers how many."""
    others = Session.objects.filter(person=actor).exclude(session_key=but)
    number = others.count()
    if number:
        others.delete()
        write(ActKind.SESSION_ENDED, person=actor, by=actor, words=str(number))
    return number


def lock_idle() -> list[User]:
    """Lock the accounts that nobody has used for as long as the rule says, and warn those that are near it.

    Without a rule nothing is locked. The last open administrator is never locked. Twice on a day changes nothing.
    """
    rule = rule_of(IDLE_LOCK)
    if rule is None:
        return []
    now, days, warn_before = clock.now(), rule.value["days"], rule.value.get("warn_before", 0)
    locked = [person for person in idle_since(now - timedelta(days=days)) if _lock(person, days)]
    for person in idle_since(now - timedelta(days=days - warn_before)):
        _warn(person, days)
    return locked


def warn_of_age() -> None:
    """Warn those who administer, once for each password, when it is near its end. Without a rule nobody is warned."""
    rule = rule_of_age()
    if rule is None:
        return
    for person in people_who_administer().order_by("pk"):
        if person.has_usable_password() and age_by(rule, person).is_near:
            _warn_of_age(person, rule)


def forget_tries() -> None:
    """Delete the tries at the door that count no more, and the sessions that ran out."""
    minutes = values_of(ATTEMPTS).get("minutes", 0)
    Try.objects.filter(at__lt=clock.now() - timedelta(minutes=minutes)).delete()
    Session.objects.filter(expire_date__lt=clock.now()).delete()


def _lock(person: User, days: int) -> bool:
    try:
        lock_person(None, person=person, reason=_("Not used for %(days)s days.") % {"days": days})
    except Refused:  # the last administrator
        return False
    return True


@transaction.atomic
def _warn(person: User, days: int) -> None:
    """Once after each last use."""
    person = User.objects.select_for_update().get(pk=person.pk)
    used = idle_since(clock.now()).get(pk=person.pk).last_use  # type: ignore[attr-defined]
    if Act.objects.filter(person=person, kind=ActKind.WARNED, at__gt=used).exists():
        return
    write(ActKind.WARNED, person=person)
    for send in letters:
        send(person, WARNING, {"days": days, "on": used + timedelta(days=days), "username": person.username})


@transaction.atomic
def _warn_of_age(person: User, rule: Rule) -> None:
    """Once after it was set."""
    person = User.objects.select_for_update().get(pk=person.pk)
    age, set_at = age_by(rule, person), person.password_set_at or person.date_joined
    if not age.is_near or Act.objects.filter(person=person, kind=ActKind.AGE_WARNED, at__gte=set_at).exists():
        return
    write(ActKind.AGE_WARNED, person=person)
    for send in letters:
        send(person, AGE_WARNING, {"age": age, "username": person.username, "address": address_of_screen()})
