"""Drafts are read with tokens bound to a revision: a key never opened them."""

import django.contrib.postgres.fields
from django.db import migrations, models

TAKE = "update api_consumers_key set scopes = array_remove(scopes, 'preview') where 'preview' = any(scopes)"


class Migration(migrations.Migration):
    dependencies = [("api_consumers", "0002_insert_only")]

    operations = [
        migrations.RunSQL(TAKE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="key",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("rate", "the consumer's own limits of requests"),
                        ("changes", "follows the changes: how far it has read is kept"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                verbose_name="what it is good for",
            ),
        ),
    ]
