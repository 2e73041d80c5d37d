"""The screens of the glossary: a list, one term at a time, many from a file, all into a file."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.glossary.changes import IMPORTING, TERM
from cms.glossary.importing import Reading, as_csv, as_xlsx, read_terms, text_of_file
from cms.glossary.models import Term
from cms.glossary.selectors import terms_of
from sites.accounts.models import User
from sites.administration.policies import administers_a_site, sites_administered_by
from sites.administration.views import ActionForm, ActionViewSet, IndexView, why
from sites.changes.carrying import carry_out
from sites.changes.forms import WhyForm
from sites.changes.kinds import Sent
from sites.domains.models import PublicSite
from sites.refusals import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TermForm(ActionForm):
    """Term, language and site are asked once. Who administers some sites chooses among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.for_user
        site: Any = self.fields["site"]
        site.queryset = sites_administered_by(person)
        site.required = not person.is_superuser
        for name in ("vi", "language", "site"):
            self.fields[name].disabled = self.instance.pk is not None


class TermIndex(IndexView):
    """The list, with the ways in and out."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:  # type: ignore[override]
        """From a file, and into one."""
        return [
            HeaderButton(_("From a list (CSV, XLSX)"), url=reverse("terms_import"), icon_name="upload"),
            HeaderButton(_("As XLSX"), url=reverse("terms_export", args=("xlsx",)), icon_name="download"),
            HeaderButton(_("As CSV"), url=reverse("terms_export", args=("csv",)), icon_name="download"),
        ]


class Terms(ActionViewSet):
    """The province's own words."""

    model = Term
    icon = "openquote"
    menu_label = _("Glossary for translations")  # type: ignore[assignment]
    menu_order = 815  # type: ignore[assignment]
    add_to_admin_menu = True
    list_display = ("vi", "words", "language", "kind", "site", "held_from", "held_to")
    list_filter = ("kind", "language", "site")
    search_fields = ("vi", "words", "also")
    index_view_class = TermIndex
    kind = TERM
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("vi"), FieldPanel("words")]),
            FieldPanel("also"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
            FieldPanel("site"),
            FieldPanel("note"),
            FieldRowPanel([FieldPanel("held_from"), FieldPanel("held_to")]),
            why(),
        ],
        base_form_class=TermForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[Term]:
        """Those of the province, to know them, and those of one's own sites."""
        return terms_of(request.user)


class ListForm(forms.Form):
    """Which site, which list."""

    site = forms.ModelChoiceField(PublicSite.objects.none(), label=_("Site"), empty_label=_("The whole province"))
    file = forms.FileField(label=_("File (CSV in UTF-8, or XLSX)"), required=False)
    text = forms.CharField(
        label=_("Or the lines themselves"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line each: Vietnamese term, language, words; further words, kind, note, days if you like."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.queryset = sites_administered_by(person)
        site.required = not person.is_superuser

    def clean(self) -> dict[str, Any]:
        """The file, where there is one, else the lines."""
        cleaned = super().clean() or {}
        if given := cleaned.get("file"):
            try:
                cleaned["text"] = text_of_file(given.read())
            except ValueError as fault:
                raise forms.ValidationError(str(fault)) from fault
        return cleaned


def import_terms(request: HttpRequest) -> HttpResponse:
    """The form, what the list would do line by line, then the change."""
    person = cast("User", request.user)
    if not administers_a_site(person):
        raise PermissionDenied
    form = ListForm(request.POST or None, request.FILES or None, person=person)
    asked, reading, text = WhyForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        reading, text = read_terms(said["site"], said["text"]), said["text"]
        if "confirm" in request.POST and reading.is_good:
            try:
                return _send(request, person, said["site"], reading, asked)
            except Refusal as refusal:
                for reason in refusal.reasons:
                    messages.error(request, str(reason))
    context = {"form": form, "reading": reading, "why": asked, "text": text}
    return render(request, "cms_glossary/import.html", context)


def export_terms(request: HttpRequest, kind: str) -> HttpResponse:
    """Every term that the person sees, as a file that the import reads."""
    person = cast("User", request.user)
    if not administers_a_site(person):
        raise PermissionDenied
    terms = terms_of(person).order_by("vi", "language", "pk")
    data, content_type = (as_xlsx(terms), XLSX) if kind == "xlsx" else (as_csv(terms), "text/csv; charset=utf-8")
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="thuat-ngu.{kind}"'
    return response


def _send(
    request: HttpRequest, person: User, site: PublicSite | None, reading: Reading, asked: WhyForm
) -> HttpResponse:
    data = IMPORTING.data(site, reading.terms)
    result = carry_out(person, change=asked.of(IMPORTING, data))
    done = _now("%(number)s terms stand in the glossary.") % {"number": len(reading.terms)}
    messages.success(request, result.words if isinstance(result, Sent) else done)
    return redirect("term:index")
