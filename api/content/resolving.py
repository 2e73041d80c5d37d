"""What stands at a path, or stood there at a moment that has passed."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.history import as_it_was, check_passed, check_recorded, end_of
from api.content.parameters import RESOLVE
from api.content.queries import HEAD, Found, Question, answered, ask
from api.content.serializers import Resolution
from api.content.ways import REFUSED
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import Problem
from api.http.responses import Answer, Ready, answer
from api.http.views import PublicView
from api.publications.enums import State
from api.publications.models import Version

# Nearly always something is live at the path; only where nothing is, all that ever stood there is looked through.
AT_PATH = f"""
select {HEAD}, coalesce(a.state, b.state), coalesce(a.whole, b.whole), coalesce(a.path, b.path),
  coalesce(a.public_id, b.public_id), coalesce(a.etag, b.etag)
from h left join lateral (
  select c.* from api_publications_current c
  where c.kind = 'page' and c.state = 'live' and c.site = h.site and c.path = %(path)s limit 1
) a on true left join lateral (
  select c.* from api_publications_current c
  where a.state is null and c.kind in ('page', 'address') and c.site = h.site
    and (c.path = %(path)s or c.former_paths @> array[%(path)s])
  order by case when c.state = 'redirect' and c.path = %(path)s then 1 when c.state = 'live' then 2
    when c.state = 'redirect' then 3 when c.state = 'withdrawn' then 4 else 5 end, c.seq desc limit 1
) b on true
"""  # noqa: S608
# Whatever stands at a path, or ever stood there, is asked what it said then.
AT_PATH_THEN = f"""
select {HEAD}, r.seq from h left join lateral (
  select v.seq from (
    select c.kind, c.public_id, c.locale from api_publications_current c
    where c.kind in ('page', 'address') and c.site = h.site
      and (c.path = %(path)s or c.former_paths @> array[%(path)s])
  ) c cross join lateral (
    select v.seq, v.state, v.frame ->> 'path' = %(path)s as is_there, v.frame -> 'former_paths' as former
    from api_publications_version v where v.kind = c.kind and v.public_id = c.public_id and v.locale = c.locale
      and v.site = h.site and v.at < %(end)s order by v.seq desc limit 1
  ) v where v.is_there or v.former @> to_jsonb(%(path)s::text)
  order by case when v.state = 'live' and v.is_there then 0 when v.state = 'redirect' and v.is_there then 1
    when v.state = 'live' then 2 when v.state = 'redirect' then 3 when v.state = 'withdrawn' then 4 else 5 end,
    v.seq desc limit 1
) r on true
"""  # noqa: S608


class Resolve(PublicView):
    """`GET /resolve/?path=`."""

    @described("resolve_path", Resolution, parameters=RESOLVE, problems=(*REFUSED, "not_found", "before_records"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """What stands at a path: the item, where it has gone, or how it ended."""
        values = read_parameters(request, RESOLVE)
        if values["as_of"] is not None:
            return _answer_then(request, values)
        question = Question(AT_PATH, {"path": values["path"]})
        return answered(request, values["site"], question, partial(_at_path, values))


def _at_path(values: Mapping[str, Any], found: Found) -> Ready:
    if not len(found):
        raise Problem("not_found")
    state, whole, path, public_id, etag = found.first
    is_whole = state == State.LIVE and path == values["path"] and values["fields"] is None
    body = _resolution(values, bytes(whole), path=path, is_live=state == State.LIVE)
    return Ready(body, (found.head.key, f"item-{public_id}"), etag if is_whole else "")


def _resolution(values: Mapping[str, Any], whole: bytes, *, path: str, is_live: bool) -> bytes:
    """What is answered of something that stands at `path`, of which `whole` is what is sent."""
    if not is_live:
        return json.dumps(narrowing.ending(json.loads(whole)), ensure_ascii=False).encode()
    if path == values["path"]:
        return b'{"state":"live","item":' + narrowing.of(whole, values["fields"]) + b"}"
    return json.dumps({"state": "redirect", "location": path, "status": 301}, ensure_ascii=False).encode()


def _answer_then(request: HttpRequest, values: Mapping[str, Any]) -> Answer:
    """What stood at a path at a moment that has passed."""
    check_passed(values["as_of"])
    end = end_of(values["as_of"])
    found = ask(request, values["site"], Question(AT_PATH_THEN, {"path": values["path"], "end": end}))
    check_recorded(end)
    if not len(found):
        raise Problem("not_found")
    version = Version.objects.select_related("body").get(pk=found.first[0])
    whole, is_live = as_it_was(version)
    body = _resolution(values, whole, path=version.frame["path"], is_live=is_live)
    return answer(request, body, keys=(found.head.key, f"item-{version.public_id}"))
