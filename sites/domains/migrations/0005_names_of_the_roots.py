"""The root of the pages and the root of the collections are called what they are, in the language of the admin.

Everybody meets them: in the path above a page, in choosers, where a picture is uploaded.
"""

from django.db import migrations

PAGES, COLLECTIONS = "Các trang web", "Kho chung"


def rename(apps, schema_editor):
    """Names that somebody gave are kept. Running it twice changes nothing."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    pages.update(title=PAGES, draft_title=PAGES)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name=COLLECTIONS)


class Migration(migrations.Migration):

    dependencies = [
        ("sites_domains", "0004_province_domains"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=False)]
