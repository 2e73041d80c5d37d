"""What `bench.publishing` does within Django: a site with very many items, approvals, a host name that changes."""

import http.client
import statistics
import threading
import time
import uuid
from collections.abc import Callable

from django.db import connection, transaction

from api.consumers.selectors import head_number
from api.publications.drain import drain_in_transaction
from api.publications.models import Current, Dirty
from api.publications.progress import renewals
from api.receipts.models import Reach, Receipt
from bench.comparing import HOST, Api, Watching
from cms.news.models import NewsCredit, NewsPage
from cms.pages.models import PageIdentity
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.domains.actions import keep_host
from sites.domains.enums import HostRole
from sites.domains.models import PublicSite
from tests.factories.scale import Rows
from tests.factories.sites import make_administrator, make_site
from tests.factories.workflows import Desk, make_desk, make_portal, published, submitted
from workflows.passage import actions
from workflows.passage.enums import Cause, ReleaseKind
from workflows.passage.models import Release

SLUG, FIRST = "nhieu", 20_000
BATCH = 1_000
PATIENCE = 1_200
PAUSE = 0.4  # seconds between two approvals


def make(*, items: int, sites: int) -> None:
    """A department's site with so many public items among other sites, presented by the drain."""
    desk = make_desk("stc")
    make_portal()
    for number in range(PublicSite.objects.count(), sites):
        make_site(f"so-{number:03}", parent_code="cong")
    source = published(desk, title="Nhiều", slug=SLUG)
    for start in range(0, items, BATCH):
        _copies(source, desk.site, range(start, min(start + BATCH, items)))
    Dirty.objects.create(kind="everything")
    drain_in_transaction()
    live = Current.objects.filter(kind="page", state="live", site=desk.site.public_id, type="news").count()
    assert live == items + 1, f"{live} items are live"
    Reach.objects.create(position=head_number())  # receipts are for what is published from now on
    with connection.cursor() as cursor:
        cursor.execute("analyze")


@transaction.atomic
def _copies(source: NewsPage, site: PublicSite, numbers: range) -> None:
    """Rows of pages as the gate would have made them, each with a release of its own text."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('session_replication_role', 'replica', true)")
    rows, parent, credit = Rows(), source.get_parent(), NewsCredit.objects.filter(page=source).first()
    pages = []
    for number in numbers:
        slug = f"{SLUG}-{number}"
        twin = rows.again(
            source,
            path=NewsPage._get_path(parent.path, source.depth, FIRST + number),
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            title=f"{source.title} {number}",
            translation_key=uuid.uuid4(),
            latest_revision_id=None,
            live_revision_id=None,
        )
        pages.append(twin.pk)
        if credit:
            rows.again(credit, page_id=twin.pk)
        name = {"public_id": twin.translation_key, "locale": "vi", "page_id": twin.pk, "number": twin.pk}
        rows.add(PageIdentity(**name, site=site))
    rows.write()
    found = NewsPage.objects.filter(pk__in=pages).select_related("locale")
    Release.objects.bulk_create([_release(page) for page in found])


def _release(page: NewsPage) -> Release:
    return Release(
        public_id=page.translation_key,
        locale="vi",
        kind=ReleaseKind.IMPORT,
        cause=Cause.FIRST,
        text_sha256=digest(text_of(page)),
        released_at=clock.now(),
        basis="Dữ liệu đo",
    )


def paths_of(number: int) -> list[str]:
    """What readers ask: lists, items, paths."""
    site = PublicSite.objects.get(code="stc")
    host = site.hosts.get(role=HostRole.CANONICAL).hostname
    rows = Current.objects.filter(kind="page", state="live", site=site.public_id, type="news")
    chosen = list(rows.order_by("public_id").values_list("public_id", "path")[:number])
    items = [f"/api/v1/content/{public_id}/?site={host}" for public_id, _path in chosen]
    resolved = [f"/api/v1/resolve/?site={host}&path={path}" for _public_id, path in chosen]
    return [*items, *resolved, *([f"/api/v1/content/?site={host}"] * (number // 10))]


class Approvals:
    """Approvals one after another; how long each takes until it can be read."""

    def __init__(self, url: str, number: int) -> None:
        self.api, self.number = Api(url), number
        self.desk: Desk = make_desk("stc")
        self.published: list[uuid.UUID] = []

    def until_nothing_waits(self) -> None:
        """Until the worker has nothing to do."""
        limit = time.monotonic() + PATIENCE
        while Dirty.objects.exists() or Receipt.objects.filter(state="waiting").exists():
            assert time.monotonic() < limit
            time.sleep(0.2)

    def measure(self, when: str, *, until: Callable[[], bool] = lambda: True) -> None:
        """So many approvals, or more until something is done, and a line about them."""
        taken: list[float] = []
        acted: list[float] = []
        while len(taken) < self.number or not until():
            passage = submitted(self.desk, title=f"Tin đo {uuid.uuid4().hex[:8]}", slug=f"do-{uuid.uuid4().hex[:12]}")
            time.sleep(PAUSE)
            began = time.perf_counter()
            actions.publish(self.desk.head, passage=passage, seen_sha256=passage.text_sha256)
            acted.append(time.perf_counter() - began)
            self.published.append(passage.public_id)
            self._until_readable(passage.public_id)
            taken.append(time.perf_counter() - began)
        print(f"{when}: {len(taken)} approvals, to readable {_said(taken)}; the act itself {_said(acted)}", flush=True)

    def receipts(self) -> None:
        """What the worker's own looks say of the same."""
        self.until_nothing_waits()
        rows = Receipt.objects.filter(version__public_id__in=self.published)
        seen = rows.filter(state="visible").values_list("since", "seen_at")
        taken = [(at - since).total_seconds() for since, at in seen if at]
        print(f"receipts: {len(taken)} visible after {_said(taken)}, {rows.count() - len(taken)} otherwise", flush=True)

    def _until_readable(self, public_id: uuid.UUID) -> None:
        limit = time.monotonic() + PATIENCE
        while self.api.get(f"/api/v1/content/{public_id}/?site={HOST}")[0] != http.HTTPStatus.OK:
            assert time.monotonic() < limit, "it is not readable"
            time.sleep(0.004)


