"""One look at a public address: where, and what the answer says. Touches no table.

Our own address says it in the item's `receipt`, of what has ended in `hash`. A frontend says it in a header or in a
`meta` element (`docs/how-to/say-which-version-a-page-shows.md`); of what has ended it is enough that it is not shown.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from api.receipts.enums import Fault
from api.webhooks.addresses import machine_of
from sites import clock
from sites.outside.wire import Answer, Machine, Question, exchange
from sites.outside.wire import Fault as NoAnswer

MOST_READ = 4_000_000  # bytes: an item with everything in it
HEADER = "publication-receipt"
META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
NAMED = re.compile(rb"""\bname\s*=\s*["']?publication-receipt\b""", re.IGNORECASE)
CONTENT = re.compile(rb"""\bcontent\s*=\s*["']?([0-9a-f]{64})\b""", re.IGNORECASE)
HASH = re.compile(r"[0-9a-f]{64}")
AGENT = "CongTinh-Receipts/1"
OK, FIRST_LED, FIRST_REFUSED, TOO_MANY, FIRST_BROKEN = 200, 300, 400, 429, 500  # RFC 9110, 15
ENDED = frozenset({400, 404, 410})  # 400: a site or a language that is no more


@dataclass(frozen=True, slots=True)
class Target:
    """What is fetched. `is_ours`: the API's own answer, not a frontend's page."""

    machine: Machine
    path: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has shown: the hash of a version, or that nothing stands there; else `fault`.

    `is_down`: the place itself did not answer as it should, so others need not be asked there for a moment.
    """

    at: datetime
    shown: str = ""
    is_gone: bool = False
    fault: str = ""
    is_down: bool = False


def of_ours(host: str, public_id: str, locale: str) -> Target:
    """The public address of an item in the API, by the name of its site; through the door of the settings."""
    is_encrypted = settings.PUBLIC_SCHEME == "https"
    machine = Machine(host, settings.PUBLIC_PORT, is_encrypted, lambda _address: True, settings.RECEIPTS_DOOR)
    return Target(machine, f"/api/v1/content/{public_id}/?locale={locale}", is_ours=True)


def of_frontend(address: str, path: str, *, own_names: frozenset[str]) -> Target:
    """The page of a frontend. Names of our sites lead where they lead; every other one into the public net."""
    machine, before = machine_of(address)
    if machine.host in own_names:
        machine = Machine(machine.host, machine.port, machine.is_encrypted, lambda _address: True)
    return Target(machine, before.rstrip("/") + path, is_ours=False)


def look(target: Target, *, seconds: float) -> Seen:
    """Fetch it; never longer than `seconds`, never raises."""
    headers = {"User-Agent": AGENT, "Accept": "application/json" if target.is_ours else "text/html"}
    try:
        answer = exchange(target.machine, Question("GET", target.path, None, headers), seconds=seconds, most=MOST_READ)
    except NoAnswer as fault:
        return Seen(clock.now(), fault=fault.code, is_down=True)
    except ValueError:
        return Seen(clock.now(), fault=Fault.UNREACHABLE, is_down=True)
    return _read(answer, is_ours=target.is_ours)


def _read(answer: Answer, *, is_ours: bool) -> Seen:
    now = clock.now()
    if answer.status == TOO_MANY:
        return Seen(now, fault=Fault.BUSY, is_down=True)
    if answer.status >= FIRST_BROKEN:
        return Seen(now, fault=Fault.BROKEN, is_down=True)
    if shown := _ours(answer) if is_ours else _stated(answer):
        return Seen(now, shown=shown)
    if answer.status == OK:
        return Seen(now, fault=Fault.SILENT)
    is_led = not is_ours and FIRST_LED <= answer.status < FIRST_REFUSED
    return Seen(now, is_gone=is_led or answer.status in ENDED, fault=Fault.REFUSED)


def _ours(answer: Answer) -> str:
    """The hash in an answer of the API, whether the item is there or has ended."""
    try:
        said = json.loads(answer.body)
        found = said["receipt"]["hash"] if answer.status == OK else said["hash"]
    except (ValueError, KeyError, TypeError):
        return ""
    return found if isinstance(found, str) and HASH.fullmatch(found) else ""


def _stated(answer: Answer) -> str:
    """The hash that a page states; what it says in a header counts first."""
    headers: Mapping[str, str] = answer.headers
    if HASH.fullmatch(given := headers.get(HEADER, "").strip().lower()):
        return given
    for element in META.findall(answer.body):
        if NAMED.search(element) and (found := CONTENT.search(element)):
            return found.group(1).decode().lower()
    return ""
