"""One item on the desk: the text, what changed in it, and the buttons, on a screen that fits a telephone."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Revision

from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.agreement.selectors import SOURCE
from workflows.agreement.showing import comparison_of
from workflows.boards.enums import StepKind
from workflows.comments.views import thread_context
from workflows.desk import actions
from workflows.desk.enums import Priority
from workflows.desk.handling import handler_of, reasons_not_to_claim, reasons_not_to_prioritise
from workflows.desk.reading import changes_for
from workflows.desk.selectors import Line, lines_of, pile_of
from workflows.notices.actions import mark_all_read
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.actions.recording import states_of
from workflows.passage.asking import asked
from workflows.passage.company import face_of
from workflows.passage.editor import tell
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.forms import DecisionForm, ReturnForm
from workflows.passage.knowing import may_know_of
from workflows.passage.models import Passage
from workflows.passage.models.slot import LABELS
from workflows.passage.policies import VERBS, reasons_not_to_decide, reasons_not_to_return
from workflows.passage.selectors import step_now
from workflows.translation.selectors import translation_of
from workflows.translation.texts import is_behind

BESIDE = 12  # lines of the list beside the text


def item(request: HttpRequest, passage_id: int) -> HttpResponse:
    """Show an item, or do with it what a button says."""
    person = cast("User", request.user)
    found = Passage.objects.select_related("page__locale", "site", "submitted_by", "revision")
    passage = get_object_or_404(found, pk=passage_id)
    if not may_know_of(person, passage.page):
        raise PermissionDenied
    if face := face_of(passage):
        return redirect(f"{face.path}?item={passage.pk}")
    if passage.state != PassageState.IN_PROGRESS:
        messages.warning(request, _("This item does not wait for a decision any more."))
        return redirect("wagtailadmin_home")
    return _do(request, person, passage) if request.method == "POST" else _show(request, person, passage)


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark one's notices as read."""
    mark_all_read(cast("User", request.user))
    return redirect(reverse("wagtailadmin_home") + "?tab=notices")


def _do(request: HttpRequest, person: User, passage: Passage) -> HttpResponse:
    """Call the action of the button that was pressed; what is refused is said."""
    act = request.POST.get("act", "")
    here = redirect("desk_item", passage_id=passage.pk)
    if str(passage.position) != request.POST.get("position"):
        messages.error(request, _("Someone else has decided in the meantime."))
        return here
    try:
        if act in OF_THE_DESK:
            OF_THE_DESK[act](request, person, passage)
            return here
        return _decide(request, person, passage, act)
    except Refusal as refusal:
        tell(request, refusal)
        return here


def _decide(request: HttpRequest, person: User, passage: Passage, act: str) -> HttpResponse:
    """A decision goes through the slot, as from everywhere."""
    form = ReturnForm(request.POST) if act == DecisionKind.RETURN else decision_form(passage, act, request.POST)
    if not form.is_valid():
        return _show(request, person, passage, refused=form)
    if isinstance(form, DecisionForm):
        form.affirm(person)
    _state, task_state = states_of(passage)
    task: Any = task_state.task.specific
    task.on_action(task_state.specific, person, act, **form.cleaned_data)
    words = {"decision": LABELS[DecisionKind(act)], "title": passage.revision.object_str}
    messages.success(request, _("Done: %(decision)s. “%(title)s”") % words)
    return redirect(reverse("wagtailadmin_home"))


def decision_form(passage: Passage, act: str, *args: Any, of: Sequence[Passage] = (), **kwargs: Any) -> DecisionForm:
    """The form of a decision, about this passage or all `of` a company, with what is asked first."""
    declared = DECLARED[DecisionKind(act)] if act in DECLARED else ""
    return DecisionForm(*args, site=passage.site, act=declared, drafts=_drafts(of or [passage], declared), **kwargs)


def _drafts(passages: Sequence[Passage], act: str) -> list[Any]:
    """The texts that are decided about, where a translation among them may disagree with the Vietnamese text."""
    if not act or all(passage.locale == SOURCE for passage in passages):
        return []
    return [passage.revision.as_object() for passage in passages if passage.locale != SOURCE]


def _claim(request: HttpRequest, person: User, passage: Passage) -> None:
    actions.claim(person, passage=passage)
    messages.success(request, _("You handle this item now."))


