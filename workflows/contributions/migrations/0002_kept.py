"""What was done and what was sent stays: guarded by the database itself, whatever the door.

Acts and letters are only ever added; a contribution that was sent once, and its files, are not deleted. An erasure
(unlawful, secret, personal) sets `app.erasing` to `on` for its own transaction and passes.
"""

from django.db import migrations

FORWARD = """
create function workflows_contributions_kept() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('app.erasing', true), '') = 'on' then
    return coalesce(new, old);
  end if;
  if tg_table_name = 'workflows_contributions_contribution' and to_jsonb(old) -> 'sent_at' = 'null'::jsonb then
    return old;
  end if;
  if tg_table_name = 'workflows_contributions_contributionfile' and not exists (
      select 1 from workflows_contributions_contribution
      where id = (to_jsonb(old) ->> 'contribution_id')::bigint and sent_at is not null) then
    return old;
  end if;
  raise exception '% is not changed and not deleted', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger workflows_contributions_kept before update or delete on workflows_contributions_contributiondeed
  for each row execute function workflows_contributions_kept();
create trigger workflows_contributions_kept before update or delete on workflows_contributions_letter
  for each row execute function workflows_contributions_kept();
create trigger workflows_contributions_kept before delete on workflows_contributions_contribution
  for each row execute function workflows_contributions_kept();
create trigger workflows_contributions_kept before delete on workflows_contributions_contributionfile
  for each row execute function workflows_contributions_kept();
"""

BACKWARD = """
drop trigger workflows_contributions_kept on workflows_contributions_contributionfile;
drop trigger workflows_contributions_kept on workflows_contributions_contribution;
drop trigger workflows_contributions_kept on workflows_contributions_letter;
drop trigger workflows_contributions_kept on workflows_contributions_contributiondeed;
drop function workflows_contributions_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows_contributions", "0001_start")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
