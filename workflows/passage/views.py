"""The pages where a decision is made about a text that is shown, and where a schedule is cancelled."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.models import Page, Revision, TaskState

from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites.accounts.models import User
from sites.domains.selectors import site_of
from sites.refusals import Conflict, Refusal
from workflows.agreement.selectors import is_translation
from workflows.agreement.showing import comparison_of
from workflows.passage import actions
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.editor import tell
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.forms import DecisionForm
from workflows.passage.models import Passage


class OfThisPage:
    """A task state belongs to the page of the address, or it is not found (Wagtail runs the action on any)."""

    object: Page
    task_state_id: int

    def get_task_state(self) -> TaskState:
        """The task state of the address; 404 for one of another page."""
        return get_object_or_404(
            TaskState,
            pk=self.task_state_id,
            workflow_state__object_id=str(self.object.pk),
            workflow_state__base_content_type=self.object.get_base_content_type(),
        ).specific


class DecisionView(OfThisPage, WorkflowActionView):  # type: ignore[misc]
    """One decision. The text is shown as it will be public, and its hash goes with the form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is refused is said on the desk."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            tell(request, refusal)
            return self._leave(request)

    def check_action(self) -> None:
        """Someone who was slower is told so; who was never asked is sent away."""
        passage = Passage.objects.filter(workflow_state=self.task_state.workflow_state_id).first()
        if passage and self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise Conflict(_("Someone else has decided in the meantime."), code="moved_on")
        super().check_action()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The text and the form: a page of its own, or a dialogue on the desk."""
        form = self._form(initial={"seen_sha256": digest(self._text())})
        return self._show(request, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        if isinstance(form, DecisionForm):
            form.affirm(self._person())
        self.task.on_action(self.task_state, request.user, self.action_name, **form.cleaned_data)
        messages.success(request, _("Done: %(decision)s.") % {"decision": self.action_verbose_name})
        return self._leave(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the text, and where to compare it."""
        revision = self._revision()
        extra = {
            "passage": Passage.objects.get(workflow_state=self.task_state.workflow_state_id),
            "text": self._text(),
            "revision": revision,
            "title": revision.object_str,
            **(comparison_of(revision.as_object()) if is_translation(self.object) else {}),
            "page_title": self.action_verbose_name,
        }
        context: dict[str, Any] = super().get_context_data(**kwargs, **extra)
        return context

    def _person(self) -> User:
        return cast("User", self.request.user)

    def _form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """The form of the decision, with the declaration where one is asked for."""
        if self.action_name in DECLARED:
            act = DECLARED[DecisionKind(self.action_name)]
            drafts = [self._revision().as_object()]
            return DecisionForm(*args, site=site_of(self.object), act=act, drafts=drafts, **kwargs)
        form: forms.Form = self.form_class(*args, **kwargs)
        return form

    def _leave(self, request: HttpRequest) -> HttpResponse:
        if self._is_dialogue():
            return self.render_modal_json(request, {"step": "success", "redirect": reverse("wagtailadmin_home")})
        return redirect("wagtailadmin_home")

    def _show(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        if self._is_dialogue():
            return self.render_modal_form(request, form)
        return render(request, "workflows_passage/decide.html", self.get_context_data(form=form))

    def _is_dialogue(self) -> bool:
        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"

    def _revision(self) -> Revision:
        """What is decided about: the frozen text, but the newest where it was edited at this step."""
        if self.action_name == DecisionKind.FORWARD:
            return self.object.latest_revision
        return Passage.objects.get(workflow_state=self.task_state.workflow_state_id).revision

    def _text(self) -> Any:
        return text_of(self._revision().as_object())


class CollectDecisionView(OfThisPage, CollectWorkflowActionDataView):  # type: ignore[misc]
    """Wagtail's dialogue inside the editor; ours goes by `DecisionView`."""


class UnscheduleView(RevisionsUnscheduleView):
    """Cancelling a schedule, which is cancelling the passage that made it."""

    def get_object(self, queryset: Any = None) -> Page:
        """The page; who may do it, the action says."""
        return get_object_or_404(Page, pk=self.pk).specific

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel."""
        user: Any = request.user
        passage = get_object_or_404(Passage, page=self.object.pk, state=PassageState.SCHEDULED)
        actions.cancel(user, passage=passage)
        return redirect("wagtailadmin_home")
