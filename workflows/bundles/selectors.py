"""Reading bundles: what lies in them, what may come in, what became of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.domains.models import PublicSite, SiteHome
from sites.domains.selectors import HOME_PATH_LENGTH
from workflows.bundles.enums import BundleState
from workflows.bundles.models import Bundle, BundleItem
from workflows.passage.company import UNDER_WAY
from workflows.passage.models import Passage, Release

MOST_CANDIDATES = 20


def items_of(bundle: Bundle) -> QuerySet[BundleItem]:
    """What lies in a bundle, in its order."""
    items = BundleItem.objects.filter(bundle=bundle, removed_at__isnull=True)
    return items.select_related("page__locale", "page__latest_revision", "passage").order_by("position", "pk")


def counted(bundles: QuerySet[Bundle]) -> QuerySet[Bundle]:
    """Bundles with how many items lie in each, as `number`."""
    return bundles.annotate(number=Count("items", filter=Q(items__removed_at__isnull=True))).select_related(
        "site", "opened_by", "leader"
    )


def led_by(passages: Collection[Passage]) -> Mapping[int, Bundle]:
    """The bundles of those passages that lead one, by passage; no query where none do."""
    leaders = [passage.pk for passage in passages if passage.led_by_id]
    found = counted(Bundle.objects.filter(leader__in=leaders)) if leaders else []
    return {bundle.leader_id: bundle for bundle in found if bundle.leader_id}


def pages_of_site(site: PublicSite) -> QuerySet[Page]:
    """Every page of a site."""
    homes = SiteHome.objects.filter(site=site).values("home__path")
    return Page.objects.annotate(home=Substr("path", 1, HOME_PATH_LENGTH)).filter(home__in=homes)


def candidates(person: User, *, bundle: Bundle, title: str = "") -> list[Page]:
    """Pages of the site that a person may edit and that have something to publish, the newest first."""
    may_edit = policy_registry.get_by_type(Page).instances_user_has_permission_for(person, "change")
    drafts = pages_of_site(bundle.site).filter(Q(live=False) | Q(has_unpublished_changes=True))
    inside = items_of(bundle).values("page")
    found = drafts.filter(pk__in=may_edit.order_by().values("pk")).exclude(pk__in=inside)
    if title.strip():
        found = found.filter(draft_title__icontains=title.strip())
    bound = BundleItem.objects.filter(binds=True).values("page")
    found = found.exclude(pk__in=bound).select_related("locale").order_by("-latest_revision_created_at", "-pk")
    return list(found[:MOST_CANDIDATES])


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an item of a public bundle: still as the bundle published it, changed since, or gone."""

    item: BundleItem
    state: str

    @property
    def is_as_published(self) -> bool:
        """Whether readers still see what the bundle made public."""
        return self.state == "as_published"

    @property
    def is_changed(self) -> bool:
        """Whether another release made a newer text of it public, or is about to."""
        return self.state == "changed"


def standings_of(bundle: Bundle) -> list[Standing]:
    """What became of the items of a bundle that was public."""
    items = list(items_of(bundle))
    keys = {(item.page.translation_key, item.page.locale.language_code): item.pk for item in items}
    releases = Release.objects.filter(public_id__in=[key for key, _locale in keys], revoked_at__isnull=True)
    newest = releases.order_by("public_id", "locale", "-id").distinct("public_id", "locale")
    by_item = {keys.get((row.public_id, row.locale)): row.passage_id for row in newest}
    return [Standing(item, _state(item, by_item)) for item in items]


def _state(item: BundleItem, by_item: Mapping[int | None, int | None]) -> str:
    if item.pk not in by_item:
        return "gone"
    return "as_published" if by_item[item.pk] == item.passage_id else "changed"


def failed(bundles: QuerySet[Bundle]) -> QuerySet[Bundle]:
    """Those that should be public and are not, because one item failed: none of them is."""
    return bundles.filter(state=BundleState.SCHEDULED).exclude(leader__fault="").select_related("leader", "site")


def source_in_bundle(draft: BasePage, source: Page) -> BasePage | None:
    """The text of the source that goes public together with a translation, where one bundle binds both."""
    mine = BundleItem.objects.filter(page=draft.pk, binds=True).values("bundle")
    other = BundleItem.objects.filter(page=source, binds=True, bundle__in=mine).select_related("passage__revision")
    item = other.first()
    if item is None:
        return None
    if item.passage and item.passage.state in UNDER_WAY:
        frozen: BasePage = item.passage.revision.as_object()
        return frozen
    newest: BasePage = source.specific.get_latest_revision_as_object()
    return newest
