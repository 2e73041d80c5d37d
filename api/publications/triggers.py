"""Row triggers that mark what changed, in the transaction of the change. Installed after `migrate`, never by hand."""

from django.db import connection, transaction
from psycopg import sql

from api.publications.register import Watched, watched_tables

CHANNEL = "publications"

FUNCTION = """
create or replace function publications_mark() returns trigger language plpgsql as $$
declare
  before jsonb;
  after jsonb;
  fan text[] := string_to_array(tg_argv[2], ',');
begin
  if tg_op = 'TRUNCATE' then
    insert into api_publications_dirty (kind, ref) values ('everything', '');
    perform pg_notify('publications', '');
    return null;
  end if;
  if tg_op <> 'INSERT' then before := to_jsonb(old) - string_to_array(tg_argv[3], ','); end if;
  if tg_op <> 'DELETE' then after := to_jsonb(new) - string_to_array(tg_argv[3], ','); end if;
  if before = after then return null; end if;
  insert into api_publications_dirty (kind, ref)
    select distinct tg_argv[0], coalesce(row ->> tg_argv[1], '')
    from (values (before), (after)) as rows (row) where row is not null;
  if fan = '{*}' or exists (
    select from unnest(fan) as name where before -> name is distinct from after -> name
  ) then
    insert into api_publications_dirty (kind, ref, priority)
      select distinct tg_argv[0] || '+', coalesce(row ->> tg_argv[1], ''), 1
      from (values (before), (after)) as rows (row) where row is not null;
  end if;
  perform pg_notify('publications', '');
  return null;
end $$
"""

INSTALLED = """
select c.relname, t.tgname, t.tgargs from pg_trigger t
join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
where p.proname = 'publications_mark' and not t.tgisinternal
"""
TRUNCATED = "publications_truncated"


def install_triggers() -> int:
    """Bring the triggers in line with the register. Returns how many were made or taken away; 0 when all was right."""
    wanted = _wanted()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute(INSTALLED)
        present = {(table, name): bytes(arguments) for table, name, arguments in cursor.fetchall()}
        obsolete = [key for key, arguments in present.items() if key not in wanted or wanted[key][0] != arguments]
        missing = [key for key in wanted if key not in present or key in obsolete]
        for table, name in obsolete:
            cursor.execute(
                sql.SQL("drop trigger {} on {}").format(sql.Identifier(name), sql.Identifier(table)).as_string()
            )
        for key in missing:
            cursor.execute(wanted[key][1].as_string())
    return len(obsolete) + len(missing)


def _wanted() -> dict[tuple[str, str], tuple[bytes, sql.Composed]]:
    """By table and name: the arguments as PostgreSQL keeps them, and the statement."""
    wanted = {}
    for watched in watched_tables():
        arguments = (watched.kind, watched.ref, ",".join(watched.fan), ",".join(watched.unread))
        wanted[watched.table, watched.trigger] = (
            b"".join(word.encode() + b"\0" for word in arguments),
            _row_trigger(watched, arguments),
        )
        wanted[watched.table, TRUNCATED] = (b"", _truncate_trigger(watched.table))
    return wanted


def _row_trigger(watched: Watched, arguments: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(
        "create trigger {} after insert or update or delete on {} for each row execute function publications_mark({})"
    ).format(
        sql.Identifier(watched.trigger),
        sql.Identifier(watched.table),
        sql.SQL(", ").join(map(sql.Literal, arguments)),
    )


def _truncate_trigger(table: str) -> sql.Composed:
    return sql.SQL(
        "create trigger {} after truncate on {} for each statement execute function publications_mark()"
    ).format(sql.Identifier(TRUNCATED), sql.Identifier(table))
