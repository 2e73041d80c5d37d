"""The admin's views of pages where Wagtail's are not enough: saving over a newer save, moving, translating."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Locale, Page

from cms.pages.asked import language_of, translations_of
from cms.pages.comparison import differences
from cms.pages.models import BasePage
from cms.pages.translation import draft_translation, languages_to_draft_in, reasons_not_to_draft
from sites.domains.locks import tree_exclusive
from sites.memory import is_remembering
from sites.refusals import Refusal

CONFLICT = 409
RESUME = "resume-editing"
# What the form said about the version that it was opened on, and which button was pressed.
NOT_TEXT = ("csrfmiddlewaretoken", "loaded_revision", "overwrite_revision", "action-", "workflow-action", RESUME)


class PageEditing(EditView):
    """The editor. A save is one transaction with the page's row locked, and never goes over a newer save unseen."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        """Stand in line behind others who save the same page."""
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            return super().dispatch(request, page_id, **kwargs)

    def get_object(self) -> Page:
        """The newest draft, with what has been read of it already."""
        page: Page = super().get_object()
        page.__dict__["scheduled_revision"] = self.scheduled_revision
        page.locale = language_of(page)
        newest = self.latest_revision
        for name in ("latest_revision", "live_revision"):
            if newest and getattr(page, f"{name}_id") == newest.pk:
                setattr(page, name, newest)
        if newest and newest.user_id == self.request.user.pk:
            newest.user = self.request.user
        if is_remembering() and not self.real_page_record._current_workflow_states:
            page._current_workflow_states = []  # what is written may begin one
        return page

    def get_translations(self) -> list[dict[str, Any]]:
        """The page in other languages, where this person may edit it."""
        return [
            {"locale": page.locale, "url": reverse("wagtailadmin_pages:edit", args=[page.pk])}
            for page in translations_of(self.page)
            if page.permissions_for_user(self.request.user).can_edit()
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or show both texts, where somebody saved in between; or go on writing after having seen them."""
        if RESUME in request.POST:
            return self._resume()
        if self.is_out_of_date and not self.expects_json_response and not self.locked_for_user:
            return self._show_both()
        return super().post(request, *args, **kwargs)

    def _resume(self) -> HttpResponse:
        self.form = self._bound_form()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def _show_both(self) -> HttpResponse:
        context = {
            "page": self.page,
            "differences": differences(self._theirs(), self._mine()),
            "newest": self.latest_revision,
            "newest_created_at": self.latest_revision_created_at,
            "kept": self._kept(),
            "edit_url": self.get_edit_url(),
            "resume": RESUME,
        }
        return render(self.request, "cms_pages/conflict.html", context, status=CONFLICT)

    def _theirs(self) -> BasePage:
        page: BasePage = Page.objects.get(
            pk=self.page.pk
        ).get_latest_revision_as_object()  # not what the form writes on
        return page

    def _mine(self) -> BasePage:
        form = self._bound_form()
        form.defer_required_fields()
        mine: BasePage = form.save(commit=False) if form.is_valid() else form.instance
        return mine

    def _bound_form(self) -> Any:
        return self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def _kept(self) -> list[tuple[str, str]]:
        """Everything that was typed, to be sent again."""
        return [
            (name, str(value))
            for name, values in self.request.POST.lists()
            if not name.startswith(NOT_TEXT)
            for value in values
        ]


class PageMoving(MoveConfirmView):
    """Moving, alone in the tree (anchors M6): pages are read after the lock is held."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the lock first."""
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with tree_exclusive():
            return super().dispatch(request, *args, **kwargs)


class TranslationDrafting(View):
    """Asks once more, then drafts a page in another language and opens it."""

    def dispatch(self, request: HttpRequest, page_id: int, language: str) -> HttpResponseBase:  # type: ignore[override]
        """Only for pages of ours, for who may edit the page, or write the language beside what is public."""
        self.page = get_object_or_404(Page, pk=page_id).specific
        self.locale = get_object_or_404(Locale, language_code=language)
        if not isinstance(self.page, BasePage) or not self._may_see():
            raise PermissionDenied
        return super().dispatch(request)

    def _may_see(self) -> bool:
        user: Any = self.request.user
        if self.page.permissions_for_user(user).can_edit():
            return True
        return self.page.live and self.locale in languages_to_draft_in(user, page=self.page)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say what will happen, or why not."""
        reasons = reasons_not_to_draft(request.user, page=self.page, locale=self.locale)  # type: ignore[arg-type]
        context = {"page": self.page, "language": self.locale, "reasons": reasons}
        return render(request, "cms_pages/draft_translation.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Draft it."""
        try:
            draft = draft_translation(request.user, page=self.page, locale=self.locale)  # type: ignore[arg-type]
        except Refusal as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
            return redirect("wagtailadmin_home")
        messages.success(request, _("“%(title)s” was copied. Now translate it.") % {"title": draft.title})
        return redirect("wagtailadmin_pages:edit", draft.pk)


def drafting_links(person: Any, page: Page) -> list[Locale]:
    """The languages for which the button is shown."""
    return languages_to_draft_in(person, page=page) if isinstance(page, BasePage) else []
