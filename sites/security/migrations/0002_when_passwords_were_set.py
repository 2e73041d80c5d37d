from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from sites import clock


def count_from_now(apps, schema_editor):
    """Passwords of before count from when they were set, as far as that is known; the others from now on."""
    former = apps.get_model("sites_security", "FormerPassword").objects.filter(person=OuterRef("pk"))
    people = apps.get_model("sites_accounts", "User").objects.filter(password_set_at=None)
    people.update(password_set_at=Coalesce(Subquery(former.order_by("-pk").values("set_at")[:1]), clock.now()))


class Migration(migrations.Migration):

    dependencies = [
        ("sites_security", "0001_security"),
        ("sites_accounts", "0009_password_set_at"),
    ]

    operations = [migrations.RunPython(count_from_now, migrations.RunPython.noop, elidable=True)]
