"""How the ready bytes lie on disk: the form in lists within its row, the whole form beside it, nothing packed.

A list reads twenty forms and an item one whole form, for every request; unpacking them cost more than finding them.
"""

from django.db import migrations

LIE_READY = """
alter table api_publications_current set (toast_tuple_target = 8160);
alter table api_publications_current alter column list_form set storage main;
alter table api_publications_current alter column whole set storage external;
"""
AS_BEFORE = """
alter table api_publications_current reset (toast_tuple_target);
alter table api_publications_current alter column list_form set storage extended;
alter table api_publications_current alter column whole set storage extended;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('api_publications', '0002_search'),
    ]

    operations = [
        migrations.RunSQL(LIE_READY, AS_BEFORE),
    ]
