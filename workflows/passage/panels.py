"""The passage as a person sees it in the editor: the chain with where the item stands, who is asked, who decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Page

from workflows.agreement.models import Affirmation
from workflows.agreement.selectors import affirmations_of, is_translation
from workflows.boards.steps import Step
from workflows.passage.asking import turns, why_blocked
from workflows.passage.company import face_of
from workflows.passage.enums import PassageState
from workflows.passage.models import Decision, Passage
from workflows.passage.registry import standings
from workflows.passage.selectors import latest, step_now, steps_of
from workflows.secrecy.selectors import declarations_of, subject_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the drawing: `state` is done, now or ahead."""

    step: Step
    state: str
    decisions: list[Decision]


def drawing_of(passage: Passage) -> list[StepLine]:
    """The steps of a passage with what was decided at each."""
    decisions = list(passage.decisions.select_related("actor", "on_behalf_of", "delegation").order_by("id"))
    return [
        StepLine(step, _state(passage, step), [row for row in decisions if row.position == step.position])
        for step in steps_of(passage)
    ]


def _state(passage: Passage, step: Step) -> str:
    if step.position < passage.position or passage.state in (PassageState.PUBLISHED, PassageState.SCHEDULED):
        return "done"
    is_here = step.position == passage.position
    return "now" if is_here and passage.state == PassageState.IN_PROGRESS else "ahead"


class PassagePanel(BaseSidePanel):
    """The side panel of the editor."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label: Any = _("Way to publication")
        icon_name = "tasks"

    name = "passage"
    title = _("Way to publication")
    template_name = "workflows_passage/passage_panel.html"
    order = 110

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The newest passage of the page, drawn."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        passage = latest(self.object.pk) if self.object.pk else None
        context["standings"] = [said(self.object) for said in standings] if self.object.first_published_at else []
        if passage:
            step, people = step_now(passage), turns(passage)
            context |= {
                "passage": passage,
                "face": face_of(passage),
                "lines": drawing_of(passage),
                "asked": people,
                "declarations": declarations_of(subject_of(self.object)).filter(text_sha256=passage.text_sha256),
                "affirmations": _affirmations(self.object, passage),
                "blocked": why_blocked(passage, step) if step and not people else None,
            }
        return context


def _affirmations(page: Page, passage: Passage) -> list[Affirmation]:
    """What was declared right of the text that is under way, where it is a translation."""
    return list(affirmations_of(page).filter(text_sha256=passage.text_sha256)) if is_translation(page) else []
