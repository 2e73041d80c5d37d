"""What was said stays as it was said: of a comment only that it was resolved or removed is added, once.

An erasure sets `app.erasing` and passes. Comments on a page that was never submitted go with the page.
"""

from django.db import migrations

FORWARD = """
create function workflows_comments_said_stays() returns trigger language plpgsql as $$
declare
  settled text[] := '{resolved_at,resolved_by_id,removed_at,removed_by_id,revision_id}';
begin
  if workflows_passage_erasing() then
    return new;
  end if;
  if to_jsonb(new) - settled = to_jsonb(old) - settled
     and (old.resolved_at is null or (new.resolved_at = old.resolved_at and new.resolved_by_id = old.resolved_by_id))
     and (old.removed_at is null or (new.removed_at = old.removed_at and new.removed_by_id = old.removed_by_id))
     and (new.revision_id is null or new.revision_id = old.revision_id) then
    return new;
  end if;
  raise exception 'comment % is not changed', old.id using errcode = 'restrict_violation';
end $$;
create trigger workflows_comments_said_stays before update on workflows_comments_comment
  for each row execute function workflows_comments_said_stays();
"""

BACKWARD = """
drop trigger workflows_comments_said_stays on workflows_comments_comment;
drop function workflows_comments_said_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows_comments", "0001_comments"), ("workflows_passage", "0002_frozen")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
