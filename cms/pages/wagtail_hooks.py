"""What this room hangs into the admin."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.pages.views import TranslationDrafting, drafting_links
from cms.pages.viewsets import BasePageViewSet


def page_viewset() -> PageViewSet:
    """In the place of Wagtail's own."""
    return BasePageViewSet()


def urls() -> list[Any]:
    """Drafting a translation."""
    drafting = TranslationDrafting.as_view()
    return [path("pages/<int:page_id>/draft-in/<slug:language>/", drafting, name="cms_pages_draft_translation")]


def translation_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """One for each language in which this person may draft this page."""
    for locale in drafting_links(user, page.specific_deferred):
        label = _("Draft in %(language)s") % {"language": locale.get_display_name()}
        url = reverse("cms_pages_draft_translation", args=[page.pk, locale.language_code])
        yield Button(label, url, icon_name="globe", priority=35)


def own_pages_and_live_ones(pages: Any, request: HttpRequest) -> QuerySet:
    """What may be linked to: what the public reads, and the drafts of one's own sections.

    With what every row of the list shows.
    """
    policy: Any = policy_registry.get_by_type(Page)
    pages = pages.filter(Q(live=True) | policy.explored(request.user))
    return pages.prefetch_related("locale").prefetch_workflow_states().annotate_approved_schedule()


def one_save_at_a_time() -> str:
    """A pressed button waits for a draft that is being saved (upstream: Wagtail 8's autosave does not)."""
    return format_html('<script src="{}"></script>', static("cms_pages/one_save_at_a_time.js"))


hooks.register("register_admin_viewset", page_viewset, order=10)
hooks.register("register_admin_urls", urls)
hooks.register("register_page_header_buttons", translation_buttons)
hooks.register("construct_page_chooser_queryset", own_pages_and_live_ones)
hooks.register("insert_editor_js", one_save_at_a_time)
