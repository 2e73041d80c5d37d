"""Wagtail's own groups go: posts and seats are the only source of rights."""

from django.db import migrations

DEFAULT_GROUPS = ("Moderators", "Editors")


def remove(apps, schema_editor):
    """Remove the groups with their rows of rights. Running it twice changes nothing."""
    apps.get_model("auth", "Group").objects.filter(name__in=DEFAULT_GROUPS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("sites_accounts", "0002_posts_and_seats"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop, elidable=False),
    ]
