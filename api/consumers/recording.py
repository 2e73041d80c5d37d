"""Writing down what was done with a consumer. Rooms above write their own acts through it."""

from api.consumers.enums import Act
from api.consumers.models import Consumer, Record
from sites import clock
from sites.accounts.models import User

LONGEST = 500


def record(actor: User | None, *, consumer: Consumer, act: Act, words: str = "", reason: str = "") -> Record:
    """One act more."""
    return Record.objects.create(
        consumer=consumer, act=act, words=words[:LONGEST], reason=reason.strip(), by=actor, at=clock.now()
    )
