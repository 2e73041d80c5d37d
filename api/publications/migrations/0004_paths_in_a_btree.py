"""One live page a path is kept by a B-tree: in GiST, Django's only kind here, a lookup read 53 pages."""

from django.db import migrations

AGAIN = """
alter table api_publications_current drop constraint one_live_page_a_path;
alter table api_publications_current add constraint one_live_page_a_path
  exclude using {kind} (site with =, path with =) where (kind = 'page' and state = 'live') deferrable initially deferred;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('api_publications', '0003_ready_bytes'),
    ]

    operations = [
        migrations.RunSQL(AGAIN.format(kind='btree'), AGAIN.format(kind='gist')),
    ]
