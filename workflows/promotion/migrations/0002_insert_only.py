"""Snapshots, acts, provenances and answers are only ever added: the database refuses everything else.

An erasure sets `app.erasing` for its own transaction and passes (see `workflows.passage`).
"""

from django.db import migrations

TABLES = (
    "cms_origins_origin",
    "workflows_promotion_proposalact",
    "workflows_promotion_provenance",
    "workflows_promotion_answer",
)
FORWARD = "".join(
    f"create trigger workflows_promotion_insert_only before update or delete on {table} "
    "for each row execute function workflows_passage_insert_only();\n"
    for table in TABLES
)
BACKWARD = "".join(f"drop trigger workflows_promotion_insert_only on {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows_promotion", "0001_promotion"),
        ("workflows_passage", "0002_frozen"),
        ("cms_origins", "0001_origins"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
