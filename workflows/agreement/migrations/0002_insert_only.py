"""What was declared right is only ever added: guarded by the database itself, whatever the door.

An erasure (unlawful, secret, personal) sets `app.erasing` to `on` for its own transaction and passes.
"""

from django.db import migrations

FORWARD = """
create function workflows_agreement_insert_only() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('app.erasing', true), '') = 'on' then
    return coalesce(new, old);
  end if;
  raise exception '% is not changed and not deleted', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger workflows_agreement_insert_only before update or delete on workflows_agreement_affirmation
 for each row execute function workflows_agreement_insert_only();
"""
BACKWARD = """
drop trigger workflows_agreement_insert_only on workflows_agreement_affirmation;
drop function workflows_agreement_insert_only();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows_agreement", "0001_start")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
