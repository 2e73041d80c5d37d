"""Menus are text of the homes now (ADR 0010): the tables of the room `sites.navigation`, which is gone, go too.

Nothing is carried over: no screen ever changed a menu, and an empty one shows what those tables held, the sections.
"""

from django.db import migrations

GONE = """
drop table if exists sites_navigation_menuitem, sites_navigation_menu;
delete from auth_permission where content_type_id in (
  select id from django_content_type where app_label = 'sites_navigation'
);
delete from django_content_type where app_label = 'sites_navigation';
delete from django_migrations where app = 'sites_navigation';
"""


class Migration(migrations.Migration):
    dependencies = [("cms_home", "0003_front_page"), ("contenttypes", "0002_remove_content_type_name"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunSQL(GONE, migrations.RunSQL.noop)]
