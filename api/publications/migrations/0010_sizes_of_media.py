"""Feeds say how large a picture is: what the drain puts out is written down with its size."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("api_publications", "0009_words_for_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Medium",
            fields=[
                (
                    "name",
                    models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name="public name"),
                ),
                ("size", models.BigIntegerField(verbose_name="size in bytes")),
            ],
            options={
                "verbose_name": "size of a public medium",
                "verbose_name_plural": "sizes of public media",
            },
        ),
    ]
