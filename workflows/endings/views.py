"""The screens of endings: four ways to end a thing, the second look, what points at what has ended."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page

from cms.pages.borrowing import refuse_borrowed
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.boards.selectors import site_of_page
from workflows.endings import actions
from workflows.endings.enums import Verdict
from workflows.endings.forms import GoneForm, RedirectForm, ReplaceForm, ReviewForm, WithdrawForm
from workflows.endings.links import broken_links, links_to
from workflows.endings.policies import reasons_not_to_review
from workflows.endings.rules import outside_of, review_until
from workflows.endings.selectors import ended_together, sites_of
from workflows.passage.actions import withdraw
from workflows.passage.editor import tell
from workflows.passage.enums import WithdrawalKind
from workflows.passage.models import Withdrawal
from workflows.passage.policies import reasons_not_to_end, reasons_of_entitlement

# By kind: what the button says, the form, the action, what is said beforehand.
WAYS: Mapping[str, tuple[Any, type[forms.Form], Callable[..., Withdrawal], Any]] = {
    WithdrawalKind.WITHDRAWN: (
        gettext_lazy("Withdraw"),
        WithdrawForm,
        withdraw,
        gettext_lazy("It leaves the public at once, in this language. Readers find the notice where the text was."),
    ),
    WithdrawalKind.REPLACED: (
        gettext_lazy("Replaced by"),
        ReplaceForm,
        actions.replace,
        gettext_lazy("It leaves the public at once. Readers find the notice and the way to what took its place."),
    ),
    WithdrawalKind.REDIRECT: (
        gettext_lazy("Moved"),
        RedirectForm,
        actions.redirect,
        gettext_lazy("It leaves the public at once. Its addresses lead elsewhere without a word."),
    ),
    WithdrawalKind.GONE: (
        gettext_lazy("No longer there"),
        GoneForm,
        actions.mark_gone,
        gettext_lazy("It leaves the public at once. Readers are told only that it is no longer there."),
    ),
}
HIDDEN = frozenset({"not_entitled"})


class WithdrawView(UnpublishView):
    """Taking a page back from the public, in the place of Wagtail's "unpublish"."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The first of the ways to end it."""
        return ending_screen(request, self.object, WithdrawalKind.WITHDRAWN)


class DeleteAskingView(DeleteView):
    """Deleting what was never submitted, with everything that points at it said before."""

    template_name = "workflows_endings/delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what points there."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "links": links_to(self.page)}


def end(request: HttpRequest, page_id: int, way: str) -> HttpResponse:
    """One of the ways to end a thing."""
    page = get_object_or_404(Page, pk=page_id).specific
    if way not in WAYS or page.depth <= 1:
        raise PermissionDenied
    return ending_screen(request, page, way)


def ending_screen(request: HttpRequest, page: Page, kind: str) -> HttpResponse:
    """Say what will happen and what points there, ask why, end it. A section with items below has its own screen."""
    person = cast("User", request.user)
    reasons = reasons_not_to_end(person, page=page)
    if HIDDEN.intersection(reason.code for reason in reasons):
        raise PermissionDenied
    if any(reason.code == "not_empty" for reason in reasons):
        return redirect("endings_close", page_id=page.pk)
    label, form_class, act, words = WAYS[kind]
    form = form_class(request.POST or None)
    refuse_borrowed(form, user=person)
    if request.method == "POST" and form.is_valid() and not reasons and _done(request, form, page, act):
        messages.success(request, _("“%(title)s” has ended: %(kind)s.") % {"title": page.title, "kind": label})
        return redirect("wagtailadmin_home")  # who decides need not have a right to the editor
    context = {
        "page": page,
        "kind": kind,
        "kinds": [(name, entry[0]) for name, entry in WAYS.items() if name != "withdrawn" or page.live],
        "label": label,
        "words": words,
        "form": form,
        "reasons": reasons,
        "links": links_to(page),
        "outside": outside_of(site_of_page(page)) if kind == WithdrawalKind.REDIRECT else [],
        "last": Withdrawal.objects.filter(page=page).last() if not page.live else None,
    }
    return render(request, "workflows_endings/end.html", context)


def _done(request: HttpRequest, form: Any, page: Page, act: Callable[..., Withdrawal]) -> bool:
    values = form.values() if hasattr(form, "values") else form.cleaned_data
    try:
        act(request.user, page=page, **values)
    except Refusal as refusal:
        tell_in(request, form, refusal)
        return False
    return True


def tell_in(request: HttpRequest, form: forms.Form, refusal: Refusal) -> None:
    """What is about a field stands at the field, the rest above."""
    others = [reason for reason in refusal.reasons if reason.field not in form.fields]
    for reason in refusal.reasons:
        if reason.field in form.fields:
            form.add_error(reason.field, str(reason))
    if others:
        tell(request, type(refusal)(reasons=others))


def review(request: HttpRequest, ending_id: int) -> HttpResponse:
    """Show what one act ended and why; then agree or object, as the second person."""
    person = cast("User", request.user)
    ending = get_object_or_404(Withdrawal.objects.select_related("page", "site", "by"), pk=ending_id)
    if ending.page is None or (ending.by != person and reasons_of_entitlement(person, ending.page.specific)):
        raise PermissionDenied
    together = ended_together(ending)
    reasons = reasons_not_to_review(person, ending=ending)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verdict = Verdict.OBJECTED if request.POST.get("act") == Verdict.OBJECTED else Verdict.AGREED
            actions.review(person, endings=together, verdict=verdict, comment=form.cleaned_data["comment"])
        except Refusal as refusal:
            tell_in(request, form, refusal)
        else:
            messages.success(request, _("Thank you: your word on “%(title)s” is recorded.") % {"title": ending.title})
            return redirect("wagtailadmin_home")
    context = {
        "ending": ending,
        "together": together if len(together) > 1 else [],
        "form": None if reasons else form,
        "reasons": reasons,
        "said": getattr(ending, "review", None),
        "until": review_until([ending]).get(ending.pk),
        "successor": _title_of(ending),
        "may_edit": ending.page.permissions_for_user(person).can_edit(),
    }
    return render(request, "workflows_endings/review.html", context)


def broken(request: HttpRequest) -> HttpResponse:
    """What is public on one's sites and points at something that has ended."""
    found = broken_links(sites_of(cast("User", request.user)))
    return render(request, "workflows_endings/broken.html", {"sites": found})


def _title_of(ending: Withdrawal) -> str:
    page = Page.objects.filter(translation_key=ending.successor, live=True).first() if ending.successor else None
    return page.title if page else ""
