"""People are found by their names without diacritics."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sites_accounts", "0004_people_by_site")]

    operations = [UnaccentExtension()]
