"""Whoever follows the log reads it by number: all of it, or one site's. Whether it goes back so far is asked by moment."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api_publications", "0007_english_words")]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["site", "seq"], name="versions_of_site"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=BrinIndex(fields=["at"], name="versions_by_moment"),
        ),
        migrations.AddIndex(
            model_name="current",
            index=models.Index(fields=["seq"], name="current_by_number"),
        ),
        migrations.AddIndex(
            model_name="current",
            index=models.Index(fields=["site", "seq"], name="current_of_site_by_number"),
        ),
    ]
