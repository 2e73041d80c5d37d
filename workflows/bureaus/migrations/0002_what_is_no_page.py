import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows_bureaus", "0001_files_for_bureaus"),
    ]

    operations = [
        migrations.AddField(
            model_name="handout",
            name="others",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None, verbose_name="what is no page"
            ),
        ),
    ]
