"""Coming in, going out, and not coming in: Django's signals to the log and the session."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from sites.accounts.models import User
from sites.security import coming
from sites.security.enums import ActKind
from sites.security.log import write
from sites.security.places import place_of
from sites.security.tries import forget


def connect() -> None:
    """Listen at the door."""
    user_logged_in.connect(came_in, dispatch_uid="sites_security.came_in")
    user_logged_out.connect(went_out, dispatch_uid="sites_security.went_out")
    user_login_failed.connect(stayed_out, dispatch_uid="sites_security.stayed_out")


def came_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """The session knows whose it is and from where; earlier tries are forgotten."""
    place = place_of(request)
    coming.begin(request.session, person=user, place=place)
    forget(user.username)
    write(ActKind.LOGGED_IN, person=user, by=user, place=place)


def went_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """By himself."""
    if user is not None:
        write(ActKind.LOGGED_OUT, person=user, by=user, place=place_of(request))


def stayed_out(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """A wrong name or password; one that was held off has been written down by the backend."""
    username = str(credentials.get("username", ""))
    person = User.objects.filter(username=username).first()
    write(ActKind.FAILED, person=person, username=username, place=place_of(request))
