"""A log of a million versions on a thousand sites, by COPY: copies of the rows that the real presenters have made.

What the reading API asks for and nothing else: sites with their menus, items under other names, paths, sites and dates,
each with the same number of versions. What is sent keeps the names of the item that it was copied from.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

SITES, VERSIONS, OF_AN_ITEM = 1_000, 1_000_000, 3

PLACES = """
create temporary table place as
select row_number() over (order by k, old) - 1 as number, * from (
  select 0 as k, site as old, site, site_id, hostname from api_publications_hostrow where hostname = canonical
  union all
  select k, site, md5(site::text || k)::uuid, site_id + 1000000 * k, 'k' || k || '-' || hostname
  from api_publications_hostrow, generate_series(1, %(times)s) k where hostname = canonical
) s order by k, old limit %(sites)s;
create temporary table portal as select site_id from api_publications_hostrow where is_portal limit 1;
create temporary table source as
select row_number() over (order by c.public_id) as i, c.id, c.seq from api_publications_current c
where c.type = 'news' and c.kind = 'page';
create temporary table head as select seq, hash from api_publications_version order by seq desc limit 1;
create unique index on source (i);
analyze place; analyze source;
"""
OF_SITES = "from api_publications_{table} c join place s on s.old = c.site and s.k > 0 where {where}"
OF_ITEMS = """
from source join api_publications_{table} c on c.{key} = source.{key}
join place s on s.number = (source.i + %(batch)s * 7) %% (select count(*) from place)
cross join head cross join portal
"""
SCOPE = "array[s.site_id, (select site_id from portal)]"
NEWEST = "head.seq + %(before)s + (%(each)s - 1) * (select count(*) from source) + source.i"
HASH = "encode(sha256(({})::text::bytea), 'hex')"
SEQ = "head.seq + %(before)s + %(turn)s * (select count(*) from source) + source.i"

COLUMNS = """
select column_name, udt_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'
"""
SLOW_INDEXES = """
select indexname, indexdef from pg_indexes where tablename = 'api_publications_current' and indexdef ~ 'USING gin'
"""

# What triggers would have written, had they not been switched off.
FILED = """
insert into api_publications_filed select f.* from api_publications_current c cross join publications_filed(c) f
on conflict do nothing
"""

HOST = {
    "hostname": "s.hostname",
    "site": "s.site",
    "site_id": "s.site_id",
    "is_portal": "false",
    "canonical": "s.hostname",
}
PLACE = {
    "site": "s.site",
    "public_id": "md5(c.public_id::text || s.k)::uuid",
    "path": "case when c.kind = 'site' then s.hostname else c.path end",
    "scope": SCOPE,
}
ITEM = {
    "public_id": "md5(c.public_id::text || %(batch)s)::uuid",
    "site": "s.site",
    "seq": NEWEST,
    "path": "c.path || %(batch)s || '/'",
    "sort_at": "c.sort_at - %(batch)s * interval '17 minutes 3 seconds'",
    "scope": SCOPE,
}
VERSION = {
    "seq": SEQ,
    "public_id": ITEM["public_id"],
    "site": "s.site",
    "at": f"c.at + ({SEQ} - c.seq) * interval '1 millisecond'",
    "frame": f"c.frame || jsonb_build_object('_scope', to_jsonb({SCOPE}), 'site', s.hostname)",
    "previous_hash": f"case when {SEQ} = head.seq + 1 then head.hash else {HASH.format(f'{SEQ} - 1')} end",
    "hash": HASH.format(SEQ),
}


def load_versions() -> None:
    """Fill the database of ten thousand items up to a million versions."""
    settings = connection.get_connection_params()
    settings = {name: value for name, value in settings.items() if name not in {"cursor_factory", "context"}}
    with psycopg.connect(**settings, autocommit=True) as read, psycopg.connect(**settings, autocommit=True) as write:
        has = _one(read, "select count(*) from api_publications_hostrow where hostname = canonical")
        _run(read, PLACES, {"times": -(-SITES // has), "sites": SITES})
        _copy(read, write, "hostrow", HOST, OF_SITES.format(table="hostrow", where="c.hostname = c.canonical"), {})
        items = _one(read, "select count(*) from source")
        missing = VERSIONS - _one(read, "select count(*) from api_publications_version")
        with _without_indexes(write):
            places = OF_SITES.format(table="current", where="c.kind in ('site', 'navigation')")
            _copy(read, write, "current", PLACE, places, {})
            for batch in range(1, -(-missing // (items * OF_AN_ITEM)) + 1):
                given = {"batch": batch, "each": OF_AN_ITEM, "before": (batch - 1) * items * OF_AN_ITEM}
                for turn in range(OF_AN_ITEM):
                    log = OF_ITEMS.format(table="version", key="seq")
                    _copy(read, write, "version", VERSION, log, {**given, "turn": turn})
                _copy(read, write, "current", ITEM, OF_ITEMS.format(table="current", key="id"), given)


def _copy(
    read: psycopg.Connection[Any],
    write: psycopg.Connection[Any],
    table: str,
    changed: Mapping[str, str],
    source: str,
    given: Mapping[str, int],
) -> None:
    """COPY the rows of a table into it, with other values in some columns."""
    name = f"api_publications_{table}"
    columns = [(row[0], row[1]) for row in read.execute(COLUMNS, [name]) if row[0] != "id"]
    values = ", ".join(f"({changed[c]})::{kind}" if c in changed else f'c."{c}"' for c, kind in columns)
    names = ", ".join(f'"{column}"' for column, _kind in columns)
    statement = psycopg.ClientCursor(read).mogrify(f"select {values} {source}", given)
    with (
        read.cursor().copy(f"copy ({statement}) to stdout (format binary)") as rows,
        write.cursor().copy(f"copy {name} ({names}) from stdin (format binary)") as into,
    ):
        for some in rows:
            into.write(some)


@contextmanager
def _without_indexes(write: psycopg.Connection[Any]) -> Iterator[None]:
    """Those that take longest row by row are made at the end; versions of sites are not turned for each row."""
    indexes = write.execute(SLOW_INDEXES).fetchall()
    for name, _definition in indexes:
        write.execute(f'drop index "{name}"')
    write.execute("alter table api_publications_current disable trigger user")
    yield
    write.execute("alter table api_publications_current enable trigger user")
    write.execute("set maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        write.execute(definition)
    write.execute(FILED)


def _one(read: psycopg.Connection[Any], sql: str) -> int:
    row = read.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _run(read: psycopg.Connection[Any], sql: str, given: Mapping[str, int]) -> None:
    read.execute(psycopg.ClientCursor(read).mogrify(sql, given))
