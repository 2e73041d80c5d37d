"""The screens: previewing a page or a bundle, giving links and ending them, and who has read drafts."""

from collections.abc import Callable
from typing import cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from api.preview import actions
from api.preview.actions import Given
from api.preview.forms import LinkForm, RevokeForm
from api.preview.guests import where_to_see
from api.preview.policies import may_read, may_read_bundle, sites_read_about
from api.preview.selectors import open_permits
from api.preview.showing import of_readings, screen_of
from api.preview.subjects import OfBundle, OfPage, Subject
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.bundles.models import Bundle
from workflows.passage.editor import tell

A_PAGE = 30


def of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Preview the newest draft of a page."""
    return _screen(request, _page(request, page_id))


def of_bundle(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Preview the drafts of a bundle."""
    return _screen(request, _bundle(request, bundle_id))


@require_POST
def pane_of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The address for the pane beside the form, with a fresh token."""
    return _pane(request, _page(request, page_id))


@require_POST
def pane_of_bundle(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """The same for a bundle."""
    return _pane(request, _bundle(request, bundle_id))


def readings(request: HttpRequest) -> HttpResponse:
    """Who has read drafts of the sites of which the person may know that."""
    person = cast("User", request.user)
    sites = sites_read_about(person)
    if not sites:
        raise PermissionDenied
    found = of_readings(person, sites, site=request.GET.get("site", ""), page=request.GET.get("page_of", ""))
    sheet = Paginator(found.rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "api_preview/readings.html", found.context(sheet))


def _page(request: HttpRequest, page_id: int) -> Subject:
    page = get_object_or_404(Page, pk=page_id).specific
    if page.is_root() or not may_read(cast("User", request.user), page):
        raise PermissionDenied
    return OfPage(page)


def _bundle(request: HttpRequest, bundle_id: int) -> Subject:
    bundle = get_object_or_404(Bundle.objects.select_related("site"), pk=bundle_id)
    if not may_read_bundle(cast("User", request.user), bundle):
        raise PermissionDenied
    return OfBundle(bundle)


def _screen(request: HttpRequest, subject: Subject) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act is None:
        return render(request, "api_preview/screen.html", screen_of(request, subject, LinkForm()))
    try:
        return act(request, subject)
    except Refusal as refusal:
        tell(request, refusal)
        return redirect(subject.address)


def _pane(request: HttpRequest, subject: Subject) -> HttpResponse:
    try:
        given = subject.open(cast("User", request.user))
    except Refusal as refusal:
        return JsonResponse({"reasons": [str(reason) for reason in refusal.reasons]}, status=403)
    return JsonResponse({"url": where_to_see(given.permit, given.word), "until": given.until.isoformat()})


def _open(request: HttpRequest, subject: Subject) -> HttpResponse:
    given = subject.open(cast("User", request.user))
    return HttpResponseRedirect(where_to_see(given.permit, given.word))


def _link(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = LinkForm(request.POST)
    given: Given | None = None
    if form.is_valid():
        given = subject.link(cast("User", request.user), form.wish)
        form = LinkForm()
    return render(request, "api_preview/screen.html", screen_of(request, subject, form, given))


def _revoke(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = RevokeForm(request.POST, permits=subject.permits())
    if form.is_valid():
        actions.revoke(cast("User", request.user), permit=form.cleaned_data["permit"])
        messages.success(request, _("The link is ended: nobody sees the draft by it any more."))
    return redirect(subject.address)


def _revoke_all(request: HttpRequest, subject: Subject) -> HttpResponse:
    number = actions.revoke_all(cast("User", request.user), permits=open_permits(subject.permits()))
    words = ngettext("%(number)s preview is ended.", "%(number)s previews are ended.", number)
    messages.success(request, words % {"number": number})
    return redirect(subject.address)


ACTS: dict[str, Callable[[HttpRequest, Subject], HttpResponse]] = {
    "open": _open,
    "link": _link,
    "revoke": _revoke,
    "revoke_all": _revoke_all,
}
