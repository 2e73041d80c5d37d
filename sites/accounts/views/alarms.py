"""An alarm about rights: an administrator reads it and says what it was."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sites.accounts.actions import settle_alarm
from sites.accounts.forms import NoteForm
from sites.accounts.models import RightsAlarm
from sites.accounts.policies import reasons_not_to_manage_people
from sites.accounts.views.screens import Screen
from sites.refusals import Reason


class SettleAlarm(Screen):
    """What was found, when, and what it was."""

    form_class = NoteForm
    page_title = _("Rights that nobody gave")
    submit_label = _("I have looked at it")
    header_icon = "warning"
    template_name = "sites_accounts/alarm.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the alarm; for who manages one site there is none."""
        super().setup(request, *args, **kwargs)
        if self.reach and not self.reach.everything:
            raise Http404
        self.alarm = get_object_or_404(RightsAlarm, pk=kwargs["alarm_id"]) if self.reach else None

    def reasons(self) -> list[Reason]:
        """Why not."""
        return reasons_not_to_manage_people(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the alarm."""
        return {**super().get_context_data(**kwargs), "alarm": self.alarm}

    def act(self, form: Any) -> Any:
        """Write it down."""
        settle_alarm(self.actor, alarm=self.alarm, note=form.cleaned_data["note"])  # type: ignore[arg-type]
        return _("It is written down.")

    def get_success_url(self) -> str:
        """The first screen."""
        return reverse("wagtailadmin_home")
