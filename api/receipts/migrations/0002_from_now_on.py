from django.db import migrations

FROM_NOW_ON = """
insert into api_receipts_reach (position) select coalesce(max(seq), 0) from api_publications_version
"""


class Migration(migrations.Migration):
    """What was published before there were receipts gets none: when it was first read nobody knows."""

    dependencies = (("api_receipts", "0001_receipts"),)

    operations = (migrations.RunSQL(FROM_NOW_ON, "delete from api_receipts_reach"),)
