"""The search of the admin joins pages by their key written as text (modelsearch, `IndexEntry.object_id`).

Without an index of that text it reads all pages for each question: 30 to 60 ms at 100,000 pages (`bench.screens`).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms_pages", "0003_pages_by_depth")]

    operations = [
        migrations.RunSQL(
            "create index wagtailcore_page_id_as_text on wagtailcore_page ((id::varchar(50)))",
            "drop index wagtailcore_page_id_as_text",
        ),
    ]
