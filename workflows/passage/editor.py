"""The editor's doors into a passage: submit, forward, take back. Each saves the draft first, then asks the action."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from cms.pages.views import PageEditing
from sites.accounts.models import User
from sites.refusals import Conflict, Refusal
from workflows.agreement.panels import AgreementPanel
from workflows.agreement.policies import DISAGREES
from workflows.agreement.selectors import is_translation
from workflows.passage import actions
from workflows.passage.action_menu import PassageMenu
from workflows.passage.kinds import is_asked
from workflows.passage.panels import PassagePanel
from workflows.passage.registry import side_panels
from workflows.passage.selectors import latest
from workflows.passage.texts import hash_of_revision
from workflows.secrecy.actions import note_refused
from workflows.secrecy.policies import NOT_DECLARED

ASKED_FIRST = frozenset({NOT_DECLARED, DISAGREES})  # what the page before the first desk asks


def tell(request: HttpRequest, refusal: Refusal) -> None:
    """Show every reason."""
    for reason in refusal.reasons:
        messages.error(request, str(reason))


class PassageEditing(PageEditing):
    """The page editor with our buttons. Wagtail's own ways to move a workflow end in the same actions."""

    @property
    def person(self) -> User:
        """Who is logged in."""
        return cast("User", self.request.user)

    @property
    def workflow_state(self) -> None:
        """None: where an item stands its passage says. Wagtail would read all slots of its workflow for a button that
        is not shown.
        """

    @workflow_state.setter
    def workflow_state(self, _state: Any) -> None:
        """What Wagtail has found is not needed."""

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        """What the pressed button means; an unknown one saves the draft."""
        doors = {
            "action-submit": ("submit", self.submit_action),
            "action-restart-workflow": ("submit", self.submit_action),
            "action-forward": ("forward", self.forward_action),
        }
        return next((act for name, act in doors.items() if self.request.POST.get(name)), ("save", self.save_action))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Taking an item back needs no form: the text may be locked."""
        if request.POST.get("action-cancel-workflow"):
            return self.cancel_passage()
        return super().post(request, *args, **kwargs)

    def submit_action(self) -> HttpResponse:
        """Save the draft and submit it; where that is refused, the draft is saved all the same.

        Of a change of a public text it is asked first what kind of change it is.
        """
        self._save_draft()
        if is_asked(self.page):
            return redirect("passage_change", page_id=self.page.pk)
        return self._act(lambda: actions.submit(self.person, page=self.page), _("“%(title)s” was submitted."))

    def forward_action(self) -> HttpResponse:
        """Save the editor's text, the one in the form, and hand it on."""
        passage = latest(self.page.pk)
        if passage is None or self.is_out_of_date or str(passage.position) != self.request.POST.get("passage-position"):
            raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
        revision = self._save_draft() if self.has_content_changes else self.latest_revision
        return self._act(
            lambda: actions.forward(self.person, passage=passage, seen_sha256=hash_of_revision(revision)),
            _("“%(title)s” was handed on."),
        )

    def cancel_passage(self) -> HttpResponse:
        """Take the item off its way."""
        passage = latest(self.page.pk)
        if passage is None:
            raise Conflict(_("The item is not under way."), code="not_in_progress")
        actions.cancel(self.person, passage=passage)
        messages.success(
            self.request, _("“%(title)s” was taken back.") % {"title": self.page.get_admin_display_title()}
        )
        return self.redirect_and_remain()

    def get_action_menu(self) -> PassageMenu:
        """The buttons for this person, here and now."""
        return PassageMenu(
            self.request, view="edit", page=self.page, lock=self.lock, locked_for_user=self.locked_for_user
        )

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and the passage."""
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        own = [PassagePanel, *([AgreementPanel] if is_translation(self.page) else []), *side_panels]
        return MediaContainer([*panels, *(panel(self.page, self.request) for panel in own)])

    def _save_draft(self) -> Any:
        self.page = cast("Page", self.form.save(commit=not self.page.live))
        self.subscription.save()
        revision = self.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=self.previous_revision
        )
        if self.has_content_changes and "comments" in self.form.formsets:
            changes = self.get_commenting_changes()
            self.log_commenting_changes(changes, revision)
            self.send_commenting_notifications(changes)
        return revision

    def _act(self, act: Any, words: str) -> HttpResponse:
        try:
            act()
        except Refusal as refusal:
            if refusal.code in ASKED_FIRST:
                return redirect("passage_declare", page_id=self.page.pk)
            messages.warning(self.request, _("The draft was saved, but it did not go on:"))
            tell(self.request, refusal)
            return self.redirect_and_remain()
        messages.success(self.request, words % {"title": self.page.get_admin_display_title()})
        return self.run_hook("after_edit_page", self.request, self.page) or self.redirect_away()


class PassageReverting(RevisionsRevertView, PassageEditing):  # type: ignore[misc]
    """The editor opened on an older version: the same doors."""


class PassageCreating(CreateView):
    """The form of a new page: what cannot be submitted yet stays a draft, and the editor opens on it."""

    def submit_action(self) -> HttpResponse:
        """Make the page, then submit it."""
        try:
            return super().submit_action()
        except Refusal as refusal:
            self.subscription.page = self.page  # type: ignore[assignment]
            self.subscription.save()
            # here Wagtail itself began the passage, not our action, which writes down what was found
            note_refused(cast("User", self.request.user), page=cast("Page", self.page), refusal=refusal)
            if refusal.code in ASKED_FIRST:
                return redirect("passage_declare", page_id=self.page.pk)
            messages.warning(self.request, _("The draft was saved, but it did not go on:"))
            tell(self.request, refusal)
            return self.redirect_and_remain()
