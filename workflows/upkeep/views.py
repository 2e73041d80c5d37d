"""The screens: does a translation stay without its source; which texts use an old term."""

from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.endings.views import tell_in
from workflows.passage.editor import tell
from workflows.passage.models import Withdrawal
from workflows.passage.policies import reasons_of_entitlement
from workflows.translation.models import Translation
from workflows.translation.rules import then_withdraws
from workflows.translation.standing import standings_of
from workflows.upkeep import looking, questions, rounds
from workflows.upkeep.models import Kept, Mark
from workflows.upkeep.names import addresses_of
from workflows.upkeep.selectors import open_by_round, open_marks, rounds_of

A_PAGE = 20
SHOWN_ROUNDS = 20


class KeepForm(forms.Form):
    """Why a translation stays."""

    reason = forms.CharField(
        label=gettext_lazy("Reason why it stays"),
        help_text=gettext_lazy("Stays inside. Readers go on being told that the translation is outdated."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def question(request: HttpRequest, withdrawal_id: int, page_id: int) -> HttpResponse:
    """The source is gone: keep the translation for a reason, or go and withdraw it."""
    person = cast("User", request.user)
    withdrawal = get_object_or_404(Withdrawal.objects.select_related("site", "by"), pk=withdrawal_id)
    page: Page = get_object_or_404(
        Page.objects.select_related("locale"), pk=page_id, translation_key=withdrawal.public_id
    )
    if withdrawal.site is None or reasons_of_entitlement(person, page.specific):
        raise PermissionDenied
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            questions.keep(person, withdrawal=withdrawal, page=page, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            tell_in(request, form, refusal)
        else:
            messages.success(request, _("“%(title)s” stays; your reason is recorded.") % {"title": page.title})
            return redirect("wagtailadmin_home")
    context = {
        "page": page,
        "withdrawal": withdrawal,
        "question": questions.question_about(withdrawal, page),
        "kept": Kept.objects.filter(withdrawal=withdrawal, page=page).select_related("by").first(),
        "basis": then_withdraws(withdrawal.site)[1],
        "form": form,
    }
    return render(request, "workflows_upkeep/question.html", context)


def terms(request: HttpRequest) -> HttpResponse:
    """The rounds because of changed terms, with how far they are."""
    person = cast("User", request.user)
    rows = list(rounds_of(person)[:SHOWN_ROUNDS])
    left = open_by_round(person, rows)
    lines = [{"round": row, "open": left.get(row.pk, 0)} for row in rows]
    is_running = any(row.state == "running" for row in rows)
    return render(request, "workflows_upkeep/terms.html", {"lines": lines, "is_running": is_running})


def one(request: HttpRequest, round_id: int) -> HttpResponse:
    """One round: the texts that are still to be looked at."""
    person = cast("User", request.user)
    row = get_object_or_404(rounds_of(person), pk=round_id)
    marks = open_marks(person).filter(round=row).select_related("page", "site").order_by("site", "pk")
    sheet = Paginator(marks, A_PAGE).get_page(request.GET.get("page"))
    keys = [mark.public_id for mark in sheet]
    drafts = Translation.objects.filter(public_id__in=keys, locale=row.language, page__isnull=False)
    numbers = dict(drafts.values_list("public_id", "pk"))
    sources = {one.public_id: one.source_page for one in standings_of(keys, locale=row.language)}
    rows = addresses_of(list(sheet))
    lines = [
        {
            "mark": mark,
            "translation": numbers.get(mark.public_id),
            "source": sources.get(mark.public_id),
            "row": reverse("labels:row", args=(*rows[mark.thing], mark.locale)) if mark.thing in rows else "",
        }
        for mark in sheet
    ]
    context = {"round": row, "sheet": sheet, "lines": lines, "rest": "", "may_resume": rounds.may_resume(person, row)}
    return render(request, "workflows_upkeep/round.html", context)


@require_POST
def look(request: HttpRequest, mark_id: int) -> HttpResponse:
    """A text is right as it is."""
    person = cast("User", request.user)
    mark = get_object_or_404(Mark.objects.select_related("page"), pk=mark_id)
    try:
        looking.look(person, mark=mark, comment=request.POST.get("comment", ""))
    except Refusal as refusal:
        if refusal.code == "not_entitled":
            raise PermissionDenied from refusal
        tell(request, refusal)
    return redirect("upkeep:round", round_id=mark.round_id)


@require_POST
def resume(request: HttpRequest, round_id: int) -> HttpResponse:
    """Go on with a round that stopped."""
    person = cast("User", request.user)
    row = get_object_or_404(rounds_of(person), pk=round_id)
    try:
        rounds.resume(person, row=row)
    except Refusal as refusal:
        if refusal.code == "not_entitled":
            raise PermissionDenied from refusal
        tell(request, refusal)
    return redirect("upkeep:round", round_id=row.pk)
