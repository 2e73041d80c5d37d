"""What a contributor sees: his own texts, and nothing else. Made for a telephone."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sites.accounts.models import User
from sites.refusals import Invalid, Refusal
from workflows.contributions import actions
from workflows.contributions.enums import State
from workflows.contributions.forms import EnclosureForm, FieldsForm
from workflows.contributions.models import Contribution, Contributor
from workflows.contributions.policies import MENDABLE
from workflows.contributions.rules import FormRule, consent_of, form_of, forms_of
from workflows.contributions.selectors import contributions_of, profiles_of
from workflows.contributions.views.files import file_response
from workflows.secrecy.enums import Act
from workflows.secrecy.rules import basis_of, declaration_rule, wording_of

A_PAGE = 20

type View = Callable[..., HttpResponseBase]


def for_contributors(view: View) -> View:
    """Only for people with an open profile; everybody else finds the door."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.is_active or not profiles_of(user).exists():
            return redirect(f"{reverse('contribute:login')}?next={request.path}")
        return view(request, *args, **kwargs)

    return never_cache(asked)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker: `for_contributors` asked
    return request.user


@for_contributors
def mine(request: HttpRequest) -> HttpResponse:
    """His own, the newest first ("Bài của tôi")."""
    person = _person(request)
    sheet = Paginator(contributions_of(person), A_PAGE).get_page(request.GET.get("page"))
    profiles = list(profiles_of(person))
    choices = [(profile, form) for profile in profiles for form in forms_of(profile.site)]
    asked = [(profile, consent_of(profile.site)) for profile in profiles if profile.consented_at is None]
    return render(request, "workflows_contributions/mine.html", {"sheet": sheet, "choices": choices, "asked": asked})


@for_contributors
@require_POST
def agree(request: HttpRequest, profile_id: UUID) -> HttpResponse:
    """Agree to the use of one's data."""
    person = _person(request)
    profile = get_object_or_404(profiles_of(person), public_id=profile_id)
    actions.consent(person, contributor=profile)
    messages.success(request, _("Thank you. You can write now."))
    return redirect("contribute:mine")


@for_contributors
def new(request: HttpRequest, profile_id: UUID, form_code: str) -> HttpResponse:
    """A new draft: the first save makes it."""
    profile = get_object_or_404(profiles_of(_person(request)), public_id=profile_id)
    rule = next((form for form in forms_of(profile.site) if form.code == form_code), None)
    if rule is None:
        return redirect("contribute:mine")
    initial = {"credit": profile.printed_name, "source": profile.unit_name}
    if request.method != "POST":
        return _show(request, profile, rule, FieldsForm(form=rule, initial=initial), EnclosureForm())
    return _save(request, profile, rule, None)


@for_contributors
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One of his: the form while he may change it, where it stands otherwise."""
    row = _of(request, public_id)
    if row.state not in MENDABLE or row.contributor is None:
        return render(request, "workflows_contributions/state.html", {"contribution": row, "deeds": _deeds(row)})
    rule = form_of(row.site, row.form)
    if request.method == "POST":
        return _save(request, row.contributor, rule, row)
    fields = FieldsForm(form=rule, initial=FieldsForm.initial_of(row))
    return _show(request, row.contributor, rule, fields, EnclosureForm(initial=_enclosure(row)), row)


@for_contributors
def file(request: HttpRequest, public_id: UUID, file_id: int) -> FileResponse:
    """A file of one's own."""
    return file_response(get_object_or_404(_of(request, public_id).files, pk=file_id))


def _of(request: HttpRequest, public_id: UUID) -> Contribution:
    return get_object_or_404(contributions_of(_person(request)), public_id=public_id)


def _save(request: HttpRequest, profile: Contributor, rule: FormRule, row: Contribution | None) -> HttpResponse:
    """Every button saves what was typed, and encloses the file that was chosen; then does what it says."""
    person, fields = _person(request), FieldsForm(request.POST, form=rule)
    enclosure = EnclosureForm(request.POST, request.FILES)
    if not (fields.is_valid() and enclosure.is_valid()):
        return _show(request, profile, rule, fields, enclosure, row)
    try:
        if row is None:
            row = actions.write(person, contributor=profile, form=rule.code, values=fields.cleaned_data)
        else:
            row = actions.revise(person, contribution=row, values=fields.cleaned_data)
        if data := enclosure.data_of_file():
            actions.add_file(person, contribution=row, file=data)
            messages.success(request, _("“%(name)s” was added.") % {"name": data.name})
            enclosure = EnclosureForm(initial=_enclosure(row))
        if number := request.POST.get("remove"):
            actions.remove_file(person, file=get_object_or_404(row.files, pk=number))
        if request.POST.get("act") == "send":
            actions.send(person, contribution=row, declared=request.POST.get("declared", ""))
            messages.success(request, _("Sent. Tracking code: %(code)s") % {"code": row.code})
            return redirect("contribute:one", public_id=row.public_id)
    except Refusal as refusal:
        return _show(request, profile, rule, _marked(fields, refusal), enclosure, row, refusal)
    if not data and not number:
        messages.success(request, _("Saved as a draft."))
    return redirect("contribute:one", public_id=row.public_id)


def _marked(form: FieldsForm, refusal: Refusal) -> FieldsForm:
    """The reasons at the fields that they name; the others stand above."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    for name, messages_ in errors.items():
        if name in form.fields:
            form.add_error(name, list(messages_))
    for reason in refusal.reasons:
        if reason.field in form.fields and reason.field not in errors:
            form.add_error(reason.field, str(reason))
    return form


def _show(
    request: HttpRequest,
    profile: Contributor,
    rule: FormRule,
    *parts: Any,
) -> HttpResponse:
    fields, enclosure, row, refusal = (*parts, *(None,) * 4)[:4]
    declaration = declaration_rule(profile.site, Act.SEND)
    reasons = [str(reason) for reason in refusal.reasons if reason.field not in fields.fields] if refusal else []
    context = {
        "fields": fields,
        "enclosure": enclosure,
        "contribution": row,
        "rule": rule,
        "profile": profile,
        "files": list(row.files.all()) if row else [],
        "wording": wording_of(declaration) if declaration else "",
        "basis": basis_of(declaration) if declaration else "",
        "reasons": reasons,
        "may_remove": row is not None and row.state == State.DRAFT,
        "required": {field.code for field in rule.fields if field.is_required},
    }
    return render(request, "workflows_contributions/write.html", context, status=422 if refusal else 200)


def _enclosure(row: Contribution) -> dict[str, str]:
    """What is mostly right."""
    return {"author": row.printed_name}


def _deeds(row: Contribution) -> list[Any]:
    """What he may know: what was done and why, not by whom at the desk."""
    return list(row.deeds.exclude(deed__in=("claim", "write")))
