"""Reading endpoints: those of a consumer, how each fares, what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from api.consumers.models import Consumer
from api.consumers.selectors import consumers_of, head_number
from api.webhooks.enums import State
from api.webhooks.models import Attempt, Endpoint
from api.webhooks.signing import still_follows
from sites.accounts.models import User

BEHIND = 100  # changes not delivered, from which on somebody should know


@dataclass(frozen=True, slots=True)
class Line:
    """One endpoint on a screen. `left` is how many numbers of the log it is behind."""

    endpoint: Endpoint
    state: State
    left: int
    has_lost_secret: bool

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look at it."""
        return self.has_lost_secret or self.state in (State.DEAD, State.FAILING)


def endpoints_of(consumers: Sequence[int]) -> QuerySet[Endpoint]:
    """The endpoints of consumers that have not ended."""
    rows = Endpoint.objects.filter(consumer__in=consumers, ended_at__isnull=True)
    return rows.select_related("consumer", "site").prefetch_related("secrets")


def endpoints_kept_by(person: User) -> QuerySet[Endpoint]:
    """The endpoints of the consumers that a person keeps, ended ones too."""
    rows = Endpoint.objects.filter(consumer__in=consumers_of(person).values("pk"))
    return rows.select_related("consumer", "site").prefetch_related("secrets")


def line_of(endpoint: Endpoint, *, head: int) -> Line:
    """How an endpoint fares, `head` being the newest number of the log."""
    left, state = max(0, head - endpoint.position), endpoint.state
    if state == State.GOOD and left > BEHIND:
        state = State.BEHIND
    secrets = list(endpoint.secrets.all())
    return Line(endpoint, state, left, bool(secrets) and not still_follows(secrets[0]))


def lines_of_consumer(consumer: Consumer) -> list[Line]:
    """Those of one consumer."""
    head = head_number()
    return [line_of(endpoint, head=head) for endpoint in endpoints_of([consumer.pk])]


def attempts_of(endpoint: Endpoint) -> QuerySet[Attempt]:
    """What was tried, the newest first."""
    return Attempt.objects.filter(endpoint=endpoint).order_by("-pk")
