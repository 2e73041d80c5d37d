"""Wagtail's welcome page and its site go: every site of ours is opened by `provisioning`. Vietnamese and English are there."""

from django.db import migrations
from django.db.models import F

LANGUAGES = ("vi", "en")


def remove(apps, schema_editor):
    """Remove the page that Wagtail's first migration makes, with its site. Running it twice changes nothing."""
    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(
        depth=2, path="00010001", slug="home", content_type__app_label="wagtailcore", content_type__model="page"
    )
    apps.get_model("wagtailcore", "Site").objects.filter(root_page__in=welcome).delete()
    if welcome.exists():
        welcome.delete()
        Page.objects.filter(depth=1).update(numchild=F("numchild") - 1)


def add_languages(apps, schema_editor):
    """The languages of the product (Điều 7.2). Running it twice changes nothing."""
    Locale = apps.get_model("wagtailcore", "Locale")
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)


class Migration(migrations.Migration):

    dependencies = [
        ("sites_domains", "0001_domains"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(add_languages, migrations.RunPython.noop, elidable=False),
    ]
