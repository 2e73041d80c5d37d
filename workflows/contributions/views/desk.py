"""The inbox of a site's desk: what came, one of them, an official letter."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.manuscripts.reading import read_manuscript, words_of
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Missing, Refusal
from sites.refusals.forms import with_errors
from workflows.contributions import actions
from workflows.contributions.enums import Channel, FileKind, State
from workflows.contributions.forms import LetterForm, ReasonForm, SortingForm
from workflows.contributions.models import Contribution, ContributionFile
from workflows.contributions.policies import reasons_not_to_handle, reasons_not_to_take
from workflows.contributions.rules import Field, form_of, takes
from workflows.contributions.selectors import (
    counts_of,
    desks_of,
    inbox_of,
    is_at_the_desk,
    opens_accounts,
    sections_to_sort_into,
)
from workflows.contributions.views.files import file_response, picture_response
from workflows.passage.editor import tell

A_PAGE = 20
LONGEST_PREVIEW = 20_000
EVERYTHING = ("", gettext_lazy("all"))
HANDLED = (EVERYTHING, ("me", gettext_lazy("me")), ("nobody", gettext_lazy("nobody yet")))


class InboxFilter(forms.Form):
    """What of the inbox is shown."""

    channel = forms.ChoiceField(
        label=gettext_lazy("By what way"), required=False, choices=[EVERYTHING, *Channel.choices]
    )
    section = forms.ChoiceField(label=gettext_lazy("Section of the site"), required=False)
    handler = forms.ChoiceField(label=gettext_lazy("Handled by"), required=False, choices=HANDLED)
    words = forms.CharField(label=gettext_lazy("Words of title or sender"), required=False, max_length=100)

    def __init__(self, *args: Any, site: PublicSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.choices = [EVERYTHING, *((str(page.pk), page.title) for page in sections_to_sort_into(site))]

    def kept(self, rows: Any, person: User) -> Any:
        """The rows that the form lets through."""
        self.full_clean()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if "channel" in wanted:
            rows = rows.filter(channel=wanted["channel"])
        if "section" in wanted:
            rows = rows.filter(section=wanted["section"])
        if "handler" in wanted:
            rows = rows.filter(handler=person) if wanted["handler"] == "me" else rows.filter(handler=None)
        if "words" in wanted:
            rows = rows.filter(title__icontains=wanted["words"]) | rows.filter(
                contributor__full_name__icontains=wanted["words"]
            )
        return rows


def inbox(request: HttpRequest, code: str = "") -> HttpResponse:
    """What came to a site, by state; the first of the person's sites where none is named."""
    person, sites = _person(request), desks_of(_person(request))
    site = next((one for one in sites if code in ("", one.code)), None)
    if site is None:
        raise PermissionDenied
    counts = counts_of(site)
    state = request.GET.get("state") if request.GET.get("state") in State.values else _first(counts)
    form = InboxFilter(request.GET, site=site)
    rows = form.kept(inbox_of(site).filter(state=state), person).order_by("-sent_at")
    context = {
        "site": site,
        "sites": sites,
        "state": state,
        "states": [(one, counts.get(one, 0)) for one in State if one != State.DRAFT],
        "sheet": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "rest": _rest(request),
        "takes_letters": takes(site, Channel.LETTER),
        "opens_accounts": opens_accounts(person, site),
        "page_title": _("Contributions"),
    }
    return render(request, "workflows_contributions/inbox.html", context)


def one(request: HttpRequest, contribution_id: int) -> HttpResponse:
    """One contribution, with the buttons that are open to this person."""
    person, row = _person(request), _row(request, contribution_id)
    if request.method == "POST":
        return _do(request, person, row)
    return _show(request, person, row)


def file(request: HttpRequest, contribution_id: int, file_id: int) -> FileResponse:
    """A file as it came."""
    row = _row(request, contribution_id)
    return file_response(get_object_or_404(row.files, pk=file_id))


def picture(request: HttpRequest, contribution_id: int, file_id: int, size: str) -> HttpResponse:
    """A picture, to be looked at."""
    row = _row(request, contribution_id)
    return picture_response(get_object_or_404(row.files, pk=file_id), size)


