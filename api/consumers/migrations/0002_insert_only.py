"""What was done with consumers stays: guarded by the database itself, whatever the door."""

from django.db import migrations

FORWARD = """
create trigger api_consumers_insert_only before update or delete on api_consumers_record
  for each row execute function workflows_passage_insert_only();
"""
BACKWARD = "drop trigger api_consumers_insert_only on api_consumers_record;"


class Migration(migrations.Migration):
    dependencies = [("api_consumers", "0001_consumers"), ("workflows_passage", "0002_frozen")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
