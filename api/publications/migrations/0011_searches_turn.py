"""A search follows from more than rows of sites: from the words of files, and from words that are taken for the same."""

from django.db import migrations

KEEP = """
create function publications_turn_by_file() returns trigger language plpgsql as $$
begin
  update api_publications_hostrow h set version = -1
    from (
      select distinct c.site, c.scope from turned f
      join api_publications_current c on c.deps @> array['medium:' || f.name]
    ) t where h.site = t.site or h.site_id = any(t.scope);
  return null;
end $$;
create trigger filetext_turns_by_update after update on api_publications_filetext
  referencing new table as turned for each statement execute function publications_turn_by_file();

create function publications_turn_all() returns trigger language plpgsql as $$
begin
  update api_publications_hostrow set version = -1;
  return null;
end $$;
create trigger alike_turns after insert or update or delete or truncate on api_publications_alike
  for each statement execute function publications_turn_all();
"""
FORGET = """
drop trigger alike_turns on api_publications_alike;
drop function publications_turn_all();
drop trigger filetext_turns_by_update on api_publications_filetext;
drop function publications_turn_by_file();
"""


class Migration(migrations.Migration):
    dependencies = [("api_publications", "0010_sizes_of_media")]

    operations = [migrations.RunSQL(KEEP, FORGET)]
