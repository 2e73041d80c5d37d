"""What is said of a site gets a version, a number by chance: an answer made under it holds as long as it stands."""

from django.db import migrations, models

# A number by chance, never the next one: after a restored backup no number may come again for something else.
KEEP = """
create function publications_version() returns trigger language plpgsql as $$
declare is_asked boolean := new.version < 0;
begin
  if tg_op = 'UPDATE' then
    new.version := old.version;
    if not is_asked and new is not distinct from old then return new; end if;
  end if;
  new.version := floor(random() * 9007199254740992);
  return new;
end $$;
create trigger host_has_a_version before insert or update on api_publications_hostrow
  for each row execute function publications_version();

create function publications_turn() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    update api_publications_hostrow set version = -1;
    return null;
  end if;
  update api_publications_hostrow h set version = -1
    from (select distinct site, scope from turned) t where h.site = t.site or h.site_id = any(t.scope);
  return null;
end $$;
create trigger current_turns_by_insert after insert on api_publications_current
  referencing new table as turned for each statement execute function publications_turn();
create trigger current_turns_by_update_from after update on api_publications_current
  referencing old table as turned for each statement execute function publications_turn();
create trigger current_turns_by_update_to after update on api_publications_current
  referencing new table as turned for each statement execute function publications_turn();
create trigger current_turns_by_delete after delete on api_publications_current
  referencing old table as turned for each statement execute function publications_turn();
create trigger current_turns_by_truncate after truncate on api_publications_current
  for each statement execute function publications_turn();
update api_publications_hostrow set version = -1;
"""
FORGET = """
drop trigger current_turns_by_truncate on api_publications_current;
drop trigger current_turns_by_delete on api_publications_current;
drop trigger current_turns_by_update_to on api_publications_current;
drop trigger current_turns_by_update_from on api_publications_current;
drop trigger current_turns_by_insert on api_publications_current;
drop function publications_turn();
drop trigger host_has_a_version on api_publications_hostrow;
drop function publications_version();
"""


class Migration(migrations.Migration):
    dependencies = [("api_publications", "0005_redirects")]

    operations = [
        migrations.AddField(
            model_name="hostrow",
            name="version",
            field=models.BigIntegerField(default=0, verbose_name="version of what is said"),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
