"""The list of what waits and what became of it; one proposal with its text; offering a page."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.pages.presenters import text_of
from sites.accounts.models import User
from sites.domains.selectors import portal_or_none
from sites.refusals import Refusal
from workflows.passage.editor import tell
from workflows.promotion import actions
from workflows.promotion.enums import ProposalState
from workflows.promotion.forms import NoteForm, ReasonForm, TakeForm
from workflows.promotion.models import Proposal
from workflows.promotion.policies import (
    may_browse,
    may_see_proposal,
    reasons_not_to_consent,
    reasons_not_to_propose,
    reasons_not_to_refuse,
    reasons_not_to_take,
    reasons_not_to_withdraw_proposal,
)
from workflows.promotion.rules import section_code
from workflows.promotion.selectors import (
    copies_of_portal,
    events_asking,
    proposals_asking,
    proposals_decided,
    proposals_made,
    public_from,
    release_to_promote,
    section_for,
    sections_of,
)
from workflows.promotion.snapshots import snapshot_of

A_PAGE = 15
WAITING, MADE, COPIES, DECIDED = "waiting", "made", "copies", "decided"


def index(request: HttpRequest) -> HttpResponse:
    """What waits for this person, what he began, and for the portal the copies and what was decided."""
    person = cast("User", request.user)
    portal = portal_or_none()
    asked, made = proposals_asking(person), proposals_made(person)
    parts: dict[str, Any] = {WAITING: asked, MADE: made}
    if portal is not None and may_browse(person):
        parts |= {COPIES: copies_of_portal(portal), DECIDED: proposals_decided(portal)}
    chosen = request.GET.get("part", WAITING)
    part = chosen if chosen in parts else WAITING
    events = list(events_asking(person)[:A_PAGE])
    context = {
        "part": part,
        "parts": [(name, LABELS[name](), parts[name].count()) for name in parts],
        "sheet": Paginator(parts[part], A_PAGE).get_page(request.GET.get("page")),
        "events": events if part == WAITING else [],
        "browses": COPIES in parts,
    }
    return render(request, "workflows_promotion/index.html", context)


LABELS: dict[str, Callable[[], str]] = {
    WAITING: lambda: _("Waiting for me"),
    MADE: lambda: _("What I proposed or let go"),
    COPIES: lambda: _("Copies on the portal"),
    DECIDED: lambda: _("Decided"),
}


def propose(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what would be offered, then offer it."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    reasons = reasons_not_to_propose(person, page=page)
    if any(reason.code in ("not_entitled", "not_promotable", "no_promotion") for reason in reasons):
        raise PermissionDenied
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(person, page=page, **form.cleaned_data)
        except Refusal as refusal:
            tell(request, refusal)
            return redirect("promotion:propose", page_id=page.pk)
        messages.success(
            request, _("“%(title)s”: %(state)s.") % {"title": made.title, "state": made.get_state_display()}
        )
        return redirect("promotion:proposal", proposal_id=made.pk)
    release = release_to_promote(page)
    revision = release.revision if release else None
    context = {
        "page": page,
        "form": form,
        "reasons": reasons,
        "title": revision.object_str if revision else page.title,
        "text": text_of(revision.as_object()) if revision else {},
        "opens": public_from(page.translation_key, page.locale.language_code),
        "language": page.locale.language_code,
    }
    return render(request, "workflows_promotion/propose.html", context)


def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show the text that is offered and what was done about it; then do what a button says."""
    person = cast("User", request.user)
    rows = Proposal.objects.select_related("page", "site", "portal", "agency", "by", "revision", "release")
    found = get_object_or_404(rows, pk=proposal_id)
    if not may_see_proposal(person, found):
        raise PermissionDenied
    return _do(request, person, found) if request.method == "POST" else _show(request, person, found)


def _do(request: HttpRequest, person: User, found: Proposal) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    here = redirect("promotion:proposal", proposal_id=found.pk)
    if act is None:
        return here
    found.state, found.release_id = request.POST.get("state", ""), int(request.POST.get("release") or 0)
    try:
        return act(request, person, found) or here
    except Refusal as refusal:
        tell(request, refusal)
        return here


def _agree(request: HttpRequest, person: User, found: Proposal) -> None:
    actions.agree(person, proposal=found, comment=request.POST.get("comment", ""))
    messages.success(request, _("Your unit has consented. The portal was asked."))


def _decline(request: HttpRequest, person: User, found: Proposal) -> None:
    actions.decline(person, proposal=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("The text stays at your unit."))


def _refuse(request: HttpRequest, person: User, found: Proposal) -> None:
    actions.refuse_proposal(person, proposal=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("The unit was told why."))


def _withdraw(request: HttpRequest, person: User, found: Proposal) -> None:
    actions.withdraw_proposal(person, proposal=found, comment=request.POST.get("reason", ""))
    messages.success(request, _("The proposal was withdrawn."))


def _take(request: HttpRequest, person: User, found: Proposal) -> HttpResponse | None:
    form = TakeForm(request.POST, sections=_sections(person, found))
    if not form.is_valid():
        messages.error(request, _("Choose a section of the portal."))
        return None
    copy = actions.take(person, proposal=found, **form.cleaned_data)
    messages.success(request, _("Taken over as your draft. Shorten it where that is needed, then submit it."))
    return redirect("wagtailadmin_pages:edit", copy.page_id)


ACTS: dict[str, Callable[[HttpRequest, User, Proposal], HttpResponse | None]] = {
    "agree": _agree,
    "decline": _decline,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "take": _take,
}


def _show(request: HttpRequest, person: User, found: Proposal) -> HttpResponse:
    sections = [] if reasons_not_to_take(person, proposal=found) else _sections(person, found)
    initial = {"seen_sha256": found.text_sha256, "section": _usual_section(found)}
    context = {
        "proposal": found,
        "text": text_of(found.revision.as_object()),
        "language": found.locale,
        "acts": found.acts.select_related("actor", "delegation__giver"),
        "opens": public_from(found.public_id, found.locale),
        "take": TakeForm(sections=sections, initial=initial) if sections else None,
        "may_consent": not reasons_not_to_consent(person, proposal=found),
        "may_refuse": not reasons_not_to_refuse(person, proposal=found),
        "may_withdraw": not reasons_not_to_withdraw_proposal(person, proposal=found),
        "note": NoteForm(),
        "reason": ReasonForm(),
        "copies": found.copies.select_related("page") if found.state == ProposalState.TAKEN else [],
    }
    return render(request, "workflows_promotion/proposal.html", context)


def _sections(person: User, found: Proposal) -> list[SectionPage]:
    """The sections of the portal in which this person may put the text."""
    kind = type(found.page.specific)
    sections = sections_of(found.portal, found.locale)
    return [
        section
        for section in sections
        if section.permissions_for_user(person).can_add_subpage() and kind.can_create_at(section)
    ]


def _usual_section(found: Proposal) -> SectionPage | None:
    """The section that the rule names for what stands where this text stands."""
    parent = snapshot_of(found.revision).get_parent().specific
    code = section_code(found.portal, getattr(parent, "code", ""))
    return section_for(found.page, found.portal, code=code)
