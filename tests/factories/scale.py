"""A province at its size: many sites and people, written as rows in seconds, for measuring.

The sites are copies of one that was opened in earnest; rights follow from posts and seats through the real action.
Triggers sleep meanwhile: nothing of it reaches the log, so no test of the log may use it.
"""

import copy
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.media.models import Picture
from cms.pages.models import PageIdentity
from sites.accounts.actions import write_rights
from sites.accounts.enums import PostKind
from sites.accounts.models import Post, Seat, SeatKind, User
from sites.domains.models import PublicSite, SiteHome
from tests.factories.sites import make_administrator
from workflows.passage.models import Passage

SEATS = ("writer", "writer", "writer", "translator", "board_head", "board_deputy", "board_secretary", "board_member")
FIRST_COPY = 10_000  # in the tree, behind whatever stands there
POSTS = (PostKind.HEAD, PostKind.DEPUTY_HEAD)

FOUND = """
insert into wagtailsearch_indexentry
    (content_type_id, object_id, title_norm, autocomplete, title, body, title_text, body_text)
select p.content_type_id, p.id::varchar, 1, words, words, '', p.title, ''
from wagtailcore_page p, to_tsvector('vi_plain', p.title) words
where p.depth > 1 and not exists (
    select 1 from wagtailsearch_indexentry e
    where e.content_type_id = p.content_type_id and e.object_id = p.id::varchar
)
"""  # what the search of the admin knows of pages that no action wrote


class Rows:
    """Rows that will be written, by table. Each gets the next free key of its table."""

    def __init__(self) -> None:
        self.tables: dict[type[Model], list[Model]] = {}
        self.keys: dict[type[Model], int] = {}

    def add[Row: Model](self, row: Row) -> Row:
        """Give a row its key, and keep it."""
        tables = [*(parent for parent in reversed(row._meta.get_parent_list()) if parent._meta.managed), type(row)]
        top = tables[0]
        if top not in self.keys:
            self.keys[top] = top._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self.keys[top] += 1
        for table in tables:
            setattr(row, table._meta.pk.attname, self.keys[top])
            self.tables.setdefault(table, []).append(row)
        return row

    def again[Row: Model](self, row: Row, **changes: Any) -> Row:
        """A copy of a row with a key and a public name of its own."""
        twin = copy.copy(row)
        if hasattr(twin, "public_id"):
            changes = {"public_id": uuid.uuid4(), **changes}
        for name, value in changes.items():
            setattr(twin, name, value)
        return self.add(twin)

    def write(self) -> None:
        """One statement or a few for each table. (`bulk_create` knows no tables with parents.)"""
        for table, rows in self.tables.items():
            fields = table._meta.local_concrete_fields
            for start in range(0, len(rows), 500):
                table._base_manager._insert(rows[start : start + 500], fields=fields, using="default")
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.tables)):
                cursor.execute(statement)


class Mould:
    """The site that is copied, read once: its homes with the pages of each, the names of its agency, its hosts."""

    def __init__(self, site: PublicSite) -> None:
        self.site, self.agency, self.collection = site, site.agency, site.collection
        self.names, self.hosts = list(site.agency.names.all()), list(site.hosts.all())
        self.homes = [(home, list(_pages_below(home.home))) for home in site.homes.select_related("home")]
        self.kinds = dict(SeatKind.objects.values_list("code", "pk"))


def _pages_below(home: Page) -> Iterator[Page]:
    pages = home.get_descendants(inclusive=True).filter(depth__lte=3).select_related("locale").order_by("path")
    for page in pages:
        specific = page.specific
        specific.locale = page.locale
        yield specific


