"""The face that a passage shows to Wagtail: buttons, locks, the desk. Every check is the action's."""

from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Refused
from workflows.boards.enums import StepKind
from workflows.delegation.selectors import offices_of
from workflows.passage import actions
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.asking import asked, is_holder, turn_of, waiting_for
from workflows.passage.enums import DecisionKind
from workflows.passage.forms import DecisionForm, ReturnForm
from workflows.passage.models.records import Passage
from workflows.passage.policies import VERBS
from workflows.passage.selectors import running, step_now, steps_of
from workflows.secrecy.actions import declare

type Choice = tuple[str, str, bool]

LABELS = {
    DecisionKind.APPROVE: _("Approve"),
    DecisionKind.FORWARD: _("Editing done, forward"),
    DecisionKind.PUBLISH: _("Approve and publish"),
    DecisionKind.ENTER: _("Enter and publish"),
    DecisionKind.RETURN: _("Return"),
}
DECIDING = {
    DecisionKind.APPROVE: actions.approve,
    DecisionKind.FORWARD: actions.forward,
    DecisionKind.PUBLISH: actions.publish,
    DecisionKind.ENTER: actions.enter,
}


def held_by(person: User) -> list[str]:
    """The offices of a person today."""
    return offices_of(person, clock.today())


class StepLock(WorkflowLock):
    """Nobody changes a text that waits for an approval; only those asked change one that waits to be edited."""

    def get_message(self, user: User) -> str | None:
        """Where the item stands and who is asked."""
        passage = running(self.object.pk)
        step = step_now(passage) if passage else None
        if passage is None or step is None or not self.for_user(user):
            return None
        people = ", ".join(str(person) for person in asked(passage)) or gettext("nobody")
        return gettext("The text is locked: “%(step)s” (%(people)s).") % {"step": step.label, "people": people}

    def get_description(self, user: User, can_lock: bool = False) -> str:  # noqa: FBT001, FBT002 - Wagtail's
        """The sentence of the status panel."""
        return gettext("What waits for an approval is not changed.")


class ChainSlot(Task):
    """One place in Wagtail's only workflow: the step at `position` of whatever chain an item passes. No personal data.

    There are as many as the longest chain has steps. Which step it is, and for whom, the passage says.
    """

    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    lock_class = StepLock

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    @classmethod
    def get_description(cls) -> str:
        """Words for the list of task types."""
        return gettext("Who is asked follows from the chain of the site")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin or continue the passage, so that every door to Wagtail's workflow ends in the same checks.

        A slot beyond the end of the chain finishes itself.
        """
        with transaction.atomic():
            passage = actions.continue_passage(workflow_state, user, self.position)
            needed = self.position <= len(steps_of(passage))
            state = TaskState(
                workflow_state=workflow_state,
                task=self,
                revision=passage.revision,
                status=TaskState.STATUS_IN_PROGRESS if needed else TaskState.STATUS_SKIPPED,
            )
            state.save()
        task_submitted.send(sender=TaskState, instance=state, user=user)
        return state

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Carry out a decision about the item of the task state, whatever the address says."""
        passage = self._passage_of(task_state)
        if action_name == DecisionKind.RETURN:
            actions.return_to_author(user, passage=passage, reason=kwargs.get("reason", ""))
            return
        act = next((act for kind, act in DECIDING.items() if kind == action_name), None)
        if act is None:
            raise Refused(gettext("There is no such decision."), code="unknown_decision")
        seen = kwargs.get("seen_sha256", "")
        if kwargs.get("declared") and action_name in DECLARED:
            declare(user, page=passage.page, act=DECLARED[DecisionKind(action_name)], text_sha256=seen)
        act(user, passage=passage, seen_sha256=seen, comment=kwargs.get("comment", ""))

    def _passage_of(self, task_state: TaskState) -> Passage:
        """The passage of a task state, if it stands at this very slot; otherwise someone else was faster."""
        passage = Passage.objects.filter(workflow_state=task_state.workflow_state_id).first()
        state = passage.workflow_state if passage else None
        if passage is None or state is None or state.current_task_state_id != task_state.pk:
            raise Conflict(gettext("Someone else has decided in the meantime."), code="moved_on")
        if passage.position != self.position:
            raise Conflict(gettext("Someone else has decided in the meantime."), code="moved_on")
        return passage

    def _running(self, obj: Page) -> Passage | None:
        """The passage of a page, if it stands at this slot; kept with the slot, which lives for one question."""
        if obj.pk not in self._found:
            self._found[obj.pk] = running(obj.pk)
        passage = self._found[obj.pk]
        return passage if passage and passage.position == self.position else None

    @cached_property
    def _found(self) -> dict[int, Passage | None]:
        return {}

    def get_actions(self, obj: Page, user: User) -> list[Choice]:
        """What this person may do with the item now: name, label, and that a form is shown first.

        About items that go together one decides where all of them are seen.
        """
        passage = self._running(obj)
        step = step_now(passage) if passage else None
        if passage is None or step is None or passage.led_by_id:
            return []
        kinds = [VERBS[step.kind]] if turn_of(passage, user) else []
        if is_holder(passage, user):
            kinds.append(DecisionKind.RETURN)
        return [(kind.value, str(LABELS[kind]), True) for kind in kinds]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """The form that is shown first: a reason to return, a comment and the hash of the text seen to decide."""
        return ReturnForm if action == DecisionKind.RETURN else DecisionForm

    def get_template_for_action(self, action: str) -> str:
        """The form's own template: it names the text that is decided about."""
        return "workflows_passage/decide_modal.html"

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        """Whoever the item waits for opens it, even without any right on the page."""
        passage = self._running(obj)
        return passage is not None and is_holder(passage, user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """Whether the text is closed to this person: to all while an approval is asked, to all but the editors else."""
        passage = self._running(obj)
        step = step_now(passage) if passage else None
        if passage is None or step is None or step.kind != StepKind.EDIT_AND_FORWARD:
            return True
        return turn_of(passage, user) is None

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> models.QuerySet[TaskState]:
        """What waits for this person. The first slot answers for all, so that the desk costs one query, not N."""
        if self.position != 1:
            return TaskState.objects.none()
        states = waiting_for(user).values("workflow_state")
        return TaskState.objects.filter(workflow_state__in=states, status=TaskState.STATUS_IN_PROGRESS)
