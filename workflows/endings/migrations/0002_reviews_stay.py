"""What a second person said of an ending stays as it was said."""

from django.db import migrations

FORWARD = """
create trigger workflows_endings_insert_only before update or delete on workflows_endings_review
  for each row execute function workflows_passage_insert_only();
"""

BACKWARD = """
drop trigger workflows_endings_insert_only on workflows_endings_review;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("workflows_endings", "0001_endings"),
        ("workflows_passage", "0006_said_stays"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
