"""Reading consumers: which ones a person keeps, how each fares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from api.consumers.enums import State
from api.consumers.models import Consumer, Key, Record, Trace, Usage
from api.consumers.registry import Standing, standings
from api.consumers.rules import is_kept_by_sites
from api.publications.models import Version
from sites import clock
from sites.accounts.models import Seat, User
from sites.accounts.selectors import administrators, people
from sites.administration.policies import administers_a_site, sites_administered_by
from sites.domains.models import PublicSite

DAY = timedelta(days=1)
HOURS_SHOWN = 24
DAYS_SHOWN = 14
COUNTS = ("requests", "mistaken", "held_off", "failed")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted within a time."""

    requests: int = 0
    mistaken: int = 0
    held_off: int = 0
    failed: int = 0

    @property
    def error_rate(self) -> float:
        """Which share of its requests was not answered as it meant, in percent."""
        return 100 * (self.mistaken + self.failed + self.held_off) / self.requests if self.requests else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One consumer in the list. `lag` is how many changes it has not read; None for one that does not follow them."""

    consumer: Consumer
    trace: Trace | None
    lag: int | None
    figures: Figures
    keys: Sequence[Key]
    said: Sequence[Standing]

    @property
    def asks_for_a_look(self) -> bool:
        """Whether a room above says something bad of it."""
        return any(one.is_bad for one in self.said)


def consumers_of(person: User) -> QuerySet[Consumer]:
    """The consumers that a person keeps."""
    rows = Consumer.objects.prefetch_related("sites").order_by("name")
    if person.is_active and person.is_superuser:
        return rows
    if not is_kept_by_sites():
        return rows.none()
    through = Consumer.sites.through.objects.filter(consumer=OuterRef("pk"))
    own = sites_administered_by(person).values("pk")
    return rows.filter(Exists(through)).exclude(Exists(through.exclude(publicsite__in=own)))


def keeps_consumers(person: User) -> bool:
    """Whether there is any consumer that a person could keep."""
    if person.is_active and person.is_superuser:
        return True
    return administers_a_site(person) and is_kept_by_sites()


def lines_of(consumers: Sequence[Consumer]) -> list[Line]:
    """Consumers as the list shows them, in as many queries as for one."""
    numbers = [consumer.pk for consumer in consumers]
    traces = {row.consumer_id: row for row in Trace.objects.filter(consumer__in=numbers)}
    figures = _figures(numbers)
    keys: dict[int, list[Key]] = {}
    for key in Key.objects.filter(consumer__in=numbers):
        keys.setdefault(key.consumer_id, []).append(key)
    said = [of(numbers) for of in standings] if numbers else []
    head = head_number()
    return [
        Line(
            consumer,
            traces.get(consumer.pk),
            lag_of(traces.get(consumer.pk), head),
            figures.get(consumer.pk, Figures()),
            [key for key in keys.get(consumer.pk, []) if key.state in (State.GOOD, State.GRANTED)],
            [one[consumer.pk] for one in said if consumer.pk in one],
        )
        for consumer in consumers
    ]


def head_number() -> int:
    """The newest number of the log; 0 before the first."""
    return Version.objects.aggregate(seq=Max("seq"))["seq"] or 0


def lag_of(trace: Trace | None, head: int) -> int | None:
    """How many changes a consumer has not read; None where it follows none."""
    if trace is None or trace.position is None:
        return None
    return max(0, head - trace.position)


def usage_of(consumer: Consumer) -> list[Usage]:
    """The hours of the last two weeks in which it asked anything, the newest first."""
    since = clock.now() - timedelta(days=DAYS_SHOWN)
    return list(Usage.objects.filter(consumer=consumer, hour__gte=since).order_by("-hour")[:HOURS_SHOWN])


def records_of(consumer: Consumer) -> QuerySet[Record]:
    """What was done with it, the newest first."""
    return Record.objects.filter(consumer=consumer).select_related("by")


def allows_origin(site: PublicSite, origin: str) -> bool:
    """Whether a consumer of a site lists an origin from whose pages it sends."""
    rows = Consumer.objects.filter(ended_at__isnull=True, origins__contains=[origin])
    return rows.filter(Q(sites=site) | Q(sites__isnull=True)).exists()


def keys_to_remind_of(days: int) -> QuerySet[Key]:
    """Keys in use that end in so many days."""
    day = clock.today() + timedelta(days=days)
    return Key.objects.exclude(prefix="").filter(expires_on=day, ends_at__isnull=True).select_related("consumer")


def keepers_of(consumer: Consumer) -> list[User]:
    """Who is told what becomes of a consumer: who keeps its one site, where a rule says so; else administrators."""
    sites = list(consumer.sites.all())
    if len(sites) == 1 and is_kept_by_sites():
        seats = Seat.objects.on(clock.today()).filter(site=sites[0], section=None).exclude(kind__gives=[])
        if own := list(people().filter(pk__in=seats.values("person"))):
            return own
    return list(administrators())


def _figures(numbers: Sequence[int]) -> dict[int, Figures]:
    rows = Usage.objects.filter(consumer__in=numbers, hour__gt=clock.now() - DAY)
    sums = rows.values_list("consumer").annotate(*map(Sum, COUNTS))
    return {consumer: Figures(*counts) for consumer, *counts in sums}
