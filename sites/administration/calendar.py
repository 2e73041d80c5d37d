"""The screen of the calendar: days are entered and ended; an entry that was wrong is ended and entered anew."""

from typing import Any

from django.db.models import Model
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.widgets.button import Button

from sites.administration.changes import DAY, END_DAY
from sites.administration.views import ActionForm, ActionViewSet, DeleteView, IndexView, why
from sites.calendar.models import CalendarDay
from sites.changes.carrying import carry_out
from sites.changes.forms import WhyForm
from sites.changes.kinds import Sent
from sites.refusals import Refusal

END = _("End")


class CalendarIndex(IndexView):
    """The list: an ended entry is left alone."""

    def get_delete_url(self, instance: Model) -> str | None:
        """Where an entry is ended."""
        return None if getattr(instance, "ended_at", None) else super().get_delete_url(instance)

    def get_list_more_buttons(self, instance: Model) -> list[Button]:
        """With the right word."""
        buttons: list[Button] = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url and button.url == self.get_delete_url(instance):
                button.label, button.icon_name = str(END), "cross"
        return buttons


class EndView(DeleteView):
    """Asks once more, then ends the entry."""

    template_name = "sites_administration/end_day.html"
    page_title: Any = END
    success_message: Any = _("The entry “%(object)s” was ended: the day follows its weekday again.")
    usage_url_name = None
    result: Any = None

    def delete_action(self) -> None:
        """End."""
        user: Any = self.request.user
        self.result = carry_out(user, change=WhyForm(self.request.POST).of(END_DAY, END_DAY.data(self.object)))

    def get_success_message(self) -> Any:
        """Done, or sent to a second person."""
        return self.result.words if isinstance(self.result, Sent) else super().get_success_message()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the question why."""
        return {**super().get_context_data(**kwargs), "why": WhyForm()}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Say what is refused."""
        try:
            return super().post(request, *args, **kwargs)
        except Refusal as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
            return redirect(self.get_delete_url())


class Calendar(ActionViewSet):
    """Days off and days worked in exchange; hours are the rule `calendar.hours`."""

    model = CalendarDay
    icon = "calendar"
    list_display = ("day", "kind", "name_vi", "basis", "number", "is_provisional", "ended_at")
    list_filter = ("kind", "is_provisional", "basis")
    search_fields = ("name_vi", "name_en", "number")
    index_view_class = CalendarIndex
    delete_view_class = EndView
    kind = DAY
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("day"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("name_vi"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("basis"), FieldPanel("number")]),
            FieldPanel("is_provisional"),
            why(),
        ],
        base_form_class=ActionForm,
    )
