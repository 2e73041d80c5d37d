"""From a version of a unit's text to a draft on the portal: the words as they stood, the media as the portal's own."""

from typing import Any

from django.db.models import ForeignKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Collection, Revision

from cms.blocks.carrying import carried_body
from cms.home.models import SectionPage
from cms.media.adopting import adopt_file, adopt_picture
from cms.media.models import File, Picture
from cms.news.models import FiledPage
from cms.origins.models import Origin
from cms.pages.models import BasePage
from cms.pages.registry import public_types
from cms.textstandard import slug_of
from sites import clock
from sites.accounts.models import User
from sites.agencies.selectors import name_on
from sites.languages.selectors import words_frame
from workflows.boards.selectors import site_of_page

OF_EVERY_PAGE = ("title", "seo_title", "search_description")
OURS = ("category", "agency", "origin", "ends_with_term")  # filed, owned and ended by the portal
KEPT_WHERE_CHANGED = ("title", "summary", "seo_title", "search_description")
LONGEST_SLUG = 90


def promotable_types() -> list[type[FiledPage]]:
    """The types of pages that can be taken over."""
    models = [entry.model for entry in public_types]
    return [model for model in models if issubclass(model, FiledPage)]


def snapshot_of(revision: Revision) -> FiledPage:
    """The page as a revision holds it."""
    page: FiledPage = revision.as_object()
    return page


def origin_for(revision: Revision, *, text_sha256: str) -> Origin:
    """Write down which text was taken, and whose it is by the name of today."""
    page = snapshot_of(revision)
    site = site_of_page(page)
    agency = page.agency or site.agency
    name, language = name_on(agency, clock.today()), page.locale.language_code
    return Origin.objects.create(
        public_id=page.translation_key,
        locale=language,
        site=site,
        agency=agency,
        unit=words_frame(name, language)["name"],
        text_sha256=text_sha256,
        revision=revision,
        taken_at=clock.now(),
    )


def draft_from(actor: User, *, origin: Origin, section: SectionPage) -> FiledPage:
    """A new page of the portal with the words of a snapshot, not saved yet."""
    source = snapshot_of(origin.revision)
    page: FiledPage = type(source)(locale=section.locale, owner=actor, live=False)
    fill(actor, page=page, source=source, origin=origin, collection=site_of_page(section).collection)
    page.slug = slug_of(source.title)[:LONGEST_SLUG].strip("-")
    page.category = source.category if source.category and source.category.site_id is None else None
    page.go_live_at, page.expire_at = source.go_live_at, source.expire_at
    return page


def fill(actor: User, *, page: FiledPage, source: FiledPage, origin: Origin, collection: Collection) -> None:
    """Put the words of a snapshot into a page of the portal; how it is filed there stays as it is."""
    for name in _fields_of(type(source)):
        setattr(page, name, _carried(actor, getattr(source, name), source, name, collection))
    for relation in get_all_child_relations(type(source)):
        name = str(relation.get_accessor_name())
        if name != COMMENTS_RELATION_NAME and relation.model is type(source):
            setattr(page, name, [_child(row, relation.field.name) for row in getattr(source, name).all()])
    page.agency, page.origin = origin.agency, origin


def renew(actor: User, *, page: FiledPage, old: FiledPage, new: FiledPage, origin: Origin) -> None:
    """Put a newer version into a copy. Where the portal had put its own title or summary, those stay."""
    kept = {
        name: getattr(page, name)
        for name in KEPT_WHERE_CHANGED
        if hasattr(page, name) and getattr(page, name) != getattr(old, name)
    }
    own = sorted(page.tags.names())  # tags have no order: put in another one they are the unit's still
    tags = own if own != sorted(old.tags.names()) else None
    fill(actor, page=page, source=new, origin=origin, collection=site_of_page(page).collection)
    for name, value in kept.items():
        setattr(page, name, value)
    if tags is not None:
        page.tags.set(tags)


def _fields_of(model: type[BasePage]) -> list[str]:
    own = [field.name for field in model._meta.local_fields if not field.primary_key and field.name not in OURS]
    return [*OF_EVERY_PAGE, *own]


def _carried(actor: User, value: Any, source: FiledPage, name: str, collection: Collection) -> Any:
    field = source._meta.get_field(name)
    if isinstance(field, StreamField):
        return _body(actor, value, collection)
    if isinstance(field, ForeignKey):
        return _medium(actor, value, collection)
    return value


def _body(actor: User, body: StreamValue, collection: Collection) -> list[Any]:
    return carried_body(
        list(body.get_prep_value()),
        pictures=lambda number: _medium(actor, Picture.objects.filter(pk=number).first(), collection, number),
        files=lambda number: _medium(actor, File.objects.filter(pk=number).first(), collection, number),
    )


def _medium(actor: User, medium: Any, collection: Collection, number: int | None = None) -> Any:
    """The portal's own picture or file (by its number where that is asked); what is gone at the unit stays a gap."""
    if isinstance(medium, Picture):
        medium = adopt_picture(actor, picture=medium, collection=collection)
    elif isinstance(medium, File):
        medium = adopt_file(actor, file=medium, collection=collection)
    return medium if number is None else (medium.pk if medium else number)


def _child(row: Any, parent: str) -> Any:
    """A row that belongs to a page, for another page."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name != parent]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
