"""Choosing a page to link to: one's own with its drafts, those of others as the public reads them.

What may be chosen at all says the hook of `cms.pages`; here stand the doors that Wagtail leaves open beside it: the
page whose children are listed, pages named by number, and the draft titles of pages that are live.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from sites.domains.models import SiteHome

HOOK = "construct_page_chooser_queryset"


def own_pages(request: HttpRequest) -> QuerySet[Page]:
    """The pages that a person finds in the explorer: his own, and the way to them."""
    policy: Any = policy_registry.get_by_type(Page)
    pages: QuerySet[Page] = policy.explorable_instances(request.user)
    return pages


def pages_to_choose(request: HttpRequest) -> Any:
    """The pages that a person may link to."""
    pages: Any = Page.objects.all()
    for hook in hooks.get_hooks(HOOK):
        pages = hook(pages, request)
    return pages


def mark_own(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """`is_own` says whose drafts a person may read; hung on the hook of all choosers of pages."""
    policy: Any = policy_registry.get_by_type(Page)
    own = When(policy.explored(request.user), then=Value(True))  # noqa: FBT003
    return pages.annotate(is_own=Case(own, default=Value(False), output_field=BooleanField()))  # noqa: FBT003


def as_the_public_reads(page: Any) -> Any:
    """The page, in memory, without the title of a draft that is somebody else's."""
    page.draft_title = page.title
    return page


class Title(chooser.PageTitleColumn):
    """Of others the published title."""

    def get_value(self, instance: Any) -> Any:
        """Whatever the cell shows is taken from the page after this."""
        if not getattr(instance, "is_own", False):
            as_the_public_reads(instance)
        return super().get_value(instance)


class Parent(chooser.ParentPageColumn):
    """Of others the published title."""

    def get_value(self, instance: Any) -> Any:
        """The parent of one's own page is one's own, or the way to it."""
        parent = super().get_value(instance)
        return parent if parent is None or getattr(instance, "is_own", False) else as_the_public_reads(parent)


COLUMNS = {chooser.PageTitleColumn: Title, chooser.ParentPageColumn: Parent}


def narrowed(columns: Iterable[Column]) -> list[Column]:
    """Wagtail's columns with ours in their places."""
    found = []
    for column in columns:
        column.__class__ = COLUMNS.get(type(column), type(column))  # type: ignore[assignment]
        found.append(column)
    return found


def only_home(request: HttpRequest) -> int | None:
    """The home, in its first language, of the only site on which a person works; None where he works on several."""
    homes = SiteHome.objects.filter(position=0, home__in=own_pages(request))
    found = homes.values_list("home_id", flat=True)[:2]
    return found[0] if len(found) == 1 else None


class Browsing(chooser.BrowseView):
    """The children of a page that may itself be seen; first those of the site on which one works."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """What Wagtail answers; the list of all sites is one step above."""
        if parent_page_id is None and "locale" not in request.GET:
            parent_page_id = only_home(request)
        answer: HttpResponse = super().get(request, parent_page_id)
        return answer

    @property
    def columns(self) -> list[Column]:
        """With published titles."""
        return narrowed(super().columns)

    def get_object_list(self) -> QuerySet:
        """The page above is asked first: Wagtail shows its title to everybody."""
        parent: Any = self.parent_page
        if not parent.is_root() and not pages_to_choose(self.request).filter(pk=parent.pk).exists():
            raise Http404
        parent.is_own = own_pages(self.request).filter(pk=parent.pk).exists()
        return super().get_object_list()


class Searching(chooser.SearchView):
    """Search results."""

    @property
    def columns(self) -> list[Column]:
        """With published titles."""
        return narrowed(super().columns)


class ChosenMany(chooser.ChosenMultipleView):
    """Pages named by number: only those that could have been chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What Wagtail answers, of these pages alone, those of others with their published titles."""
        wanted = [number for number in request.GET.getlist("id") if number.isdecimal()]
        chosen = pages_to_choose(request).filter(pk__in=wanted, depth__gt=1)
        pages = [_face(page) for page in chosen.specific()]
        result = [
            {
                "id": page.pk,
                "parentId": page.get_parent().pk,
                "adminTitle": page.get_admin_display_title(),
                "editUrl": reverse("wagtailadmin_pages:edit", args=(page.pk,)),
                "url": page.url,
            }
            for page in pages
        ]
        return self.render_chosen_response(result)


def _face(page: Any) -> Any:
    return page if page.is_own else as_the_public_reads(page)
