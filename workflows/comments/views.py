"""Comments of one page: the list beside a version, saying something, completing names."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.models import Page, Revision

from cms.pages.presenters import text_of
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.comments import actions
from workflows.comments.mentions import people_to_name
from workflows.comments.models import Comment
from workflows.comments.policies import reasons_not_to_comment
from workflows.comments.selectors import open_count, threads

REFUSED = 422


def comments(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list beside a version, or what a button says; the bare list for a screen that holds it (`fragment`)."""
    person, page = _entered(request, page_id)
    revision = _revision(page, request.POST.get("revision") or request.GET.get("revision"))
    refused = ""
    if request.method == "POST":
        try:
            _do(request, person, page, revision)
        except Refusal as refusal:
            refused = str(refusal)
        if not refused and "fragment" not in request.GET:
            return redirect("page_comments", page_id=page.pk)
    context = {**thread_context(person, page, revision), "refused": refused}
    status = REFUSED if refused else 200
    if "fragment" in request.GET:
        return render(request, "workflows_comments/thread.html", context, status=status)
    context |= {"text": text_of(revision.as_object()), "language": page.locale.language_code}
    return render(request, "workflows_comments/page.html", context, status=status)


def names(request: HttpRequest, page_id: int) -> HttpResponse:
    """Whose names begin so, of those who may see the item."""
    _person, page = _entered(request, page_id)
    found = people_to_name(request.GET.get("q", "")[:60], page=page)
    return JsonResponse({"people": [{"username": person.username, "name": str(person)} for person in found]})


def thread_context(person: Any, page: Page, revision: Revision) -> dict[str, Any]:
    """What the list needs; `page` under a name that no screen uses for something else."""
    found = threads(page, revision)
    return {
        "commented": page,
        "comment_revision": revision,
        "threads": found,
        "open_comments": open_count(found),
        "commenter": person,
        "comments_address": reverse("page_comments", args=(page.pk,)),
        "names_address": reverse("page_comment_names", args=(page.pk,)),
    }


def _entered(request: HttpRequest, page_id: int) -> tuple[User, Page]:
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if reasons_not_to_comment(person, page=page):
        raise PermissionDenied
    return person, page


def _revision(page: Page, wanted: str | None) -> Revision:
    if wanted:
        if not wanted.isdigit():
            raise Http404
        return get_object_or_404(Revision.objects.for_instance(page), pk=wanted)
    if page.latest_revision is None:
        raise Http404
    return page.latest_revision


def _do(request: HttpRequest, person: User, page: Page, revision: Revision) -> None:
    words, act = request.POST.get("words", ""), request.POST.get("act", "")
    if act == "add":
        actions.comment_on(person, page=page, revision=revision, words=words, quote=request.POST.get("quote", ""))
        return
    found = get_object_or_404(Comment.objects.select_related("page", "parent"), page=page, pk=_number(request))
    acts: dict[str, Callable[[], Any]] = {
        "reply": lambda: actions.reply_to(person, comment=found, words=words),
        "resolve": lambda: actions.resolve(person, comment=found),
        "remove": lambda: actions.remove(person, comment=found),
    }
    if act not in acts:
        raise Http404
    acts[act]()


def _number(request: HttpRequest) -> int:
    said = request.POST.get("comment", "")
    return int(said) if said.isdigit() else 0
