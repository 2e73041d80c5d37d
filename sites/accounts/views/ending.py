"""Ending a post or seat: says what hangs on it first."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites import clock
from sites.accounts.changes import ENDING
from sites.accounts.consequences import consequences_of_ending
from sites.accounts.forms import EndForm
from sites.accounts.lines import Line
from sites.accounts.models import Post, Seat
from sites.accounts.policies import reasons_not_to_end
from sites.accounts.views.screens import Screen
from sites.refusals import Reason


class End(Screen):
    """The form: when, why, and that the warnings were read."""

    form_class = EndForm
    submit_label = gettext_lazy("End it")
    template_name = "sites_accounts/end.html"
    row: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the row; one that the actor may not see is not there."""
        super().setup(request, *args, **kwargs)
        if self.reach:
            self.row = self.find_row(kwargs["row_id"])
            self.person = self.find_person(self.row.person_id)
            if not self.reach.touches(self.row):
                raise Http404

    def find_row(self, pk: int) -> Post | Seat:
        """The row of the address."""
        raise NotImplementedError

    def reasons(self) -> list[Reason]:
        """Why not."""
        if self.row.held_to and self.row.held_to <= clock.today():
            return [Reason("ended", _("It has ended already."))]
        return reasons_not_to_end(self.actor, self.row)

    @cached_property
    def _said(self) -> list[str]:
        return [] if self.reasons() else consequences_of_ending([self.row], clock.today())

    def warnings(self) -> list[str]:
        """What hangs on it."""
        return self._said

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the warnings to be read."""
        return {**super().get_form_kwargs(), "warnings": bool(self.warnings())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the row in words."""
        return {**super().get_context_data(**kwargs), "line": Line(self.row)}

    def act(self, form: Any) -> str:
        """End it."""
        day, words = form.cleaned_data["on"], Line(self.row)
        self.hand_over(ENDING, ENDING.data(self.row, on=day, reason=form.cleaned_data["reason"]))
        return _("“%(what)s” of “%(person)s” ends on %(day)s.") % {
            "what": words,
            "person": self.person,
            "day": f"{day:%d/%m/%Y}",
        }


class EndPost(End):
    """A post."""

    page_title: Any = gettext_lazy("End a post")

    def find_row(self, pk: int) -> Post:
        """The post of the address."""
        return get_object_or_404(Post.objects.select_related("agency", "person"), pk=pk)


class EndSeat(End):
    """A seat."""

    page_title: Any = gettext_lazy("End a seat")

    def find_row(self, pk: int) -> Seat:
        """The seat of the address."""
        return get_object_or_404(Seat.objects.select_related("kind", "site", "section", "person"), pk=pk)