NEW = "taichinh.binhphuoc.gov.vn"


def _said(seconds: list[float]) -> str:
    if len(seconds) < 2:  # noqa: PLR2004 - quantiles need two
        return "–"
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {cuts[9] * 1000:.0f} p95 {cuts[18] * 1000:.0f} max {max(seconds) * 1000:.0f} ms"


class Renaming:
    """Another canonical host name for a site with very many items, and readers that compare meanwhile."""

    def __init__(self, url: str) -> None:
        self.url, self.began, self.took = url, 0.0, 0.0
        self.stop = threading.Event()
        self.site = PublicSite.objects.get(code="stc")
        rows = Current.objects.filter(kind="page", state="live", site=self.site.public_id, type="news")
        self.items = list(rows.values_list("public_id", "path"))
        self.watching = Watching(url, self.items)
        self.reader = threading.Thread(target=self._compare, daemon=True)

    def begin(self) -> None:
        """Change the name; the worker hears of it as of every change."""
        self.reader.start()
        self.began = self.said = time.monotonic()
        keep_host(make_administrator(), site=self.site, hostname=NEW, role=HostRole.CANONICAL, reason="Đo tốc độ")

    def is_done(self) -> bool:
        """Whether every item has its new address, whatever else is marked; says now and then how far it is."""
        left = list(renewals())
        done = not left
        if done and not self.took:
            self.took = time.monotonic() - self.began
        if not done and time.monotonic() - self.said > 10:  # noqa: PLR2004 - seconds
            self.said = time.monotonic()
            print("  " + "; ".join(f"{one.code}: {one.done} of {one.total}" for one in left), flush=True)
        return done

    def end(self) -> None:
        """Stop the readers, look at every row, and say it."""
        self.stop.set()
        self.reader.join(30)
        old = f'"url":"http://{HOST}'.encode()
        rows = Current.objects.filter(kind="page", state="live", site=self.site.public_id)
        left = sum(old in bytes(row) for row in rows.values_list("list_form", flat=True).iterator())
        number, seen = len(self.items), self.watching
        print(
            f"renaming: {number} items in {self.took:.1f} s ({number / self.took:.0f} a second), {left} left behind;"
            f" {seen.asked} comparisons by a reader, {len(seen.wrong)} wrong {seen.wrong[:3]}",
            flush=True,
        )

    def _compare(self) -> None:
        while not self.stop.is_set():
            self.watching.compare_one()
        self.watching.api.close()
