"""A fresh Wagtail brings a welcome page and a site of its own; ours are made by `provisioning`."""

from django.db import migrations
from django.db.models import F


def remove(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(
        depth=2, slug="home", content_type__app_label="wagtailcore", content_type__model="page", numchild=0
    )
    if welcome.exists():
        apps.get_model("wagtailcore", "Site").objects.filter(root_page__in=welcome).delete()
        gone = welcome.count()
        welcome.delete()
        Page.objects.filter(depth=1).update(numchild=F("numchild") - gone)


class Migration(migrations.Migration):
    dependencies = [("cms_home", "0001_home"), ("wagtailcore", "0098_apitoken"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
