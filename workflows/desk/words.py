"""How long there is, or how long it has been too late, in words of working time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.calendar.working import WorkingCalendar
from workflows.deadlines.limits import Due

A_DAY = timedelta(hours=8)
AN_HOUR = timedelta(hours=1)


def left_words(due: Due, calendar: WorkingCalendar, now: datetime) -> str:
    """“3 working hours left”, “2 working days overdue”."""
    span = calendar.between(now, due.at)
    if now > due.at:
        return _("overdue by %(time)s") % {"time": span_words(-span)}
    return _("%(time)s left") % {"time": span_words(span)}


def span_words(span: timedelta) -> str:
    """Working time in its largest unit, rounded down; a working day has eight hours."""
    if span >= 2 * A_DAY:
        days = span // A_DAY
        return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
    if span >= AN_HOUR:
        hours = span // AN_HOUR
        return ngettext("%(count)s working hour", "%(count)s working hours", hours) % {"count": hours}
    minutes = span // timedelta(minutes=1)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
