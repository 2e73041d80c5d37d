"""Reading receipts: of a page, of what a person had published lately, what alarms there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet
from wagtail.models import Page

from api.publications.enums import Kind
from api.receipts.enums import State
from api.receipts.models import OPEN, Receipt
from cms.pages.models import PageIdentity
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from workflows.endings.selectors import sites_of
from workflows.passage.models import Release

LATELY = timedelta(days=7)
MOST = 5


@dataclass(frozen=True, slots=True)
class Published:
    """One text that was released lately, and its receipts."""

    release: Release
    receipts: Sequence[Receipt]

    @property
    def title(self) -> str:
        """As it was released."""
        return str(self.release.revision.object_str) if self.release.revision else ""

    @property
    def page_id(self) -> str:
        """Its page in the admin; empty where there is none."""
        return self.release.revision.object_id if self.release.revision else ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A publication that the public cannot read, as it is shown to those who answer for the site; `others` are those
    that are missing at the same frontend: it stands for them.
    """

    receipt: Receipt
    site: PublicSite
    page: Page | None
    others: int = 0


def receipts_of(page: Page) -> list[Receipt]:
    """The newest of a page at each place."""
    rows = _whole(Receipt.objects.filter(version__kind=Kind.PAGE, version__public_id=page.translation_key))
    return _newest(rows.filter(version__locale=page.locale.language_code)[: 4 * MOST])


def released_lately(person: User) -> QuerySet[Release]:
    """What was released in the last days of what a person submitted, or by himself; the newest first."""
    own = Q(passage__submitted_by=person) | Q(released_by=person)
    return Release.objects.filter(own, released_at__gte=clock.now() - LATELY).order_by("-pk")


def published_lately(person: User) -> list[Published]:
    """The newest of it with its receipts."""
    return _with_receipts(released_lately(person)[:MOST])


def alarms() -> QuerySet[Receipt]:
    """What should be readable and is not."""
    return Receipt.objects.filter(OPEN, state=State.ALARM)


def alarms_near(person: User) -> QuerySet[Receipt]:
    """Those of sites where a person ever held anything; which he is shown, `alarms_for` asks."""
    if person.is_superuser:
        return alarms()
    held = Q(agency__in=person.posts.values("agency")) | Q(pk__in=person.seats.values("site"))
    return alarms().filter(version__site__in=PublicSite.objects.filter(held).values("public_id"))


def alarms_for(person: User) -> tuple[list[Missing], int]:
    """The alarms of a person's sites, the newest first: each at our own address, one for every frontend. And how many
    alarms there are that none of these stands for.
    """
    sites = {site.public_id: site for site in sites_of(person)}
    rows = alarms().filter(version__site__in=sites)
    found = rows.order_by().values_list("frontend").annotate(Count("pk"), Max("pk"))
    numbers, newest = {key: number for key, number, _pk in found}, [pk for key, _number, pk in found if key]
    shown = list(_whole(rows.filter(Q(frontend=None) | Q(pk__in=newest)))[:MOST])
    names = PageIdentity.objects.filter(public_id__in=[receipt.version.public_id for receipt in shown])
    pages = {(name.public_id, name.locale): name.page for name in names.select_related("page")}
    lines = [
        Missing(
            row,
            sites[row.version.site],
            pages.get((row.version.public_id, row.version.locale)),
            numbers[row.frontend_id] - 1 if row.frontend_id else 0,
        )
        for row in shown
    ]
    return lines, sum(numbers.values()) - sum(1 + line.others for line in lines)


def _with_receipts(releases: QuerySet[Release]) -> list[Published]:
    rows = list(releases.select_related("revision").defer("revision__content"))
    receipts = list(_whole(Receipt.objects.filter(version__release__in=[row.pk for row in rows])))
    return [Published(row, _newest(one for one in receipts if one.version.release_id == row.pk)) for row in rows]


def _whole(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    return rows.select_related("version", "frontend").defer("version__frame").order_by("-version", "place")


def _newest(rows: Iterable[Receipt]) -> list[Receipt]:
    """The first of each place; our own address comes before frontends."""
    found: dict[str, Receipt] = {}
    for row in rows:
        found.setdefault(row.place, row)
    return sorted(found.values(), key=lambda row: (row.frontend_id is not None, row.place))