@transaction.atomic
def widen(site: PublicSite, *, sites: int) -> None:
    """Copy a site until there are so many, ten people at each, and write the rights that follow."""
    _triggers("replica")
    rows, mould = Rows(), Mould(site)
    for number in range(PublicSite.objects.count(), sites):
        _people(rows, _site(rows, mould, number), mould.kinds)
    rows.write()
    _triggers("origin")
    write_rights(make_administrator())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def repeat(page: Page, *, times: int) -> None:
    """Copy a draft beside itself, each copy with a revision of its own."""
    _triggers("replica")
    rows, parent = Rows(), page.get_parent()
    for number in range(times):
        twin = rows.again(
            page,
            path=Page._get_path(parent.path, page.depth, 5000 + number),
            slug=f"{page.slug}-{number}",
            url_path=f"{parent.url_path}{page.slug}-{number}/",
            title=f"{page.title} {number}",
            translation_key=uuid.uuid4(),
        )
        revision = rows.again(page.latest_revision, object_id=str(twin.pk))
        twin.latest_revision_id = revision.pk
    rows.write()
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + times)
    _triggers("origin")


@transaction.atomic
def repeat_picture(picture: Picture, *, times: int) -> None:
    """Copy a picture; the file is the same."""
    rows = Rows()
    for number in range(times):
        rows.again(picture, title=f"{picture.title} {number}")
    rows.write()


