"""Writing the log of security."""

from django.db import transaction

from sites import clock
from sites.accounts.models import User
from sites.security.enums import ActKind
from sites.security.models import Act, Session
from sites.security.places import Place, here

ENDING = {ActKind.LEAKED, ActKind.LOCKED, ActKind.CLOSED}
LONGEST = 500


def write(
    kind: ActKind, *, person: User | None, by: User | None = None, username: str = "", words: str = "",
    place: Place | None = None,
) -> Act:  # fmt: skip
    """Write down one act, with the place of the request that is being answered."""
    found = place or here()
    return Act.objects.create(
        at=clock.now(),
        kind=kind,
        person=person,
        username=(person.username if person else username)[:150],
        by=by,
        address=found.address,
        agent=found.agent,
        words=words[:LONGEST],
    )


@transaction.atomic
def written_by_action(act: str, person: User, by: User | None, words: str) -> None:
    """Hung on the actions of people: what they did stands in the log, in their transaction. Some end all sessions."""
    kind = ActKind(act)
    write(kind, person=person, by=by, words=words)
    if kind in ENDING:
        Session.objects.filter(person=person).delete()
