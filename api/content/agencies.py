"""The agencies that publish: each with its names of today, how it is reached, and the sites that are its own."""

from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.parameters import AGENCIES
from api.content.queries import DUE, as_counted
from api.content.site_serializers import AgencyPage
from api.content.sites import EVERY_SITE
from api.http.cursors import Cursor, cursor_from, page_links
from api.http.database import rows_of
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import Answer, answer
from api.http.views import PublicView
from sites import clock

EVERY_AGENCY = f"""
with a as materialized (
  select s.said -> 'agency' ->> 'code' as code, (array_agg(s.said -> 'agency'))[1] as agency,
    (array_agg(s.said -> 'contact'))[1] as contact, jsonb_agg(jsonb_build_object('hostname', s.said -> 'hostname',
      'url', s.said -> 'url', 'kind', s.said -> 'kind', 'state', s.said -> 'state') order by s.path) as sites
  from (
    select convert_from(whole, 'UTF8')::jsonb as said, path from api_publications_current where {EVERY_SITE} offset 0
  ) s group by 1
)
select a.agency, a.contact, a.sites, a.code, (select count(*) from a), ({DUE} and d.kind = 'site') from a
where {{where}} order by a.code {{order}} limit %(most)s
"""  # noqa: S608 - constants


class AgencyList(PublicView):
    """`GET /agencies/`."""

    @described(
        "list_agencies",
        AgencyPage,
        parameters=AGENCIES,
        problems=("unknown_parameter", "invalid_parameter", "invalid_cursor"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The agencies that have a site, by code."""
        values = read_parameters(request, AGENCIES)
        cursor, limit = cursor_from(values["cursor"], length=1), values["limit"]
        asked = {"most": limit + 1, "last": cursor.key[0] if cursor else None, "now": clock.now()}
        rows = rows_of(_query(cursor), asked)
        shown = rows[:limit]
        if cursor is not None and cursor.is_backward:
            shown.reverse()
        links = page_links(request, [(row[3],) for row in shown], cursor=cursor, has_more=len(rows) > limit)
        agencies = [{**agency, "contact": contact, "sites": sites} for agency, contact, sites, *_rest in shown]
        forms = [narrowing.written(form) for form in narrowing.only(agencies, values["fields"])]
        counted = as_counted(rows[0][4] if rows and values["count"] else None)
        body = narrowing.page(forms, narrowing.written({**links, **counted}))
        return answer(request, body, keys=("sites",), next_change_at=rows[0][5] if rows else None)


def _query(cursor: Cursor | None) -> str:
    if cursor is None:
        return EVERY_AGENCY.format(where="true", order="asc")
    is_backward = cursor.is_backward
    return EVERY_AGENCY.format(
        where=f"a.code {'<' if is_backward else '>'} %(last)s", order="desc" if is_backward else "asc"
    )
