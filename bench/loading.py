"""Items into the log by COPY, in the rows that the gate would have made (`tests/api/test_bench_rows.py` compares).

The real presenters make every text, frame and row. Only what is the same for all items of a site is asked for once,
and no page is put into the tree: the reading API reads none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from api.publications.cards import cards_of
from api.publications.enums import Kind
from api.publications.faces import Faces
from api.publications.frames import Live, page_frame
from api.publications.hosts import Atlas, SiteRecord
from api.publications.log import versions_of
from api.publications.models import Body, Current, Version
from api.publications.payloads import row_of
from api.publications.things import Face, Presented, Thing
from bench.items import Item, World, moment_of, page_of
from cms.blocks.references import pictures_in
from cms.media.selectors import renditions_by_original
from cms.news.models import NewsPage
from cms.news.public import category_of
from cms.pages.cleaning import make_clean
from cms.pages.presenters import facts_of, text_of
from cms.pages.public import Facts, Json, canonical, digest
from workflows.passage.enums import Cause, ReleaseKind
from workflows.passage.models import Release

BATCH = 500
BASIS = "Dữ liệu đo"


class Loader:
    """Loads items, the first of which gets the release `release`; all are published at `at`."""

    def __init__(self, world: World, *, at: datetime, release: int) -> None:
        self.world = world
        self.at = at
        self.release = release
        self.atlas = Atlas()
        self.renditions = renditions_by_original(picture.sha256 for picture in world.pictures)
        self.known: dict[int, Facts] = {}

    def load(self, items: Iterable[Item]) -> int:
        """Load them all. Returns how many."""
        count = 0
        for some in batched(items, BATCH):
            with transaction.atomic():
                self._load_some(some)
            count += len(some)
        return count

    def _load_some(self, items: Sequence[Item]) -> None:
        pages = [page_of(item, self.world) for item in items]
        faces = Faces()
        faces.load({page.translation_key for page in pages} | {s.translation_key for s in self.world.sections.values()})
        entries = [self._presented(item, page, faces) for item, page in zip(items, pages, strict=True)]
        releases = [self._release(entry) for entry in entries]
        _copy(Release, releases)
        _copy(Body, [Body(sha256=str(entry.body), bytes=canonical(entry.text or {})) for entry in entries])
        versions = list(versions_of(entries, self.at))
        _copy(Version, versions)
        _copy(Current, _rows(versions, entries), leave_out=("id",))

    def _presented(self, item: Item, page: NewsPage, faces: Faces) -> Presented:
        """The item as a pass of the drain presents it."""
        section, site = self.world.sections[item["site"]], self.atlas.sites[self.world.sites[item["site"]].pk]
        page.set_url_path(section)
        page.path, page.depth = f"{section.path}0001", section.depth + 1
        page.first_published_at, page.last_published_at = moment_of(item), self.at
        make_clean(page)
        text = text_of(page)
        facts = self._facts(item, page, text)
        thing = Thing(Kind.PAGE, page.translation_key, page.locale.language_code, site.public_id)
        face = _face(thing, text, facts, site)
        live = Live(face=face, site=site, text=text, facts=facts)
        self.release += 1
        return Presented(
            thing,
            text=text,
            body=digest(text),
            frame=page_frame(live, faces=faces, last=None, at=self.at),
            release=self.release - 1,
            causes=(Cause.FIRST.value,),
            face=face,
        )

    def _facts(self, item: Item, page: NewsPage, text: Json) -> Facts:
        """The facts of the site's first item, with what is this item's own."""
        if item["site"] not in self.known:
            self.known[item["site"]] = facts_of(page)
        known = self.known[item["site"]]
        category = page.category
        mine = category_of(page)
        terms = [
            f"category:{category.code}" if category and term.startswith("category:") else term for term in known.terms
        ]
        return replace(
            known,
            path=f"{known.path.rsplit('/', 2)[0]}/{page.slug}/",
            first_published_at=page.first_published_at,
            updated_at=page.last_published_at,
            category=mine,
            terms=tuple(terms),
            renditions={original: self.renditions[original] for original in pictures_in(text)},
        )

    def _release(self, entry: Presented) -> Release:
        return Release(
            pk=entry.release,
            public_id=entry.thing.public_id,
            locale=entry.thing.locale,
            kind=ReleaseKind.IMPORT,
            cause=Cause.FIRST,
            text_sha256=str(entry.body),
            released_at=self.at,
            basis=BASIS,
        )


def _face(thing: Thing, text: Json, facts: Facts, site: SiteRecord) -> Face:
    return Face(thing, str(text["type"]), str(text["title"]), facts.path, site.url(facts.path))


def _rows(versions: Sequence[Version], entries: Sequence[Presented]) -> Iterator[Current]:
    cards = cards_of(versions)
    for version, entry in zip(versions, entries, strict=True):
        yield row_of(version, canonical(entry.text or {}), cards)


def _copy(model: type[models.Model], rows: Iterable[models.Model], *, leave_out: tuple[str, ...] = ()) -> None:
    """COPY rows into the table of a model."""
    fields = [field for field in model._meta.concrete_fields if field.name not in leave_out and not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'copy "{model._meta.db_table}" ({columns}) from stdin') as copy,
    ):
        for row in rows:
            copy.write_row([_value(field, row) for field in fields])


def _value(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    return Jsonb(value) if isinstance(field, models.JSONField) and value is not None else value
