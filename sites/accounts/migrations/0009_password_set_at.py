from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sites_accounts', '0008_english_may_wait'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='password_set_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='password set at'),
        ),
    ]
