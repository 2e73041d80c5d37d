"""The list of notices: what of `GET /content/` is one, with the filters of its term."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.content.lists import Conditions, conditions_of
from api.content.parameters import LIST
from api.content.serializers import ContentPage
from api.content.views import answer_list
from api.http.describing import described
from api.http.parameters import Parameter, one_of, read_parameters
from api.http.responses import Answer
from api.http.views import PublicView
from sites import clock

TERMS = ("past", "current", "coming")
BEGUN = "(w.date_from is null or w.date_from < %(ends)s)"
NOT_OVER = "(w.date_to is null or w.date_to > %(begins)s)"
CONDITIONS: Mapping[str, str] = {
    "past": "w.date_to <= %(begins)s",
    "current": f"{BEGUN} and {NOT_OVER}",
    "coming": "w.date_from >= %(ends)s",
}


def day(value: str) -> date:
    """A day."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = date.max
    if not 1 < found.year < 9998:  # noqa: PLR2004 - so that no midnight leaves the calendar
        raise ValueError(_("This is not a day like 2026-11-22."))
    return found


NOTICES = (
    *(parameter for parameter in LIST if parameter.name != "type"),
    Parameter("in_force_on", day, "In force on this day (of Viet Nam).", {"type": "string", "format": "date"}),
    Parameter(
        "term",
        one_of(lambda: TERMS),
        "Whose term is over, runs, or is still to come, today.",
        {"type": "string", "enum": list(TERMS)},
    ),
)


class NoticeList(PublicView):
    """`GET /notices/`."""

    @described(
        "list_notices",
        ContentPage,
        parameters=NOTICES,
        problems=("unknown_site", "unknown_locale", "unknown_parameter", "invalid_parameter", "invalid_cursor"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Notices, the newest first."""
        values = read_parameters(request, NOTICES)
        conditions = conditions_of({**values, "type": ("notice",)})
        if values["in_force_on"]:
            _in_force(conditions, values["in_force_on"], "current", "on")
        if values["term"]:
            _in_force(conditions, clock.today(), values["term"], "term")
        return answer_list(request, values, conditions)


def _in_force(conditions: Conditions, on: date, term: str, name: str) -> None:
    begins = datetime.combine(on, time(), clock.VIETNAM)
    moments = {"begins": begins, "ends": begins + timedelta(days=1)}
    sql = CONDITIONS[term]
    for word in moments:
        sql = sql.replace(f"%({word})s", f"%({name}_{word})s")
    conditions.looked_up.append(sql)
    conditions.parameters |= {f"{name}_{word}": moment for word, moment in moments.items()}
