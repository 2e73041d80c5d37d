"""Lists as they will be once drafts are public: the ordinary queries, over the log with the drafts laid upon it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from api.content.lists import conditions_of
from api.content.queries import ask
from api.content.views import question_of
from api.preview.presenting import Shown
from api.publications.models import Current
from sites.domains.models import PublicSite
from sites.domains.selectors import canonical_host

# A name that stands before a statement hides the table of that name from it, and from itself it does not. Drafts have
# numbers of their own, by which rows and what they are filed under find each other.
LAID_UPON = """
api_publications_filed as not materialized (
  select f.* from api_publications_filed f where 'page' || f.public_id || f.locale <> all(%(replaced)s)
  union all
  select f.* from jsonb_populate_recordset(null::api_publications_current, %(drafts)s::jsonb) d
    cross join publications_filed(d) f
), api_publications_current as not materialized (
  select c.* from api_publications_current c where c.kind || c.public_id || c.locale <> all(%(replaced)s)
  union all
  select d.* from jsonb_populate_recordset(null::api_publications_current, %(drafts)s::jsonb) d
), """


def list_with(forms: Iterable[Shown], request: HttpRequest, values: Mapping[str, Any], site: PublicSite) -> bytes:
    """One page of the list of a site, as `GET /content/` will answer it. Raises a Problem as that does."""
    rows = [form.row for form in forms]
    values = {**values, "include": None}
    conditions = conditions_of(values)
    conditions.parameters |= {
        "replaced": [f"{row.kind}{row.public_id}{row.locale}" for row in rows],
        "drafts": json.dumps([{**_row(row), "id": -number} for number, row in enumerate(rows, 1)]),
    }
    question, made = question_of(request, values, conditions)
    return made(ask(request, canonical_host(site), replace(question, before=LAID_UPON))).body


def _row(row: Current) -> dict[str, Any]:
    """A row that is not stored, as PostgreSQL reads it."""
    return {field.attname: _value(getattr(row, field.attname)) for field in Current._meta.concrete_fields}


def _value(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)
