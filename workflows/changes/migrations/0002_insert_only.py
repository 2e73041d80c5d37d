"""What was proposed and what was said about it stays: guarded by the database itself, whatever the door.

Rows are only added. A verdict repeats who proposed the change, so that a constraint can keep him from judging it; it
repeats him truly.
"""

from django.db import migrations

FORWARD = """
create trigger workflows_changes_insert_only before update or delete on workflows_changes_proposal
  for each row execute function workflows_passage_insert_only();
create trigger workflows_changes_insert_only before update or delete on workflows_changes_verdict
  for each row execute function workflows_passage_insert_only();

create function workflows_changes_same_proposer() returns trigger language plpgsql as $$
begin
  if not exists (
    select from workflows_changes_proposal where id = new.proposal_id and by_id = new.proposed_by_id
  ) then
    raise exception 'verdict % names another person than its proposal', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger workflows_changes_same_proposer before insert on workflows_changes_verdict
  for each row execute function workflows_changes_same_proposer();
"""

BACKWARD = """
drop trigger workflows_changes_same_proposer on workflows_changes_verdict;
drop function workflows_changes_same_proposer();
drop trigger workflows_changes_insert_only on workflows_changes_verdict;
drop trigger workflows_changes_insert_only on workflows_changes_proposal;
"""


class Migration(migrations.Migration):
    dependencies = [("workflows_changes", "0001_changes"), ("workflows_passage", "0002_frozen")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
