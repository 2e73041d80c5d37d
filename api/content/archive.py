"""The archive: how many items were published in which year and month, in one query."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from api.content.lists import conditions_of
from api.content.parameters import ARCHIVE
from api.content.queries import HEAD, Question, ask, check_known, check_locale
from api.content.serializers import Archive as Described
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import Answer, answer
from api.http.views import PublicView
from sites.clock import VIETNAM

COUNTS = """
select {head}, r.*, array[{known}]::boolean[] as known
from h left join lateral (
  select extract(year from c.sort_at at time zone '{zone}')::int as year,
    extract(month from c.sort_at at time zone '{zone}')::int as month, count(*)
  from api_publications_current c
  where c.kind = 'page' and c.state = 'live' and c.type not in ('home', 'section') and {where}
  group by 1, 2
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
        known, where = ", ".join(conditions.known.values()), " and ".join(conditions.where)
        sql = COUNTS.format(head=HEAD, known=known, where=where, zone=VIETNAM.key)
        found = ask(request, values["site"], Question(sql, conditions.parameters, 1, conditions.due))
        check_locale(found.head, values["locale"])
        check_known(conditions.known, found.padding[0])
        body = json.dumps({"years": years_of(found.rows)}).encode()
        return answer(request, body, keys=(found.head.key, "content"), next_change_at=found.head.next_change_at)


def years_of(rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Rows of year, month and count, in the order in which they are answered, as years with months."""
    years: dict[int, dict[str, Any]] = {}
    for year, month, count in rows:
        entry = years.setdefault(year, {"year": year, "count": 0, "months": []})
        entry["count"] += count
        entry["months"].append({"month": month, "count": count})
    return list(years.values())
