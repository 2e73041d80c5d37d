"""How often one address may write from outside; counted in the shared cache (a table, or Redis)."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest

from sites import clock
from sites.refusals import Missing
from sites.rules.selectors import rule_for

RULE = "contributions.throttle"  # {"hour": how many}
HOUR = 3600


def most_an_hour() -> int:
    """How many acts of writing an address may do in an hour; 0 where no rule says so: as many as it likes."""
    try:
        return int(rule_for(RULE).value["hour"])
    except Missing:
        return 0


def too_many(request: HttpRequest, what: str, *, cache: Any, address: str = "") -> bool:
    """Count one act of an address; whether it was one too many. The address itself is not kept."""
    most = most_an_hour()
    if not most:
        return False
    window = int(clock.now().timestamp()) // HOUR
    name = sha256(f"{address or request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()[:32]
    key = f"contributions:{what}:{window}:{name}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        return False
