"""What was seen stays as it was seen: guarded by the database itself, whatever the door.

- A revision that a passage, a decision or a release names is not overwritten and not deleted. Wagtail 8's autosave
  overwrites the content of the same row, so a revision's id alone binds nothing.
- Decisions are only ever added; of a release only `revoked_at` changes.

An erasure (unlawful, secret, personal) sets `app.erasing` to `on` for its own transaction and passes.
"""

from django.db import migrations

FORWARD = """
create function workflows_passage_erasing() returns boolean language sql stable as
$$ select coalesce(current_setting('app.erasing', true), '') = 'on' $$;

create function workflows_passage_frozen_revision() returns trigger language plpgsql as $$
begin
  if workflows_passage_erasing() then
    return coalesce(new, old);
  end if;
  if tg_op = 'UPDATE' and new.content = old.content and new.object_id = old.object_id
     and new.content_type_id = old.content_type_id and new.base_content_type_id = old.base_content_type_id
     and new.user_id is not distinct from old.user_id and new.created_at = old.created_at then
    return new;
  end if;
  if exists (select 1 from workflows_passage_passage where revision_id = old.id)
     or exists (select 1 from workflows_passage_decision where revision_id = old.id)
     or exists (select 1 from workflows_passage_release where revision_id = old.id) then
    raise exception 'revision % is frozen: a passage, a decision or a release names it', old.id
      using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;

create trigger workflows_passage_frozen_revision before update or delete on wagtailcore_revision
  for each row execute function workflows_passage_frozen_revision();

create function workflows_passage_insert_only() returns trigger language plpgsql as $$
begin
  if workflows_passage_erasing() then
    return coalesce(new, old);
  end if;
  if tg_op = 'UPDATE' and tg_table_name = 'workflows_passage_release'
     and to_jsonb(new) - 'revoked_at' = to_jsonb(old) - 'revoked_at' and to_jsonb(old) -> 'revoked_at' = 'null'::jsonb then
    return new;
  end if;
  raise exception '% is not changed and not deleted', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger workflows_passage_insert_only before update or delete on workflows_passage_decision
  for each row execute function workflows_passage_insert_only();
create trigger workflows_passage_insert_only before update or delete on workflows_passage_release
  for each row execute function workflows_passage_insert_only();
create trigger workflows_passage_insert_only before update or delete on workflows_passage_withdrawal
  for each row execute function workflows_passage_insert_only();
"""

BACKWARD = """
drop trigger workflows_passage_insert_only on workflows_passage_withdrawal;
drop trigger workflows_passage_insert_only on workflows_passage_release;
drop trigger workflows_passage_insert_only on workflows_passage_decision;
drop function workflows_passage_insert_only();
drop trigger workflows_passage_frozen_revision on wagtailcore_revision;
drop function workflows_passage_frozen_revision();
drop function workflows_passage_erasing();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows_passage", "0001_passage")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
