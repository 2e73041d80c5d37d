"""Pages that are made, and then published, together: the skeleton of a site in a handful of statements.

They do for many drafts what `add_child`, `save_revision` and `publish` do for one, at a twentieth of the statements.
Every gate is asked for each page all the same. No `post_save` is sent for the pages: what the tree's receivers would do
(identities, the search index) is done here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from cms.pages import gate
from cms.pages.cleaning import make_clean
from cms.pages.models import BasePage, PageIdentity
from cms.textstandard import RESERVED_SLUGS
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Refused


@transaction.atomic
def make_drafts(actor: User, *, placed: Sequence[tuple[Page, BasePage]]) -> None:
    """Put new pages of one type at the end below their parents, as drafts with a revision each.

    Their titles, slugs and languages are given. The caller stands alone in the tree (`tree_exclusive`). Conflict where
    another page below the same parent has the slug, or where it is kept for a language.
    """
    pages = [page for _parent, page in placed]
    parents: dict[int, Page] = {
        parent.pk: parent
        for parent in Page.objects.select_for_update(of=("self",)).filter(pk__in={parent.pk for parent, _ in placed})
    }
    _refuse_taken_slugs(parents, placed)
    last = {key: _last_path(parent) for key, parent in parents.items()}
    for below, page in placed:
        parent = parents[below.pk]
        last[parent.pk] = page.path = _next_path(parent, last[parent.pk])
        _fill(page, parent)
    _insert(pages)
    _count_children(placed)
    _write_revisions(actor, pages)
    _log(actor, pages, "wagtail.create")


@transaction.atomic
def publish_drafts(actor: User, *, pages: Sequence[BasePage]) -> None:
    """Publish drafts as `make_drafts` left them, in the transaction that made them.

    Refused as every gate refuses; nothing is published then.
    """
    now = clock.now()
    for page in pages:
        gate.ask_before_publishing(page, page.latest_revision)
    for page in pages:
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = now
        page.live_revision = page.latest_revision
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(
        live=True,
        has_unpublished_changes=False,
        first_published_at=now,
        last_published_at=now,
        live_revision=F("latest_revision"),
    )
    _log(actor, pages, "wagtail.publish")
    for page in pages:
        page_published.send(sender=type(page), instance=page, revision=page.latest_revision)


def index_drafts(pages: Iterable[BasePage]) -> None:
    """Enter pages that were made together into the admin's search. Safe to call again."""
    for backend in get_search_backends(with_auto_update=True):
        for kind, of_kind in groupby(pages, _type_of):
            backend.add_bulk(kind, list(of_kind))


def record_identities(pages: Iterable[BasePage], *, site: PublicSite) -> None:
    """Write down (public id, language) of pages of one site. Safe to call again."""
    PageIdentity.objects.bulk_create(
        [
            PageIdentity(
                public_id=page.translation_key,
                locale=page.locale.language_code,
                site=site,
                page_id=page.pk,
                number=page.pk,
            )
            for page in pages
        ],
        update_conflicts=True,
        unique_fields=["public_id", "locale"],
        update_fields=["site", "page", "number"],
    )


def _refuse_taken_slugs(parents: Mapping[int, Page], placed: Sequence[tuple[Page, BasePage]]) -> None:
    taken = Q(pk__in=[])
    for below, page in placed:
        parent = parents[below.pk]
        taken |= Q(path__startswith=parent.path, depth=parent.depth + 1, slug=page.slug)
    faults = set(Page.objects.filter(taken).values_list("slug", flat=True))
    faults |= {page.slug for below, page in placed if gate.is_home(below) and page.slug in RESERVED_SLUGS}
    if faults:
        message = _("These slugs are taken or kept for a language: %(slugs)s")
        raise Conflict(message % {"slugs": ", ".join(sorted(faults))}, code="slug_taken")


def _last_path(parent: Page) -> str:
    """The path of the last child of a page, empty where it has none."""
    if parent.is_leaf():
        return ""
    below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    return below.order_by("-path").values_list("path", flat=True).first() or ""


def _next_path(parent: Page, last: str) -> str:
    number = Page._str2int(last[-Page.steplen :]) if last else 0
    return str(Page._get_path(parent.path, parent.depth + 1, number + 1))


def _fill(page: BasePage, parent: Page) -> None:
    """What Wagtail fills in when a page is saved for the first time."""
    if page.live or page.pk is not None:
        raise Refused(_("Only new drafts are made together."), code="no_draft")
    page.depth, page.numchild = parent.depth + 1, 0
    page.draft_title, page.has_unpublished_changes = page.title, True
    page.content_type = ContentType.objects.get_for_model(type(page))
    make_clean(page)
    page.set_url_path(parent)
    page.clean_fields(exclude=[field.name for field in page._meta.fields if field.is_relation])


def _insert(pages: Sequence[BasePage]) -> None:
    """One row in the tree's table and one in the table of its type for each page (Django writes such pairs singly)."""
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in columns}) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        page._state.adding, page._state.db = False, row._state.db
    for kind, of_kind in groupby(pages, _type_of):
        rows_of_type: Any = kind._base_manager.get_queryset()
        rows_of_type._insert(list(of_kind), fields=kind._meta.local_concrete_fields)


def _type_of(page: BasePage) -> type[BasePage]:
    return type(page)


def _count_children(placed: Sequence[tuple[Page, BasePage]]) -> None:
    """One statement for all parents that got the same number of pages: the homes of a site."""
    made = Counter(below.pk for below, _page in placed)
    for number in set(made.values()):
        parents = [key for key, count in made.items() if count == number]
        Page.objects.filter(pk__in=parents).update(numchild=F("numchild") + number)


def _write_revisions(actor: User, pages: Sequence[BasePage]) -> None:
    now, base = clock.now(), ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type=page.content_type,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=now,
                user=actor,
                object_str=str(page),
                content=_content(page),
            )
            for page in pages
        ]
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision, page.latest_revision_created_at = revision, now
    own = Revision.objects.filter(
        pk__in=[revision.pk for revision in revisions], object_id=Cast(OuterRef("pk"), CharField())
    )
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(
        latest_revision=Subquery(own.order_by().values("pk")), latest_revision_created_at=now
    )


def _content(page: BasePage) -> Any:
    """What a revision keeps. A new page has no inline children yet; without this each relation would be asked."""
    for relation in get_all_child_relations(page):
        setattr(page, relation.get_accessor_name(), [])
    return page.serializable_data()


def _log(actor: User, pages: Sequence[BasePage], action: str) -> None:
    now = clock.now()
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type=page.content_type,
                label=page.get_admin_display_title(),
                action=action,
                timestamp=now,
                user=actor,
                page=page,
                revision=page.latest_revision,
                content_changed=True,
                data={},
            )
            for page in pages
        ]
    )
