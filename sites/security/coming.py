"""What a session is told when somebody comes in and goes on: from where, last used, of which day his rights are, and
how old his password may become.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from sites import clock
from sites.accounts.actions import write_rights
from sites.accounts.models import Post, Seat, User
from sites.security import ages
from sites.security.places import Place
from sites.security.sessions import PLACE

BETWEEN = timedelta(minutes=5)  # so seldom is the last use written down
DAY = "rights_of"


def begin(session: SessionBase, *, person: User, place: Place) -> None:
    """Somebody came in."""
    at = clock.now()
    session[PLACE] = {
        "address": place.address,
        "agent": place.agent,
        "began_at": at.isoformat(),
        "seen_at": at.isoformat(),
    }
    session[DAY] = clock.today().isoformat()
    ages.keep(session, person)


def go_on(session: SessionBase, *, person: User, place: Place) -> None:
    """Somebody who is in asks for something: write down that he was seen; on a new day look at his rights first."""
    today, kept = clock.today().isoformat(), session.get(PLACE)
    if session.get(DAY) != today:
        if turned_since(person, session.get(DAY)):
            write_rights(None)
        session[DAY] = today
        ages.keep(session, person)
    if kept is None or datetime.fromisoformat(kept["seen_at"]) + BETWEEN < clock.now():
        now = clock.now()
        before: dict[str, Any] = kept or {"began_at": now.isoformat()}
        session[PLACE] = {**before, "address": place.address, "agent": place.agent, "seen_at": now.isoformat()}
        User.objects.filter(pk=person.pk).update(seen_at=now)


def turned_since(person: User, day: str | None) -> bool:
    """Whether a post or seat of a person ended or began between a day and today: the worker may have slept."""
    today = clock.today()
    since = datetime.fromisoformat(day).date() if day else today - timedelta(days=1)
    turned = Q(held_to__gt=since, held_to__lte=today) | Q(held_from__gt=since, held_from__lte=today)
    return any(model.objects.filter(turned, person=person).exists() for model in (Post, Seat))