def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter an official letter."""
    person = _person(request)
    site = get_object_or_404(PublicSite, code=code)
    if not is_at_the_desk(person, site) or not takes(site, Channel.LETTER):
        raise PermissionDenied
    form: Any = LetterForm(request.POST or None, request.FILES or None, site=site)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.register_letter(person, site=site, letter=form.letter(), **form.brought())
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            messages.success(request, _("The letter is in the inbox: %(code)s.") % {"code": row.code})
            return redirect("contributions:one", contribution_id=row.pk)
    context = {"form": form, "site": site, "page_title": _("Enter an official letter")}
    return render(request, "workflows_contributions/letter.html", context)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _row(request: HttpRequest, contribution_id: int) -> Contribution:
    """A contribution of one's own desk; of others nothing is said."""
    rows = Contribution.objects.exclude(state=State.DRAFT).select_related("site", "contributor", "handler", "letter")
    row = get_object_or_404(rows, pk=contribution_id)
    if not is_at_the_desk(_person(request), row.site):
        raise PermissionDenied
    return row


def _first(counts: Any) -> str:
    return next((state for state in (State.SENT, State.SORTED) if counts.get(state)), State.SENT)


def _rest(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _do(request: HttpRequest, person: User, row: Contribution) -> HttpResponse:
    act = DEEDS.get(request.POST.get("act", ""))
    if act is not None:
        try:
            return act(request, person, row)
        except Refusal as refusal:
            tell(request, refusal)
    return redirect("contributions:one", contribution_id=row.pk)


def _claim(request: HttpRequest, person: User, row: Contribution) -> HttpResponse:
    actions.claim(person, contribution=row)
    messages.success(request, _("You handle this item now."))
    return redirect("contributions:one", contribution_id=row.pk)


def _sort(request: HttpRequest, person: User, row: Contribution) -> HttpResponse:
    form = SortingForm(request.POST, site=row.site)
    if not form.is_valid():
        return _show(request, person, row, sorting=form)
    actions.sort(person, contribution=row, **form.cleaned_data)
    messages.success(request, _("Sorted. It can be taken now."))
    return redirect("contributions:one", contribution_id=row.pk)


def _take(request: HttpRequest, person: User, row: Contribution) -> HttpResponse:
    taken = actions.take(person, contribution=row)
    assert taken.page is not None  # noqa: S101 - taking makes it
    messages.success(request, _("A draft was made of it. Read it, describe the pictures, and submit it."))
    return redirect("wagtailadmin_pages:edit", taken.page.pk)


def _return(request: HttpRequest, person: User, row: Contribution) -> HttpResponse:
    actions.return_to_sender(person, contribution=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("Returned for mending; the sender is told why."))
    return redirect("contributions:inbox", code=row.site.code)


def _refuse(request: HttpRequest, person: User, row: Contribution) -> HttpResponse:
    actions.refuse(person, contribution=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("Refused; the sender is told why."))
    return redirect("contributions:inbox", code=row.site.code)


DEEDS = {"claim": _claim, "sort": _sort, "take": _take, "return": _return, "refuse": _refuse}


def _show(request: HttpRequest, person: User, row: Contribution, sorting: SortingForm | None = None) -> HttpResponse:
    rule = form_of(row.site, row.form)
    files = list(row.files.all())
    may_handle = not reasons_not_to_handle(person, contribution=row)
    kept = {"section": row.section_id, "category": row.category_id}
    context = {
        "contribution": row,
        "letter": getattr(row, "letter", None),
        "fields": [(field.label, _said(row, field)) for field in rule.fields],
        "form_name": rule.label,
        "files": [file for file in files if file.kind != FileKind.PICTURE],
        "pictures": [file for file in files if file.kind == FileKind.PICTURE],
        "readings": [reading for file in files if (reading := _reading(row, file))],
        "deeds": row.deeds.select_related("actor"),
        "may_handle": may_handle,
        "may_take": not reasons_not_to_take(person, contribution=row),
        "is_mine": row.handler_id == person.pk,
        "can_mend": row.channel == Channel.ACCOUNT,
        "sorting": sorting or SortingForm(site=row.site, initial=kept),
        "reasoning": ReasonForm(),
        "page_title": row.title,
    }
    return render(request, "workflows_contributions/one.html", context)


def _said(row: Contribution, field: Field) -> str:
    said = str(getattr(row, field.code, "") or row.answers.get(field.code, "") or "")
    day = parse_date(said) if field.kind == "date" else None
    return date_format(day, "d/m/Y") if day else said


def _reading(row: Contribution, file: ContributionFile) -> dict[str, Any] | None:
    """The words of an enclosed text, and what the desk should know."""
    if file.kind != FileKind.MANUSCRIPT:
        return None
    try:
        with file.file.open("rb") as opened:
            found = read_manuscript(opened.read(), name=file.name, site=row.site)
    except (Refusal, Missing, OSError):
        return None
    words = words_of(found)
    return {"name": file.name, "notes": found.notes, "words": words[:LONGEST_PREVIEW], "pictures": len(found.figures)}
