"""What the screens have in common: who may enter, whose page it is, a form that calls an action."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from sites.accounts.models import User
from sites.accounts.reach import Reach, people_within, reach_of
from sites.changes.carrying import carry_out
from sites.changes.forms import WhyForm
from sites.changes.kinds import Change, Json, Kind
from sites.refusals import Reason, Refusal
from sites.refusals.forms import with_errors


class Entered:
    """Only for who manages people at all. `reach` says whom."""

    request: HttpRequest

    @cached_property
    def reach(self) -> Reach:
        """What the person at the screen manages."""
        return reach_of(self.actor)

    @property
    def actor(self) -> User:
        """The person at the screen."""
        assert isinstance(self.request.user, User)  # noqa: S101 - the admin lets nobody else in
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever manages nobody."""
        if not self.reach:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def find_person(self, pk: int) -> User:
        """A person whom the actor may see; else nobody is there."""
        return get_object_or_404(people_within(self.reach), pk=pk)


class Screen(Entered, WagtailAdminTemplateMixin, FormView):
    """A form about a person that changes nothing itself: it calls an action, and shows what it refuses."""

    template_name = "sites_accounts/form.html"
    page_title: Any = ""
    header_icon = "user"
    submit_label: Any = ""
    asks_why = False  # whether a second person may have to say yes
    person: User | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person of the address."""
        super().setup(request, *args, **kwargs)
        if "person_id" in kwargs and self.reach:
            self.person = self.find_person(kwargs["person_id"])

    def reasons(self) -> list[Reason]:
        """Why this cannot be done now; shown instead of the form."""
        return []

    def warnings(self) -> list[str]:
        """What hangs on it; shown above the form."""
        return []

    def act(self, form: BaseForm) -> str:
        """Hand the change over. Returns what to say when it is done."""
        raise NotImplementedError

    @cached_property
    def why(self) -> WhyForm:
        """What is said to the second person."""
        return WhyForm(self.request.POST if self.request.method == "POST" else None)

    def hand_over(self, kind: Kind, data: Json) -> Any:
        """Have a change carried out, or sent to a second person: then `Sent`."""
        change = self.why.of(kind, data) if self.asks_why else Change(kind, data, reason=data.get("reason", ""))
        return carry_out(self.actor, change=change)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show refusals at their fields."""
        try:
            done = self.act(form)
        except Refusal as refusal:
            return self.form_invalid(with_errors(form, refusal))
        messages.success(self.request, done)
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Back to the person's page."""
        assert self.person is not None  # noqa: S101 - screens without a person say where they lead
        return reverse("people:person", args=(self.person.pk,))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, people, the person, this screen."""
        items: list[Any] = [*self.breadcrumbs_items, {"url": reverse("people:index"), "label": _("People")}]
        if self.person is not None:
            items.append({"url": reverse("people:person", args=(self.person.pk,)), "label": str(self.person)})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With reasons, warnings, groups of fields, and the way back."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {
            **context,
            "person": self.person,
            "reasons": self.reasons(),
            "warnings": self.warnings(),
            "groups": getattr(form, "groups", lambda: [(None, "", form)])(),
            "why": self.why if self.asks_why else None,
            "submit_label": self.submit_label,
            "back": reverse("people:index") if self.person is None else self.get_success_url(),
            "media": form.media,
        }
