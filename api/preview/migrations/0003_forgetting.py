"""What was written down about previews may be deleted by the act that forgets it in time, and by nothing else."""

from django.db import migrations

FORWARD = """
create function api_preview_forgetting() returns boolean language sql stable as
$$ select coalesce(current_setting('app.forgetting_previews', true), '') = 'on' $$;

drop trigger preview_readings_are_only_added on api_preview_reading;
create trigger preview_readings_are_only_added before update on api_preview_reading
  for each row execute function workflows_passage_insert_only();
create trigger preview_readings_are_not_deleted before delete on api_preview_reading
  for each row when (not api_preview_forgetting()) execute function workflows_passage_insert_only();

drop trigger preview_permits_are_kept on api_preview_permit;
create trigger preview_permits_are_kept before update on api_preview_permit
  for each row execute function api_preview_permit_kept();
create trigger preview_permits_are_not_deleted before delete on api_preview_permit
  for each row when (not api_preview_forgetting()) execute function api_preview_permit_kept();

drop trigger preview_texts_are_kept on api_preview_permittext;
create trigger preview_texts_are_kept before update on api_preview_permittext
  for each row execute function api_preview_text_kept();
create trigger preview_texts_are_not_deleted before delete on api_preview_permittext
  for each row when (not api_preview_forgetting()) execute function api_preview_text_kept();
"""
BACKWARD = """
drop trigger preview_texts_are_not_deleted on api_preview_permittext;
drop trigger preview_texts_are_kept on api_preview_permittext;
create trigger preview_texts_are_kept before update or delete on api_preview_permittext
  for each row execute function api_preview_text_kept();

drop trigger preview_permits_are_not_deleted on api_preview_permit;
drop trigger preview_permits_are_kept on api_preview_permit;
create trigger preview_permits_are_kept before update or delete on api_preview_permit
  for each row execute function api_preview_permit_kept();

drop trigger preview_readings_are_not_deleted on api_preview_reading;
drop trigger preview_readings_are_only_added on api_preview_reading;
create trigger preview_readings_are_only_added before update or delete on api_preview_reading
  for each row execute function workflows_passage_insert_only();
drop function api_preview_forgetting();
"""


class Migration(migrations.Migration):
    dependencies = [("api_preview", "0002_public_addresses")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