def _triggers(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('session_replication_role', %s, true)", [role])


def _site(rows: Rows, mould: Mould, number: int) -> PublicSite:
    """An agency with its names, a collection, the pages, Wagtail's record and ours, homes and hosts."""
    code, host = f"so-{number:03}", f"so-{number:03}.binhphuoc.gov.vn"
    agency = rows.again(mould.agency, code=code)
    for name in mould.names:
        rows.again(name, agency_id=agency.pk)
    homes = [_pages(rows, pages, 2 * number + position) for position, (_home, pages) in enumerate(mould.homes)]
    _twins(homes)
    path = mould.collection._get_path("0001", 2, 1000 + number)
    collection = rows.again(mould.collection, name=code, path=path)
    wagtail_site = rows.again(mould.site.wagtail_site, hostname=host, root_page_id=homes[0][0].pk, site_name=code)
    links = {"agency_id": agency.pk, "wagtail_site_id": wagtail_site.pk, "collection_id": collection.pk}
    site = rows.again(mould.site, code=code, name_vi=f"Trang {code}", name_en=f"Site {code}", **links)
    for (home, _pages_of_it), pages in zip(mould.homes, homes, strict=True):
        rows.again(home, site_id=site.pk, home_id=pages[0].pk)
        for page in pages:
            identity = {"public_id": page.translation_key, "locale": page.locale.language_code, "site_id": site.pk}
            rows.add(PageIdentity(**identity, page_id=page.pk, number=page.pk))
    for old in mould.hosts:
        rows.again(old, site_id=site.pk, hostname=host)
    return site


def _pages(rows: Rows, pages: list[Page], number: int) -> list[Page]:
    """A home and its sections again, without their drafts."""
    home = pages[0]
    slug, path = f"so-{number:03}", Page._get_path("0001", 2, 1000 + number)
    return [
        rows.again(
            page,
            path=path + page.path[len(path) :],
            slug=slug if page is home else page.slug,
            url_path=f"/{slug}/" + page.url_path.removeprefix(home.url_path),
            numchild=page.numchild if page is home else 0,
            latest_revision_id=None,
            live_revision_id=None,
        )
        for page in pages
    ]


def _twins(homes: list[list[Page]]) -> None:
    """New translation keys, the same for the pages that were each other's translation."""
    keys: dict[uuid.UUID, uuid.UUID] = {}
    for page in (page for pages in homes for page in pages):
        page.translation_key = keys.setdefault(page.translation_key, uuid.uuid4())


def _people(rows: Rows, site: PublicSite, kinds: dict[str, int]) -> None:
    """Ten people: eight seats, two posts."""
    people = [_person(rows, f"{kind}.{n}.{site.code}") for n, kind in enumerate((*SEATS, *POSTS))]
    for person, kind in zip(people, SEATS, strict=False):
        rows.add(Seat(person_id=person.pk, kind_id=kinds[kind], site_id=site.pk))
    for person, post in zip(people[len(SEATS) :], POSTS, strict=True):
        rows.add(Post(person_id=person.pk, agency_id=site.agency_id, kind=post, title_vi=post, title_en=post))


def _person(rows: Rows, username: str) -> User:
    return rows.add(User(username=username, full_name=username, email=f"{username}@binhphuoc.localhost", password="!"))


@transaction.atomic
def fill(draft: Page, waiting: Passage, *, pages: int, under_way: int) -> None:
    """Copies of a draft and of an item that waits, so many on all sites together, in the same section of each."""
    _triggers("replica")
    sections = list(_like(draft.get_parent().specific))
    ways = Way(waiting)
    for number, section in enumerate(sections):
        rows = Rows()
        mine = range(under_way * number // len(sections), under_way * (number + 1) // len(sections))
        others = range(pages * number // len(sections), pages * (number + 1) // len(sections) - len(mine))
        for place, _number in enumerate(others):
            _draft(rows, draft, section, place)
        for place, _number in enumerate(mine, len(others)):
            ways.copy(rows, _draft(rows, ways.page, section, place), section)
        rows.write()
        Page.objects.filter(pk=section.pk).update(numchild=section.numchild + len(others) + len(mine))
    _triggers("origin")
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        cursor.execute("ANALYZE")


def _like(section: SectionPage) -> Iterator[SectionPage]:
    """The section of the same name and language on every site, with its site."""
    homes = {home.home_id: home.site for home in SiteHome.objects.select_related("site__agency")}
    parents = {home.path: home.pk for home in Page.objects.filter(pk__in=homes)}
    for other in SectionPage.objects.filter(code=section.code, locale=section.locale).select_related("locale"):
        if home := parents.get(other.path[: -Page.steplen]):
            other.public_site = homes[home]
            yield other


def _draft(rows: Rows, page: Page, section: SectionPage, place: int) -> Page:
    """A copy of a page with a revision and a name of its own, in a section."""
    slug = f"{page.slug}-{section.pk}-{place}"
    twin = rows.again(
        page,
        path=Page._get_path(section.path, section.depth + 1, FIRST_COPY + place),
        slug=slug,
        url_path=f"{section.url_path}{slug}/",
        title=f"{page.title} {place}",
        translation_key=uuid.uuid4(),
    )
    twin.latest_revision_id = rows.again(page.latest_revision, object_id=str(twin.pk)).pk
    identity = {"public_id": twin.translation_key, "locale": section.locale.language_code}
    rows.add(PageIdentity(**identity, site=section.public_site, page_id=twin.pk, number=twin.pk))
    return twin


class Way:
    """An item that waits at the first step of its chain, to be copied with its workflow into other sections."""

    def __init__(self, passage: Passage) -> None:
        self.passage, self.state = passage, passage.workflow_state
        self.task = self.state.current_task_state
        self.page = passage.page.specific
        self.names = [
            passage.agency_id,
            *self.page.get_ancestors(inclusive=True).values_list("translation_key", flat=True),
        ]

    def copy(self, rows: Rows, twin: Page, section: SectionPage) -> None:
        """The same way for a copy of the page: it waits for the same offices of the section's agency."""
        state = rows.again(self.state, object_id=str(twin.pk))
        task = rows.again(self.task, workflow_state_id=state.pk, revision_id=twin.latest_revision_id)
        state.current_task_state_id = task.pk
        site = section.public_site
        above = section.get_ancestors(inclusive=True).values_list("translation_key", flat=True)
        names = [site.agency_id, *above, twin.translation_key]
        told = dict(zip(map(str, self.names), map(str, names), strict=True))
        rows.again(
            self.passage,
            page_id=twin.pk,
            public_id=twin.translation_key,
            site_id=site.pk,
            agency_id=site.agency_id,
            workflow_state_id=state.pk,
            revision_id=twin.latest_revision_id,
            offices=[_translated(office, told) for office in self.passage.offices],
            stand_ins=[_translated(office, told) for office in self.passage.stand_ins],
        )


def _translated(office: str, told: dict[str, str]) -> str:
    """An office of another agency and below other sections."""
    kind, who, *places = office.split("/")
    names = (place.partition("#") for place in places)
    return "/".join((kind, who, *(f"{told[name]}{mark}{part}" for name, mark, part in names)))
