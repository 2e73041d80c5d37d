"""What of a site becomes public or ends when: bundles, single schedules and expiries on one strip, and which meet."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites import clock
from sites.domains.models import PublicSite
from workflows.bundles.enums import BundleState
from workflows.bundles.models import Bundle
from workflows.bundles.selectors import pages_of_site
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage

BACK, AHEAD = timedelta(days=1), timedelta(days=13)
MOST = 60


class EventKind(models.TextChoices):
    """What happens at a moment."""

    BUNDLE = "bundle", _("bundle")
    PUBLICATION = "publication", _("scheduled item")
    EXPIRY = "expiry", _("expiry")


@dataclass(frozen=True, slots=True)
class Event:
    """One moment of a site. `pk` is that of the bundle or page; `meets` says that something else is due that minute."""

    at: datetime
    kind: EventKind
    title: str
    pk: int
    state: str = ""
    meets: bool = False
    where: float = 0.0

    @property
    def is_clash(self) -> bool:
        """Whether it is still to come and meets something else."""
        return self.meets and self.at > clock.now()


@dataclass(frozen=True, slots=True)
class Strip:
    """The days that are drawn, and what lies on them. Places are shares of the width, in hundredths."""

    begins: datetime
    ends: datetime
    events: Sequence[Event]
    days: Sequence[tuple[float, datetime]]
    now: float

    @property
    def clashes(self) -> list[Event]:
        """Those that meet."""
        return [event for event in self.events if event.is_clash]


def strip_of(site: PublicSite) -> Strip:
    """The strip of a site, around today."""
    begins = clock.now().astimezone(clock.VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0) - BACK
    ends = begins + BACK + AHEAD
    count = (ends - begins).days
    events = _marked(_events(site, begins, ends))
    return Strip(
        begins=begins,
        ends=ends,
        events=[replace(event, where=_share(event.at, begins, ends)) for event in events],
        days=[(_share(begins + timedelta(days=n), begins, ends), begins + timedelta(days=n)) for n in range(count)],
        now=_share(clock.now(), begins, ends),
    )


def beside(bundle: Bundle, *, pages: Collection[int] = ()) -> list[Event]:
    """What else of the site is due at the minute of a bundle, its own items left out."""
    if bundle.at is None:
        return []
    minute = bundle.at.replace(second=0, microsecond=0)
    found = _events(bundle.site, minute, minute + timedelta(minutes=1))
    return [event for event in found if not _is_own(event, bundle, pages)]


def _is_own(event: Event, bundle: Bundle, pages: Collection[int]) -> bool:
    return event.pk == bundle.pk if event.kind == EventKind.BUNDLE else event.pk in pages


def _events(site: PublicSite, begins: datetime, ends: datetime) -> list[Event]:
    found = [*_bundles(site, begins, ends), *_publications(site, begins, ends), *_expiries(site, begins, ends)]
    return sorted(found, key=lambda event: event.at)


def _bundles(site: PublicSite, begins: datetime, ends: datetime) -> list[Event]:
    here = Q(at__gte=begins, at__lt=ends) | Q(at__isnull=True, public_at__gte=begins, public_at__lt=ends)
    rows = Bundle.objects.filter(here, site=site).exclude(state=BundleState.ABANDONED).order_by("-pk")[:MOST]
    return [
        Event(row.at or row.public_at or row.opened_at, EventKind.BUNDLE, row.title, row.pk, row.state) for row in rows
    ]


def _publications(site: PublicSite, begins: datetime, ends: datetime) -> list[Event]:
    rows = Passage.objects.filter(
        site=site,
        led_by__isnull=True,
        state__in=(PassageState.SCHEDULED, PassageState.PUBLISHED),
        go_live_at__gte=begins,
        go_live_at__lt=ends,
    ).values_list("go_live_at", "revision__object_str", "page", "state")
    return [
        Event(at, EventKind.PUBLICATION, title, page, state)
        for at, title, page, state in rows.order_by("-pk")[:MOST]
        if at
    ]


def _expiries(site: PublicSite, begins: datetime, ends: datetime) -> list[Event]:
    rows = pages_of_site(site).filter(live=True, expire_at__gte=begins, expire_at__lt=ends).order_by("expire_at")
    return [Event(row.expire_at, EventKind.EXPIRY, row.title, row.pk) for row in rows[:MOST] if row.expire_at]


def _marked(events: Sequence[Event]) -> list[Event]:
    minutes = Counter(_minute(event) for event in events)
    return [replace(event, meets=minutes[_minute(event)] > 1) for event in events]


def _minute(event: Event) -> datetime:
    return event.at.replace(second=0, microsecond=0)


def _share(at: datetime, begins: datetime, ends: datetime) -> float:
    return round(100 * (at - begins) / (ends - begins), 2)