def _release(request: HttpRequest, person: User, passage: Passage) -> None:
    actions.release(person, passage=passage)
    messages.success(request, _("The item is free for your colleagues again."))


def _hand_over(request: HttpRequest, person: User, passage: Passage) -> None:
    to = get_object_or_404(User, pk=request.POST.get("to") or 0)
    actions.hand_over(person, passage=passage, to=to)
    messages.success(request, _("Handed over to %(person)s.") % {"person": to})


def _prioritise(request: HttpRequest, person: User, passage: Passage) -> None:
    given = request.POST.get("priority", "")
    if given.isdigit() and int(given) in Priority.values:
        actions.set_priority(person, passage=passage, priority=Priority(int(given)))
        messages.success(request, _("Priority: %(priority)s.") % {"priority": Priority(int(given)).label})


OF_THE_DESK = {"claim": _claim, "release": _release, "hand_over": _hand_over, "prioritise": _prioritise}


def _show(request: HttpRequest, person: User, passage: Passage, refused: forms.Form | None = None) -> HttpResponse:
    revision = revision_of(passage)
    draft = revision.as_object()
    text = text_of(draft)
    context = {
        "passage": passage,
        "title": revision.object_str,
        "text": text,
        "language": passage.locale,
        "changes": changes_for(person, passage=passage, revision=revision),
        "translation": (translation := translation_of(passage.page)),
        "is_behind": translation is not None and is_behind(translation),
        **comparison_of(draft),
        **thread_context(person, passage.page, revision),
        **around(person, passage),
        **buttons(person, passage, digest(text), refused),
    }
    if asked(passage) and person in asked(passage) and revision.pk == passage.revision_id:
        actions.note_reading(person, revision=revision, passage=passage)  # frozen: it stays what was shown
    return render(request, "workflows_desk/item.html", context)


def around(person: User, passage: Passage) -> dict[str, Any]:
    """The list beside the text, with the item in it."""
    pile = pile_of(person)
    ids = [waiting.passage_id for waiting in pile.items]
    at = ids.index(passage.pk) if passage.pk in ids else 0
    first = max(0, min(at - BESIDE // 2, len(ids) - BESIDE))
    lines: list[Line] = lines_of(person, pile, pile.items[first : first + BESIDE])
    here = next((line for line in lines if line.passage.pk == passage.pk), None)
    following = ids[at + 1] if passage.pk in ids and at + 1 < len(ids) else None
    return {"lines": lines, "line": here, "number": len(ids), "following": following}


def buttons(
    person: User, passage: Passage, sha256: str, refused: forms.Form | None, of: Sequence[Passage] = ()
) -> dict[str, Any]:
    """What a person may do with an item, or with all `of` a company, and the forms for it."""
    step = step_now(passage)
    kind = VERBS[step.kind] if step else None
    may_decide = kind is not None and not reasons_not_to_decide(person, passage=passage, kind=kind)
    handler, not_his = handler_of(passage), reasons_not_to_claim(person, passage=passage)
    asking = decision_form(passage, kind or "", of=of, initial={"seen_sha256": sha256})
    decision = refused if isinstance(refused, DecisionForm) else asking
    return {
        "step": step,
        "kind": kind,
        "verb": LABELS[kind] if kind else "",
        "edits": step is not None and step.kind == StepKind.EDIT_AND_FORWARD,
        "decision": decision if may_decide else None,
        "returning": (refused if isinstance(refused, ReturnForm) else ReturnForm())
        if not reasons_not_to_return(person, passage=passage)
        else None,
        "is_returning": isinstance(refused, ReturnForm),
        "handler": handler,
        "may_claim": handler is None and not not_his,
        "is_mine": handler == person,
        "colleagues": [] if not_his else [other for other in asked(passage) if other != person],
        "priorities": [] if reasons_not_to_prioritise(person, passage=passage) else Priority.choices,
        "priority": getattr(getattr(passage, "mark", None), "priority", Priority.NORMAL),
    }


def revision_of(passage: Passage) -> Revision:
    """What is decided about: the frozen text, but the newest where it may be edited at this step."""
    step = step_now(passage)
    newest = passage.page.latest_revision
    return newest if step and step.kind == StepKind.EDIT_AND_FORWARD and newest else passage.revision
