"""Which table marks what when it changes. The only place that knows; the triggers are made from it.

A mark names what changed, not what follows from it: `marks` expands it. A page type's own tables are found by walking
the models, so that a new type is covered from its first migration on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

PAGE_COLUMNS_NOBODY_READS = (
    "numchild",
    "latest_revision_id",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "draft_title",
    "locked",
    "locked_at",
    "locked_by_id",
    "owner_id",
    "go_live_at",
)


@dataclass(frozen=True, slots=True)
class Watched:
    """One table. A row that changes marks (`kind`, value of `ref`); with a column in `fan` also kind + "+".

    A change of `unread` columns alone marks nothing. `fan` of ("*",) means any column that is read.
    """

    table: str
    kind: str
    ref: str
    fan: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def trigger(self) -> str:
        """The name of the row trigger; a table may have several."""
        return f"publications_{self.kind}_{self.ref}"[:60]


def _table(label: str) -> str:
    return apps.get_model(label)._meta.db_table


def _all_but(label: str, *read: str) -> tuple[str, ...]:
    fields = apps.get_model(label)._meta.concrete_fields
    return tuple(str(field.column) for field in fields if field.column not in read)


def _of_sites() -> Iterator[Watched]:
    every = ("*",)
    yield Watched(_table("sites_domains.PublicSite"), "place", "public_id")
    yield Watched(_table("sites_domains.PublicSite"), "site", "id", fan=("agency_id", "parent_id", "state"))
    yield Watched(_table("cms_identity.SiteIdentity"), "site", "site_id")
    yield Watched(_table("sites_domains.SiteHome"), "site", "site_id", fan=every)
    yield Watched(_table("sites_domains.Host"), "site", "site_id", fan=every)
    yield Watched(_table("sites_agencies.Agency"), "agency", "public_id", fan=every)
    yield Watched(_table("sites_agencies.AgencyName"), "agency_name", "agency_id", fan=every)
    yield Watched(_table("sites_agencies.Succession"), "succession", "id")
    yield Watched(_table("cms_synonyms.Synonym"), "synonym", "id")
    yield Watched(_table("sites_languages.LabelWording"), "label", "thing", fan=every)
    yield Watched(_table("cms_redirects.Redirect"), "address", "public_id")
    yield Watched(_table("sites_rules.Rule"), "rule", "site_id", fan=every)


def _of_pages() -> Iterator[Watched]:
    yield Watched("wagtailcore_page", "thing", "translation_key", unread=PAGE_COLUMNS_NOBODY_READS)
    yield Watched(_table("cms_pages.PageIdentity"), "thing", "public_id", unread=("page_id",))
    yield Watched(_table("cms_origins.Origin"), "thing", "public_id")
    yield Watched("wagtailcore_pageviewrestriction", "subtree", "page_id")
    yield Watched("wagtailcore_locale", "locale", "id", fan=("*",))
    yield Watched(
        "wagtailcore_revision",
        "revision",
        "object_id",
        unread=_all_but("wagtailcore.Revision", "approved_go_live_at", "object_id"),
    )
    for model in page_types():
        yield Watched(model._meta.db_table, "page", str(model._meta.pk.column))
        for many in model._meta.local_many_to_many:
            yield Watched(many.m2m_db_table(), "page", many.m2m_column_name())
    for field in child_keys():
        yield Watched(field.model._meta.db_table, "page", str(field.column))


def _of_media() -> Iterator[Watched]:
    any_read = ("*",)
    unread = ("collection_id", "uploaded_by_user_id", "created_at")
    yield Watched(_table("cms_media.Picture"), "picture", "sha256", fan=any_read, unread=unread)
    yield Watched(_table("cms_media.PictureRendition"), "rendition", "image_id", fan=any_read)
    yield Watched(_table("cms_media.File"), "file", "sha256", fan=any_read, unread=unread)
    yield Watched(_table("cms_pages.Tag"), "tag", "slug", fan=any_read)
    yield Watched(_table("cms_news.Category"), "category", "code", fan=any_read)


def _of_decisions() -> Iterator[Watched]:
    yield Watched(_table("workflows_passage.Release"), "thing", "public_id")
    yield Watched(_table("workflows_passage.Withdrawal"), "thing", "public_id")
    yield Watched(_table("workflows_translation.Counterpart"), "thing", "public_id")
    yield Watched(_table("workflows_translation.MeaningKept"), "thing", "public_id")


def page_types() -> list[type[Page]]:
    """Every concrete page model of ours, proxies left out."""
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


def child_keys() -> list["models.ForeignKey[models.Model, models.Model]"]:
    """The key to its page of every table whose rows belong to a page: credits, tagged items."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page) and field.related_model is not Page
    ]


def watched_tables() -> list[Watched]:
    """The whole register."""
    return [*_of_sites(), *_of_pages(), *_of_media(), *_of_decisions()]
