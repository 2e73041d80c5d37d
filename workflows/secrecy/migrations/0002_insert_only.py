"""Declarations, stops and clearances are only ever added: guarded by the database itself, whatever the door.

An erasure (unlawful, secret, personal) sets `app.erasing` to `on` for its own transaction and passes.
"""

from django.db import migrations

TABLES = ("declaration", "stop", "clearance")
FORWARD = """
create function workflows_secrecy_insert_only() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('app.erasing', true), '') = 'on' then
    return coalesce(new, old);
  end if;
  raise exception '% is not changed and not deleted', tg_table_name using errcode = 'restrict_violation';
end $$;
""" + "".join(
    f"create trigger workflows_secrecy_insert_only before update or delete on workflows_secrecy_{name}"
    " for each row execute function workflows_secrecy_insert_only();\n"
    for name in TABLES
)
BACKWARD = (
    "".join(f"drop trigger workflows_secrecy_insert_only on workflows_secrecy_{name};\n" for name in TABLES)
    + "drop function workflows_secrecy_insert_only();"
)


class Migration(migrations.Migration):
    dependencies = [("workflows_secrecy", "0001_start")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
