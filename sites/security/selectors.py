"""Reading sessions, the log, and how long accounts were not used."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Greatest

from sites import clock
from sites.accounts.models import User
from sites.accounts.reach import people_within, reach_of
from sites.accounts.selectors import people
from sites.security.models import Act, Session


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its owner sees it; `number` names it in a form and opens nothing, unlike its key."""

    row: Session
    number: str


def sessions_of(person: User) -> list[OwnSession]:
    """The sessions of a person that are not over, the last used first."""
    rows = Session.objects.filter(person=person, expire_date__gt=clock.now()).order_by(
        F("seen_at").desc(nulls_last=True)
    )
    return [OwnSession(row, number_of(row.session_key)) for row in rows]


def number_of(key: str) -> str:
    """A short name of a session from which its key cannot be told."""
    return sha256(f"sites.security{key}".encode()).hexdigest()[:16]


def acts_for(actor: User) -> QuerySet[Act]:
    """The log as an actor may read it: all of it for administrators, else what concerns the people of his sites."""
    reach = reach_of(actor)
    acts = Act.objects.select_related("person", "by")
    return acts if reach.everything else acts.filter(person__in=people_within(reach).values("pk"))


def acts_of(person: User) -> QuerySet[Act]:
    """What was done to and with a person's own account."""
    return Act.objects.filter(person=person).select_related("by")


def with_last_use(users: QuerySet[User]) -> QuerySet[Any]:
    """Accounts with the moment in which each was last used, made, or unlocked."""
    last = Greatest("date_joined", "last_login", "seen_at", "unlocked_at", output_field=DateTimeField())
    return users.annotate(last_use=last)


def idle_since(moment: datetime) -> QuerySet[User]:
    """The open accounts that nobody has used since a moment."""
    return with_last_use(people()).filter(Q(last_use__lt=moment)).order_by("pk")
