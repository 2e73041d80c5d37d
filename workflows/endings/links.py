"""What points at a page: in public texts, front pages and menus as the log has them, and in drafts of its own site.

Of other sites only the name and the number: a title there is nobody's business here. Drafts are read themselves:
Wagtail's index of references knows nothing of a draft of what is live.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, Revision

from cms.blocks.references import links_in, shown_in
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.registry import POINTING_MENU, Pointer, broken_pointers, pointers_to, public_type_of
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import HOME_PATH_LENGTH, homes_of, site_of

MOST = 100


@dataclass(frozen=True, slots=True)
class Link:
    """One thing of the own site that points at a page: its title, what it is, where it is edited."""

    title: str
    kind: str
    address: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Everything that points at a page: the own site's by title, those of other sites by name and number."""

    own: Sequence[Link]
    others: Sequence[tuple[str, int]]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.own) + sum(number for _name, number in self.others)


def links_to(page: Page) -> Links:
    """What points at a page, in its language or any other."""
    site = site_of(page)
    pointers = list(pointing_at([page.translation_key]))
    mine = [pointer for pointer in pointers if site is not None and pointer.site == site.public_id]
    elsewhere = Counter(pointer.site for pointer in pointers if site is None or pointer.site != site.public_id)
    names = {row.public_id: str(row) for row in PublicSite.objects.filter(public_id__in=elsewhere)}
    others = sorted((names.get(key, ""), number) for key, number in elsewhere.items())
    return Links([*_links_of(mine), *_drafts_with(page, site, mine)], others)


def broken_links(sites: Iterable[PublicSite]) -> list[tuple[PublicSite, list[Link]]]:
    """By site: what is public there and points at something that has ended."""
    wanted = {site.public_id: site for site in sites}
    by_site: dict[UUID, list[Pointer]] = {}
    for source in broken_pointers if wanted else ():
        for pointer in source(list(wanted)):
            by_site.setdefault(pointer.site, []).append(pointer)
    return [(site, _links_of(by_site[key])) for key, site in wanted.items() if key in by_site]


def broken_number(sites: Iterable[PublicSite]) -> int:
    """How much is public on these sites and points at something that has ended."""
    keys = [site.public_id for site in sites]
    return sum(1 for source in broken_pointers for _pointer in source(keys)) if keys else 0


def owners_of_pointers(page: Page) -> Iterator[tuple[User, Page]]:
    """Whose public texts point at a page, with the first text of each."""
    told: set[int] = set()
    pages = _pages_of(list(pointing_at([page.translation_key])))
    for pointing in pages.values():
        owner = pointing.owner
        if owner is not None and owner.pk not in told and pointing.pk != page.pk:
            told.add(owner.pk)
            yield owner, pointing


def pointing_at(public_ids: Sequence[UUID]) -> Iterator[Pointer]:
    """What the public reads that points at one of these, from every source."""
    for source in pointers_to:
        yield from source(public_ids)


def _links_of(pointers: Sequence[Pointer]) -> list[Link]:
    pages = _pages_of(pointers)
    links = []
    for pointer in pointers:
        page = pages.get((pointer.public_id, pointer.locale))
        address = reverse("wagtailadmin_pages:edit", args=(page.pk,)) if page else ""
        links.append(Link(pointer.title or (page.title if page else ""), pointer.kind, address))
    return sorted(links, key=lambda link: (link.kind, link.title))[:MOST]


def _pages_of(pointers: Sequence[Pointer]) -> dict[tuple[UUID, str], Page]:
    """The pages of pointers; of a menu the home that it stands on."""
    keys = {pointer.public_id for pointer in pointers if pointer.kind != POINTING_MENU}
    found = Page.objects.filter(translation_key__in=keys).select_related("locale", "owner")
    pages = {(page.translation_key, page.locale.language_code): page for page in found}
    menus = {pointer.public_id for pointer in pointers if pointer.kind == POINTING_MENU}
    for site in PublicSite.objects.filter(public_id__in=menus):
        for home in homes_of(site):
            pages[site.public_id, home.locale.language_code] = home.home
    return pages


def _drafts_with(page: Page, site: PublicSite | None, known: Sequence[Pointer]) -> Iterator[Link]:
    """Drafts of the own site that point at a page and are not public with that."""
    if site is None:
        return
    public = {(pointer.public_id, pointer.locale) for pointer in known}
    for draft in _candidates(page, site):
        name = (draft.translation_key, draft.locale.language_code)
        if name not in public and page.translation_key in _pointed_at(draft):
            yield Link(draft.title, "draft", reverse("wagtailadmin_pages:edit", args=(draft.pk,)), is_draft=True)


def _candidates(page: Page, site: PublicSite) -> Iterator[BasePage]:
    """Drafts that hold the number or the public id of the page somewhere."""
    homes = Q()
    for home in homes_of(site):
        homes |= Q(path__startswith=home.home.path[:HOME_PATH_LENGTH])
    newest = Page.objects.filter(homes, Q(live=False) | Q(has_unpublished_changes=True)).exclude(pk=page.pk)
    revisions = Revision.objects.filter(pk__in=newest.values("latest_revision"))
    named = Q(text__contains=str(page.translation_key)) | Q(text__contains=f'id=\\\\\\"{page.pk}\\\\\\"')
    found = revisions.annotate(text=Cast("content", TextField())).filter(named).order_by("-pk")
    for revision in found[:MOST]:
        draft = revision.as_object()
        if isinstance(draft, BasePage) and public_type_of(draft) is not None:
            yield draft


def _pointed_at(draft: BasePage) -> set[UUID]:
    text = text_of(draft)
    return links_in(text) | shown_in(text)
