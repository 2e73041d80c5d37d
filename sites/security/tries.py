"""Tries at the door: counted in the database, before the password is looked at."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from sites import clock
from sites.accounts.models import User
from sites.security.enums import ActKind
from sites.security.log import write
from sites.security.models import Try
from sites.security.places import place_of
from sites.security.rules import ATTEMPTS, values_of


def minutes_to_wait(username: str, address: str | None) -> int:
    """For how many minutes nobody comes in under this name or from this address; 0 where he may try."""
    rule = values_of(ATTEMPTS)
    if not rule:
        return 0
    since = clock.now() - timedelta(minutes=rule["minutes"])
    tries = Try.objects.filter(at__gt=since)
    of_name = tries.filter(username=username.casefold()[:150]).count() > rule["failures"]
    of_address = address is not None and tries.filter(address=address).count() > rule["from_address"]
    return int(rule["minutes"]) if of_name or of_address else 0


class HoldsOff:
    """First of the backends: after too many tries it refuses, the right password too. It gives no rights.

    The try is written before it is counted, in a statement of its own: a hundred tries at one moment see each other.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **_words: object) -> None:
        """Count; raises PermissionDenied, which keeps the other backends from looking at the password."""
        if username is None:
            return
        place = place_of(request)
        Try.objects.create(username=username.casefold()[:150], address=place.address, at=clock.now())
        if minutes_to_wait(username, place.address):
            person = User.objects.filter(username=username).first()
            write(ActKind.HELD_OFF, person=person, username=username, place=place)
            raise PermissionDenied


def forget(username: str) -> None:
    """A success: what was tried under this name before counts no more."""
    Try.objects.filter(username=username.casefold()[:150]).delete()
