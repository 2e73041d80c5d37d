"""Writing down who read a draft and who was refused; counting what is not known at all."""

from django.db import connection
from django.http import HttpRequest

from api.http.throttles import Throttle, client_address
from api.preview.enums import Outcome, Way, Why
from api.preview.models import Permit, PermitText, Reading, UnknownTry
from api.preview.rules import most_refusals_a_minute
from sites import clock

COUNT = """
insert into {table} (hour, count) values (%s, 1) on conflict (hour) do update set count = {table}.count + 1
"""

refusals = Throttle()


def write_down(permit: Permit, way: Way, outcome: Outcome, *, why: str = "", text: PermitText | None = None) -> Reading:
    """Add one reading; without a text, of all of the permit's."""
    one = text or _only_text(permit)
    about = {"public_id": one.public_id, "locale": one.locale, "revision": one.revision} if one else {}
    return Reading.objects.create(permit=permit, at=clock.now(), way=way, outcome=outcome, why=why, **about)


def _only_text(permit: Permit) -> PermitText | None:
    texts = list(permit.texts.all())
    return texts[0] if len(texts) == 1 else None


def note_refused(request: HttpRequest, permit: Permit | None, way: Way, why: Why) -> None:
    """Write a refusal down; count it where the word is unknown. Raises a Problem (429) for an address that goes on.

    Only refusals are counted for that: who has a token that holds is never held up by others.
    """
    most = most_refusals_a_minute()
    if most:
        refusals.check(client_address(request), most)
    if permit is None:
        _count_unknown()
    else:
        write_down(permit, way, Outcome.REFUSED, why=why)


def _count_unknown() -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(table=UnknownTry._meta.db_table), [hour])
