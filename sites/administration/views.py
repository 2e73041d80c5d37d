"""Forms that change nothing themselves: they hand a change over, and show what its action refuses."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.forms import why_fields
from sites.changes.kinds import Sent
from sites.changes.rows import RowKind
from sites.refusals import Refusal
from sites.refusals.forms import with_errors

WHY = why_fields()


class ActionForm(WagtailAdminModelForm):
    """A form that leaves the constraints to the action: setting a rule first ends the one that it would overlap."""

    why = WHY["why"]
    why_basis = WHY["why_basis"]
    keeps_meaning = forms.BooleanField(
        label=_("The meaning stays the same"),
        required=False,
        help_text=_(
            "For a slip of the pen that is put right: translations stay up to date. Left empty, they are outdated as"
            " soon as the Vietnamese says something else."
        ),
    )

    def validate_constraints(self) -> None:
        """Left to the action."""


def why() -> MultiFieldPanel:
    """The last panel of a form: what is said to the second person."""
    return MultiFieldPanel([FieldPanel("why"), FieldPanel("why_basis")], heading=_("For the second person"))


def translations() -> MultiFieldPanel:
    """Of rows with words in other languages: what becomes of those."""
    return MultiFieldPanel([FieldPanel("keeps_meaning")], heading=_("Translations"))


class HostForm(ActionForm):
    """The form of a host name: a name and its site are for ever, only the role changes."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Only for a name that breaks a naming rule: why it is used all the same. It is recorded."),
    )

    def clean(self) -> dict[str, Any]:
        """Hand the reason on with the row."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.reason = cleaned.get("reason", "")
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("site", "hostname"):
            self.fields[name].disabled = self.instance.pk is not None


class Acts:
    """A view that writes nothing itself: it hands the change over that the row of its form asks for."""

    request: HttpRequest
    form: Any
    get_error_message: Any
    form_invalid: Any
    kind: RowKind | None = None
    sent: Sent | None = None

    def save_instance(self) -> Model:
        """The row as it is now, changed or not."""
        if self.kind is None or not isinstance(self.request.user, User):
            raise PermissionDenied
        said = self.form.cleaned_data
        self.form.instance.keeps_meaning = said.get("keeps_meaning", False)
        change = self.kind.change(self.form.instance, reason=said.get("why", ""), basis=said.get("why_basis", ""))
        result: Any = carry_out(self.request.user, change=change)
        self.sent = result if isinstance(result, Sent) else None
        return self.form.instance if self.sent else result  # type: ignore[no-any-return]

    def get_success_message(self, *instance: Any) -> str | None:
        """Done, or sent."""
        return self.sent.words if self.sent else super().get_success_message(*instance)  # type: ignore[misc, no-any-return]

    def get_success_buttons(self) -> list[Any]:
        """The way to what was sent."""
        if self.sent:
            return [messages.button(self.sent.path, _("Look at it"))]
        return super().get_success_buttons()  # type: ignore[misc, no-any-return]

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Show refusals at their fields."""
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except Refusal as refusal:
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(with_errors(form, refusal))  # type: ignore[no-any-return]


class CreateView(Acts, generic.CreateView):  # type: ignore[misc]
    """Makes a row."""


class IndexView(generic.IndexView):
    """The list, narrowed to what the screen says."""

    rows: Callable[[HttpRequest], QuerySet[Any]] | None = None

    def get_base_queryset(self) -> QuerySet[Any]:
        """The rows that concern the person."""
        return super().get_base_queryset() if self.rows is None else self.rows(self.request)


class AsksTheRow:
    """Wagtail's views of one row ask whether the person may do it to any row; these ask about this one."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """The row; refused to whom it does not concern."""
        row = super().get_object(*args, **kwargs)  # type: ignore[misc]
        policy = policy_registry.get(row)
        if not policy.user_has_any_permission_for_instance(self.request.user, ("view", "change", "delete"), row):
            raise PermissionDenied
        return row


class DeleteView(AsksTheRow, generic.DeleteView):
    """Nothing is deleted here; the policy says so."""


class HistoryView(AsksTheRow, history.HistoryView):  # type: ignore[misc]
    """What was done to a row."""


class UsageView(AsksTheRow, usage.UsageView):  # type: ignore[misc]
    """Where a row is used."""


class InspectView(AsksTheRow, generic.InspectView):
    """A row to read."""


class EditView(Acts, AsksTheRow, generic.EditView):  # type: ignore[misc]
    """Changes a row."""


class ActionViewSet(ModelViewSet):
    """A list with forms over one model. What they do is one kind of change."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    usage_view_class = UsageView
    inspect_view_class = InspectView
    copy_view_enabled = False
    add_to_reference_index = False
    kind: RowKind | None = None

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With the rows, where a screen shows not everything to everybody (`get_queryset(request)`)."""
        return {**super().get_index_view_kwargs(**kwargs), "rows": getattr(self, "get_queryset", None)}

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With the kind of change."""
        return {**super().get_add_view_kwargs(**kwargs), "kind": self.kind}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With the kind of change."""
        return {**super().get_edit_view_kwargs(**kwargs), "kind": self.kind}
