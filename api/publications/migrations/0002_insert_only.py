"""The log refuses what would change history. An empty table may be truncated: nothing is lost by it."""

from django.db import migrations

REFUSE = """
create or replace function publications_refuse() returns trigger language plpgsql as $$
declare filled boolean;
begin
  if tg_op = 'TRUNCATE' then
    execute format('select exists (select from %I.%I)', tg_table_schema, tg_table_name) into filled;
    if not filled then return null; end if;
  end if;
  raise exception '% on %: the publication log is only added to', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;

create or replace function publications_only_erase() returns trigger language plpgsql as $$
begin
  if new.sha256 = old.sha256 and old.erased_at is null and new.bytes is null and new.erased_at is not null then
    return new;
  end if;
  raise exception 'UPDATE on %: a text is erased or left alone', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger version_is_only_added before update or delete on api_publications_version
  for each row execute function publications_refuse();
create trigger version_is_not_emptied before truncate on api_publications_version
  for each statement execute function publications_refuse();
create trigger body_is_not_deleted before delete on api_publications_body
  for each row execute function publications_refuse();
create trigger body_is_not_emptied before truncate on api_publications_body
  for each statement execute function publications_refuse();
create trigger body_is_only_erased before update on api_publications_body
  for each row execute function publications_only_erase();
"""

ALLOW = """
drop trigger if exists version_is_only_added on api_publications_version;
drop trigger if exists version_is_not_emptied on api_publications_version;
drop trigger if exists body_is_not_deleted on api_publications_body;
drop trigger if exists body_is_not_emptied on api_publications_body;
drop trigger if exists body_is_only_erased on api_publications_body;
drop function if exists publications_refuse();
drop function if exists publications_only_erase();
"""


class Migration(migrations.Migration):
    dependencies = [("api_publications", "0001_log")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
