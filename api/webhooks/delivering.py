"""The loop of the worker that delivers: one process at a time, all endpoints beside each other, each in its own order.

This thread asks and writes the tables; threads beside it do nothing but send. An endpoint has one message under way at
most, so it gets them in the order of the log, and one that hangs keeps one of the threads for some seconds, no other
endpoint and nobody who publishes. What was sent and could not be written down is sent again, under the same name.
"""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from api.consumers.enums import Act
from api.consumers.recording import record
from api.consumers.selectors import head_number
from api.publications.locks import free_lock
from api.webhooks import announcements
from api.webhooks.messages import Message, next_message
from api.webhooks.models import Attempt, Endpoint
from api.webhooks.rules import Terms, terms
from api.webhooks.sending import Letter, Outcome, letter_to, send, written_down
from sites import clock

LOCK = 7_305_101
PARALLEL = 8
PAUSE = 0.5  # seconds after which is looked for new versions
STANDBY = 5.0
FIRST_PAUSE = 5.0  # seconds after the first failure; then twice as long each time
JITTER = 0.25
GONE = 410  # the other side asks not to be told any more (Standard Webhooks)

type Sending = Future[Outcome]


def nothing() -> None:
    """What is done after a round where nobody wants to know of it."""


def deliver_forever(stop: threading.Event, after_round: Callable[[], None] = nothing) -> None:
    """Deliver until told to stop; while another process does, stand by."""
    while not stop.is_set():
        with free_lock(LOCK) as is_ours:
            if is_ours:
                _deliver(stop, after_round)
        after_round()
        stop.wait(STANDBY)


def _deliver(stop: threading.Event, after_round: Callable[[], None]) -> None:
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="webhooks") as pool:  # waits for what is under way at its end
        office = PostOffice(pool)
        while not stop.is_set():
            office.round()
            after_round()
            office.pause(stop)


class PostOffice:
    """What is under way."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self.under_way: dict[Sending, Letter] = {}

    def round(self) -> int:
        """Write down what has come back, send what is next to whoever is free; answers how many letters left."""
        said = terms()
        for sending in [one for one in self.under_way if one.done()]:
            settle(self.under_way.pop(sending), sending.result(), said)
        free = PARALLEL - len(self.under_way)
        busy = {letter.endpoint for letter in self.under_way.values()}
        letters = list(letters_due(free, without=busy)) if free else []
        for letter in letters:
            self.under_way[self._pool.submit(send, letter, seconds=said.seconds)] = letter
        return len(letters)

    def pause(self, stop: threading.Event) -> None:
        """Until something comes back, or for a moment."""
        if self.under_way:
            wait(self.under_way, timeout=PAUSE, return_when=FIRST_COMPLETED)
        else:
            stop.wait(PAUSE)


def letters_due(most: int, *, without: set[int]) -> Iterator[Letter]:
    """The next letter of every endpoint whose turn it is, at most so many; those served longest ago come first."""
    head = head_number()
    due = Endpoint.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=clock.now()),
        ended_at__isnull=True,
        dead_at__isnull=True,
        position__lt=head,
        secrets__isnull=False,
    )
    rows = due.exclude(pk__in=without).select_related("consumer", "site").prefetch_related("secrets", "consumer__sites")
    for endpoint in rows.order_by(F("served_at").asc(nulls_first=True), "pk").distinct()[: most * 4]:
        if most > 0 and (letter := _letter(endpoint, head)):
            most -= 1
            yield letter


def _letter(endpoint: Endpoint, head: int) -> Letter | None:
    """The next letter of an endpoint, its name and content fixed; None where nothing concerns it, or it cannot sign."""
    found = next_message(endpoint, head=head)
    if not isinstance(found, Message):
        _move(endpoint, position=found.last, pending_to=None)
        return None
    letter = letter_to(endpoint, found)
    if letter is None:
        _move(endpoint, next_try_at=clock.now() + timedelta(minutes=1), served_at=clock.now())
        return None
    return letter if _move(endpoint, pending_to=found.last, served_at=clock.now()) else None


def settle(letter: Letter, outcome: Outcome, said: Terms) -> None:
    """Write a try down and what follows from it: further, again later, or given up.

    Where somebody has set the position meanwhile, or the endpoint has ended, the try is written down and nothing else.
    """
    with transaction.atomic():
        rows = Endpoint.objects.select_for_update(of=("self",)).select_related("consumer")
        endpoint = rows.get(pk=letter.endpoint)
        attempt = written_down(endpoint, letter, outcome)
        if endpoint.ended_at or endpoint.generation != letter.generation:
            return
        if outcome.is_good:
            _taken(endpoint, letter)
        else:
            _failed(endpoint, attempt, outcome, said)


def _taken(endpoint: Endpoint, letter: Letter) -> None:
    _move(
        endpoint,
        position=letter.message.last,
        pending_to=None,
        tries=0,
        next_try_at=None,
        failing_since=None,
        delivered_at=clock.now(),
    )


def _failed(endpoint: Endpoint, attempt: Attempt, outcome: Outcome, said: Terms) -> None:
    now = clock.now()
    since = endpoint.failing_since or now
    is_over = outcome.status == GONE or now - since >= timedelta(hours=said.hours)
    pause = pause_after(endpoint.tries, longest=said.longest_pause_minutes * 60, asked=outcome.retry_after)
    _move(
        endpoint,
        tries=endpoint.tries + 1,
        failing_since=since,
        next_try_at=now + timedelta(seconds=pause),
        dead_at=now if is_over else None,
    )
    if is_over:
        record(None, consumer=endpoint.consumer, act=Act.GIVEN_UP, words=endpoint.url)
        announcements.given_up(endpoint, attempt)


def pause_after(tries: int, *, longest: float, asked: float = 0) -> float:
    """Seconds until the next try after so many in vain: twice as long each time, a little more or less by chance."""
    doubled = FIRST_PAUSE * 2 ** min(tries, 20)
    return min(max(doubled, asked), longest) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def _move(endpoint: Endpoint, **values: int | datetime | None) -> bool:
    """Write these columns alone, unless somebody has set the position meanwhile; answers whether they were written."""
    return bool(Endpoint.objects.filter(pk=endpoint.pk, generation=endpoint.generation).update(**values))
