"""Pages at one depth are found by an index: Wagtail asks for the root and the homes on nearly every screen.

Without it, each of these questions reads the whole table: 20 to 40 ms at 100,000 pages (`bench.screens`).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms_pages", "0002_search_configuration"), ("wagtailcore", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "create index wagtailcore_page_depth_path on wagtailcore_page (depth, path)",
            "drop index wagtailcore_page_depth_path",
        ),
    ]
