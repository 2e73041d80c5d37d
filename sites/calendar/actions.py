"""Entering and ending days of the calendar. Running limits follow by themselves: they are computed."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.calendar.models import CalendarDay
from sites.calendar.policies import reasons_not_to_keep_calendar
from sites.refusals import Conflict, Refused
from sites.refusals.checking import check_fields


@transaction.atomic
def enter_day(actor: AbstractUser | None, *, day: CalendarDay) -> CalendarDay:
    """Enter a day off or a day worked in exchange (an unsaved row).

    Refused to everyone but administrators; Invalid, naming the fields, for a day that is in the calendar already.
    """
    _refuse(actor)
    day.entered_at = clock.now()
    check_fields(day)
    day.save()
    log(day, "wagtail.create", user=actor)
    return day


@transaction.atomic
def end_day(actor: AbstractUser | None, *, day: CalendarDay) -> CalendarDay:
    """End an entry: the day follows its weekday again. Refused to everyone but administrators; Conflict if it ended."""
    _refuse(actor)
    now = CalendarDay.objects.select_for_update().get(pk=day.pk)
    if now.ended_at:
        raise Conflict(_("This entry was ended already."), code="ended")
    now.ended_at = clock.now()
    now.save(update_fields=("ended_at",))
    log(now, "wagtail.edit", user=actor)
    return now


def _refuse(actor: AbstractUser | None) -> None:
    if reasons := reasons_not_to_keep_calendar(actor):
        raise Refused(reasons=reasons)
