"""The archive: how many items were published in which year and month, in one query."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from api.content.lists import Conditions, conditions_of
from api.content.parameters import ARCHIVE, types
from api.content.queries import HEAD, Question, ask, check_known, check_locale
from api.content.serializers import Archive as Described
from api.content.walks import Taken, walk
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import Answer, answer
from api.http.views import PublicView

NOT_COUNTED = ("home", "section")
OF_ITEMS = f"c.type not in {NOT_COUNTED}"
OF_MONTHS = Taken("c.month, count(*) as number", "group by c.month", is_row_by_row=False)
COUNTS = """
select {head}, r.*, array[{known}]::boolean[] as known
from h left join lateral (
  select extract(year from c.month)::int as year, extract(month from c.month)::int as month,
    sum(c.number)::bigint as count
  from ({months}) c group by c.month
) r on true
order by r.year desc, r.month desc
"""


class Archive(PublicView):
    """`GET /archive/`."""

    @described(
        "read_archive",
        Described,
        parameters=ARCHIVE,
        problems=("unknown_site", "unknown_locale", "unknown_parameter", "invalid_parameter"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Years and months with the number of items that were published in them."""
        values = read_parameters(request, ARCHIVE)
        conditions = conditions_of({**values, "published_after": None, "published_before": None})
        found = ask(request, values["site"], Question(_counts(conditions), conditions.parameters, 1, conditions.due))
        check_locale(found.head, values["locale"])
        check_known(conditions.known, found.padding[0])
        body = json.dumps({"years": years_of(found.rows)}).encode()
        return answer(request, body, keys=(found.head.key, "content"), next_change_at=found.head.next_change_at)


def _counts(conditions: Conditions) -> str:
    """The SQL of the months. What nothing narrows is counted under its types, for there it is counted by an index."""
    if not conditions.terms:
        conditions.types = [name for name in conditions.types or types() if name not in NOT_COUNTED]
    sought = replace(conditions.sought, is_filed=True)
    if conditions.terms:
        sought = replace(sought, where=(*sought.where, OF_ITEMS))
    known = ", ".join(conditions.known.values())
    return COUNTS.format(head=HEAD, known=known, months=walk(sought, OF_MONTHS))


def years_of(rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Rows of year, month and count, in the order in which they are answered, as years with months."""
    years: dict[int, dict[str, Any]] = {}
    for year, month, count in rows:
        entry = years.setdefault(year, {"year": year, "count": 0, "months": []})
        entry["count"] += count
        entry["months"].append({"month": month, "count": count})
    return list(years.values())
