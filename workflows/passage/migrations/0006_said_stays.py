"""What a change is said to be, and the notice for readers, stay as they were submitted: decisions are about them."""

from django.db import migrations

FORWARD = """
create function workflows_passage_said_stays() returns trigger language plpgsql as $$
begin
  if workflows_passage_erasing() then
    return new;
  end if;
  raise exception 'kind and notice of passage % stay as they were submitted', old.id using errcode = 'restrict_violation';
end $$;

create trigger workflows_passage_said_stays before update on workflows_passage_passage
  for each row when (old.cause is distinct from new.cause or old.notice is distinct from new.notice)
  execute function workflows_passage_said_stays();
"""

BACKWARD = """
drop trigger workflows_passage_said_stays on workflows_passage_passage;
drop function workflows_passage_said_stays();
"""


class Migration(migrations.Migration):

    dependencies = [("workflows_passage", "0005_kinds_of_change")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
