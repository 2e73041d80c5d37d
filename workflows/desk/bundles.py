"""A bundle at the desk: its items read one beside the other, one decision about all of them."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.pages.presenters import text_of
from sites.accounts.models import User
from sites.refusals import Conflict, Reason, Refusal, Refused
from workflows.agreement.showing import comparison_of
from workflows.bundles.enums import BundleState
from workflows.bundles.models import Bundle
from workflows.bundles.policies import visible_to
from workflows.comments.views import thread_context
from workflows.desk import actions
from workflows.desk.models import Reading
from workflows.desk.reading import changes_for
from workflows.desk.views import OF_THE_DESK, around, buttons, decision_form, revision_of
from workflows.passage.actions import decide_together, return_together
from workflows.passage.actions.deciding import DECLARED
from workflows.passage.asking import asked
from workflows.passage.company import company_of
from workflows.passage.editor import tell
from workflows.passage.enums import DecisionKind
from workflows.passage.forms import DecisionForm, ReturnForm
from workflows.passage.models import Passage
from workflows.passage.models.slot import LABELS
from workflows.passage.texts import hash_of_revision
from workflows.secrecy.actions import declare


def address(bundle: Bundle) -> str:
    """Where a bundle is decided about."""
    return reverse("desk_bundle", args=(bundle.pk,))


def bundle(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Show a bundle under way with one of its texts, or do with it what a button says."""
    person = cast("User", request.user)
    found = get_object_or_404(visible_to(person).select_related("site", "leader__page__locale"), pk=bundle_id)
    if found.state != BundleState.UNDER_WAY or found.leader is None:
        return redirect("bundles:bundle", bundle_id=found.pk)
    return _do(request, person, found) if request.method == "POST" else _show(request, person, found)


def _show(request: HttpRequest, person: User, found: Bundle) -> HttpResponse:
    leader = cast("Passage", found.leader)
    company = company_of(leader)
    chosen = next((one for one in company if str(one.pk) == request.GET.get("item")), company[0])
    revision = revision_of(chosen)
    if person in asked(leader) and revision.pk == chosen.revision_id:  # frozen: it stays what was shown
        actions.note_reading(person, revision=revision, passage=chosen)
    read = _read(person, company)
    at = company.index(chosen)
    draft = revision.as_object()
    context = {
        "bundle": found,
        "passage": leader,
        "company": [(one, one.pk in read) for one in company],
        "chosen": chosen,
        "before": company[at - 1] if at else None,
        "after": company[at + 1] if at + 1 < len(company) else None,
        "text": text_of(draft),
        **comparison_of(draft),
        "language": chosen.locale,
        "changes": changes_for(person, passage=chosen, revision=revision),
        "unread": [one for one in company if one.pk not in read],
        "stamps": _stamps(company),
        **thread_context(person, chosen.page, revision),
        **around(person, leader),
        **buttons(person, leader, "", None, of=company),
    }
    return render(request, "workflows_desk/bundle.html", context)


def _do(request: HttpRequest, person: User, found: Bundle) -> HttpResponse:
    leader, act = cast("Passage", found.leader), request.POST.get("act", "")
    here = redirect(f"{address(found)}?item={request.POST.get('item', '')}")
    try:
        if str(leader.position) != request.POST.get("position"):
            raise Conflict(_("Someone else has decided in the meantime."), code="moved_on")
        if act in OF_THE_DESK:
            OF_THE_DESK[act](request, person, leader)
            return here
        if act not in LABELS:
            return here
        _decide(request, person, leader, DecisionKind(act))
    except Refusal as refusal:
        tell(request, refusal)
        return here
    words = {"decision": LABELS[DecisionKind(act)], "title": found.title}
    messages.success(request, _("Done: %(decision)s. “%(title)s”") % words)
    return redirect(reverse("wagtailadmin_home"))


def _decide(request: HttpRequest, person: User, leader: Passage, kind: DecisionKind) -> None:
    data = {**request.POST.dict(), "seen_sha256": "-"}
    company = company_of(leader)
    form = ReturnForm(data) if kind == DecisionKind.RETURN else decision_form(leader, kind, data, of=company)
    if not form.is_valid():
        raise Refused(reasons=[Reason("invalid", str(words)) for rows in form.errors.values() for words in rows])
    if kind == DecisionKind.RETURN or not isinstance(form, DecisionForm):
        notes = {one.pk: request.POST.get(f"note-{one.pk}", "") for one in company}
        return_together(person, leader=leader, reason=form.cleaned_data["reason"], notes=notes)
        return
    if any(request.POST.get(f"stamp-{pk}") != stamp for pk, stamp in _stamps(company).items()):
        raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
    seen = _seen(person, company)
    if form.cleaned_data.get("declared"):
        for one in company:
            declare(person, page=one.page, act=DECLARED[kind], text_sha256=seen[one.pk])
    form.affirm(person)
    decide_together(person, leader=leader, kind=kind, seen=seen, comment=form.cleaned_data["comment"])


def _seen(person: User, company: Sequence[Passage]) -> Mapping[int, str]:
    """The hash of each text that the person has opened. Refused where one was not: nobody decides about it unread."""
    read = _read(person, company)
    if unread := [one for one in company if one.pk not in read]:
        words = _("You have not opened “%(title)s” as it is now.")
        raise Refused(reasons=[Reason("not_read", words % {"title": one.revision.object_str}) for one in unread])
    return {one.pk: _hash(one) for one in company}


def _hash(passage: Passage) -> str:
    """Of a frozen text the one that it was frozen with; of one that is edited at this step that of the newest."""
    revision = revision_of(passage)
    return passage.text_sha256 if revision.pk == passage.revision_id else hash_of_revision(revision)


def _read(person: User, company: Sequence[Passage]) -> set[int]:
    """Which texts a person has opened in the version that is decided about; what is edited at this step he has written
    or seen in the editor.
    """
    wanted = {revision_of(one).pk: one.pk for one in company}
    rows = Reading.objects.filter(person=person, revision__in=wanted).values_list("revision", flat=True)
    return {wanted[pk] for pk in rows} | _stamps(company).keys()


def _stamps(company: Sequence[Passage]) -> Mapping[int, str]:
    """Of each text that was edited at this step when it was saved last, even over itself."""
    edited = [one for one in company if revision_of(one).pk != one.revision_id]
    return {one.pk: str(one.page.latest_revision_created_at) for one in edited}
