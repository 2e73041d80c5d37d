"""The screens of redirects: a list, one at a time, many from a file, ending one."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminPageChooser
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.pages.borrowing import refuse_borrowed
from cms.redirects.changes import ENDING, IMPORTING, REDIRECT
from cms.redirects.importing import Reading, read_list
from cms.redirects.models import Redirect
from cms.redirects.selectors import redirects_of
from sites.accounts.models import User
from sites.administration.policies import administers_a_site, sites_administered_by
from sites.administration.views import ActionForm, ActionViewSet, DeleteView, IndexView, why
from sites.changes.carrying import carry_out
from sites.changes.forms import WhyForm
from sites.changes.kinds import Change, Sent
from sites.domains.models import PublicSite
from sites.refusals import Refusal

LARGEST = 2_000_000


class RedirectForm(ActionForm):
    """For the sites that one administers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.for_user
        site: Any = self.fields["site"]
        site.queryset = sites_administered_by(person)

    def clean(self) -> Any:
        """Nobody leads to, and is told the title of, what he could not have chosen."""
        refuse_borrowed(self, user=self.for_user)
        return super().clean()


class RedirectIndex(IndexView):
    """The list, with the way to the import."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:  # type: ignore[override]
        """From a file."""
        return [HeaderButton(_("From a list (CSV)"), url=reverse("redirects_import"), icon_name="upload")]

    def get_delete_url(self, instance: Model) -> str | None:
        """Where one is ended."""
        return None if getattr(instance, "ended_at", None) else super().get_delete_url(instance)

    def get_list_more_buttons(self, instance: Model) -> list[Button]:
        """With the right word."""
        buttons: list[Button] = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url and button.url == self.get_delete_url(instance):
                button.label, button.icon_name = _now("End"), "cross"
        return buttons


class EndView(DeleteView):
    """Asks why, then ends it: at once, by one person."""

    template_name = "cms_redirects/end.html"
    page_title: Any = _("End")
    success_message: Any = _("“%(object)s” leads nowhere any more.")
    usage_url_name = None

    def delete_action(self) -> None:
        """End."""
        data = ENDING.data(self.object, reason=self.request.POST.get("why", ""))
        carry_out(cast("User", self.request.user), change=Change(ENDING, data, reason=data["reason"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the question why."""
        return {**super().get_context_data(**kwargs), "why": WhyForm()["why"]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what is refused."""
        try:
            return super().post(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.get_delete_url())


def _title(row: Redirect) -> str:
    return row.page.title


class Redirects(ActionViewSet):
    """Old addresses and where they lead."""

    model = Redirect
    icon = "redirect"
    menu_label = _("Redirects")  # type: ignore[assignment]
    menu_order = 830  # type: ignore[assignment]
    add_to_admin_menu = True
    list_display = ("path", Column("page", _("Leads to"), accessor=_title), "status", "site", "made_at", "ended_at")
    list_filter = ("site", "status")
    search_fields = ("path", "note")
    index_view_class = RedirectIndex
    delete_view_class = EndView
    kind = REDIRECT
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("site"), FieldPanel("status")]),
            FieldPanel("path"),
            FieldPanel("page", widget=AdminPageChooser),
            FieldPanel("note"),
            why(),
        ],
        base_form_class=RedirectForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[Redirect]:
        """Those of the sites that one administers."""
        return redirects_of(request.user)


class ListForm(forms.Form):
    """Which site, which list."""

    site = forms.ModelChoiceField(PublicSite.objects.none(), label=_("Site"))
    file = forms.FileField(label=_("File (CSV, UTF-8)"), required=False)
    text = forms.CharField(
        label=_("Or the lines themselves"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line each: old address, where it leads, and 301 or 302 if you like."),
    )
    note = forms.CharField(label=_("Where the list comes from"), max_length=300, required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.queryset = sites_administered_by(person)

    def clean(self) -> dict[str, Any]:
        """The file, where there is one, else the lines."""
        cleaned = super().clean() or {}
        if given := cleaned.get("file"):
            if given.size > LARGEST:
                raise forms.ValidationError(_now("This file is too large."))
            try:
                cleaned["text"] = given.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(_now("Save the file as CSV in UTF-8.")) from None
        return cleaned


def import_list(request: HttpRequest) -> HttpResponse:
    """The form, what the list would do line by line, then the proposal."""
    person = cast("User", request.user)
    if not administers_a_site(person):
        raise PermissionDenied
    form = ListForm(request.POST or None, request.FILES or None, person=person)
    asked = WhyForm(request.POST or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        reading = read_list(said["site"], said["text"])
        if "confirm" in request.POST and reading.is_good:
            try:
                return _send(request, person, said, reading, asked)
            except Refusal as refusal:
                for reason in refusal.reasons:
                    messages.error(request, str(reason))
    context = {"form": form, "reading": reading, "why": asked, "text": form.data.get("text", "")}
    if reading is not None:
        context["text"] = form.cleaned_data["text"]
    return render(request, "cms_redirects/import.html", context)


def _send(request: HttpRequest, person: User, said: dict[str, Any], reading: Reading, asked: WhyForm) -> HttpResponse:
    data = IMPORTING.data(said["site"], reading, said["note"])
    result = carry_out(person, change=asked.of(IMPORTING, data))
    done = _now("%(number)s addresses lead to their pages now.") % {"number": len(reading.lines)}
    messages.success(request, result.words if isinstance(result, Sent) else done)
    return redirect("redirect:index")
