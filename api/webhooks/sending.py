"""One try: a signed letter, how it went, writing that down. Sending itself touches no table."""

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from api.webhooks.addresses import machine_of
from api.webhooks.messages import Message
from api.webhooks.models import Attempt, Endpoint
from api.webhooks.signing import headers_of, still_follows
from sites import clock
from sites.outside.wire import Fault, Question, exchange

MOST_READ = 2_000  # bytes of an answer that are looked at
EXCERPT = 300
AGENT = "CongTinh-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to an address, under the secrets that hold."""

    endpoint: int
    generation: int
    url: str
    message: Message
    salts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try went: what was answered, or why nothing was."""

    milliseconds: int
    status: int | None = None
    fault: str = ""
    excerpt: str = ""
    retry_after: int = 0

    @property
    def is_good(self) -> bool:
        """Whether the message was taken."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, 15.3


def letter_to(endpoint: Endpoint, message: Message) -> Letter | None:
    """The letter; None where no secret follows any more, or was ever handed out."""
    now = clock.now()
    holding = [row for row in endpoint.secrets.all() if row.until is None or row.until > now]
    salts = tuple(row.salt for row in holding if still_follows(row))
    return Letter(endpoint.pk, endpoint.generation, endpoint.url, message, salts) if salts else None


def send(letter: Letter, *, seconds: float) -> Outcome:
    """Send it; never longer than `seconds`, never raises."""
    began = time.monotonic()
    try:
        machine, path = machine_of(letter.url)
        body = letter.message.body
        signed = headers_of(letter.message.name, int(clock.now().timestamp()), body, letter.salts)
        headers = {"Content-Type": "application/json", "User-Agent": AGENT, **signed}
        answer = exchange(machine, Question("POST", path, body, headers), seconds=seconds, most=MOST_READ)
    except Fault as fault:
        return Outcome(_since(began), fault=fault.code)
    except ValueError:
        return Outcome(_since(began), fault="unreachable")
    led = "redirected" if 300 <= answer.status < 400 else ""  # noqa: PLR2004 - RFC 9110, 15.4
    excerpt = answer.body.decode(errors="replace").replace("\x00", " ")[:EXCERPT]
    return Outcome(_since(began), answer.status, led, excerpt, _retry_after(answer.headers.get("retry-after", "")))


def written_down(endpoint: Endpoint, letter: Letter, outcome: Outcome) -> Attempt:
    """The try, for whoever looks."""
    message = letter.message
    return Attempt.objects.create(
        endpoint=endpoint,
        message=message.name,
        type=message.type,
        first=message.first,
        last=message.last,
        changes=message.changes,
        at=clock.now(),
        status=outcome.status,
        fault=outcome.fault,
        milliseconds=outcome.milliseconds,
        excerpt=outcome.excerpt,
    )


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _retry_after(said: str) -> int:
    """Seconds that the other side asks for, as a number or a moment; 0 for what is neither."""
    if said.isascii() and said.isdigit():
        return min(int(said[:9]), 10**6)
    try:
        return max(0, int((parsedate_to_datetime(said) - clock.now()).total_seconds())) if said else 0
    except (ValueError, TypeError):
        return 0
