"""The facets of a search: how the hits divide by site, type, year and agency, the largest part first.

The query counts them into `parts`; how they go from there to the reader stands here.
"""

import json
from typing import Any

# By columns, each of them of one type: an object for each part takes many times as long.
FACET = """(
  select json_build_array({columns}) from (select * from ({rows}) part order by n desc limit {longest}) facet)"""
COLUMN = "array_agg({} order by n desc, value)"
PART = "select {value} as value, n from parts where {value} is not null"
SITES = """select v.canonical as value, n from parts
  join api_publications_hostrow v on v.site = parts.site and v.hostname = v.canonical"""
AGENCIES = """select parts.agency as value, n, convert_from(v.list_form, 'UTF8')::json #>> '{agency,name}' as name
  from parts join api_publications_current v on v.id = parts.sample where parts.agency is not null"""
LONGEST = 100
KINDS = {
    "site": (SITES, ("n", "value")),
    "type": (PART.format(value="type"), ("n", "value")),
    "year": (PART.format(value="year"), ("n", "value")),
    "agency": (AGENCIES, ("name", "n", "value")),
}
FACETS = "json_build_array({})::text".format(
    ", ".join(
        FACET.format(columns=", ".join(map(COLUMN.format, columns)), rows=rows, longest=LONGEST)
        for rows, columns in KINDS.values()
    )
)


def facets_of(answered: str) -> dict[str, list[dict[str, Any]]]:
    """The facets from what `FACETS` selects."""
    found = {}
    for (name, (_rows, columns)), values in zip(KINDS.items(), json.loads(answered), strict=True):
        keys = ["count" if column == "n" else column for column in columns]
        found[name] = [
            dict(zip(keys, part, strict=True)) for part in zip(*(some or () for some in values), strict=True)
        ]
    return found
