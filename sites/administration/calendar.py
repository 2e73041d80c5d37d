"""The screen of the calendar: days are entered and ended; an entry that was wrong is ended and entered anew."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.widgets.button import Button

from sites.accounts.models import User
from sites.administration.views import ActionForm, ActionViewSet, DeleteView, IndexView
from sites.calendar.actions import end_day, enter_day
from sites.calendar.models import CalendarDay
from sites.refusals import Refused

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

    def delete_action(self) -> None:
        """End."""
        user: Any = self.request.user
        if not isinstance(user, User):
            raise Refused(code="not_administrator")
        end_day(user, day=self.object)


def _enter(actor: User, row: CalendarDay) -> CalendarDay:
    return enter_day(actor, day=row)


class Calendar(ActionViewSet):
    """Days off and days worked in exchange; hours are the rule `calendar.hours`."""

    model = CalendarDay
    icon = "calendar"
    list_display = ("day", "kind", "name_vi", "basis", "number", "is_provisional", "ended_at")
    list_filter = ("kind", "is_provisional", "basis")
    search_fields = ("name_vi", "name_en", "number")
    index_view_class = CalendarIndex
    delete_view_class = EndView
    to_create = staticmethod(_enter)
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("day"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("name_vi"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("basis"), FieldPanel("number")]),
            FieldPanel("is_provisional"),
        ],
        base_form_class=ActionForm,
    )
