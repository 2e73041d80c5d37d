"""One lock for the page tree, and what migrations take away."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import GroupPagePermission, Locale, Page, Site

from sites.domains.locks import TREE, tree_exclusive, tree_shared
from tests.factories.sites import make_site

pytestmark = pytest.mark.django_db


def modes() -> set[str]:
    """How this transaction holds the tree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted", [TREE])
        return {mode for (mode,) in cursor.fetchall()}


def test_whoever_adds_shares_the_tree() -> None:
    assert modes() == set()
    with tree_shared():
        assert modes() == {"ShareLock"}


def test_whoever_moves_is_alone_until_the_transaction_ends() -> None:
    with tree_exclusive():
        assert modes() == {"ExclusiveLock"}
    assert modes() == {"ExclusiveLock"}


def test_a_site_is_opened_alone_in_the_tree() -> None:
    make_site()
    assert "ExclusiveLock" in modes()


def test_default_groups_are_removed_twice_safely() -> None:
    remove = import_module("sites.accounts.migrations.0003_no_default_groups").remove
    group = Group.objects.create(name="Editors")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission_type="change")
    kept = Group.objects.create(name="stc · writer")
    for _ in range(2):
        remove(apps, None)
        assert list(Group.objects.all()) == [kept]
        assert not GroupPagePermission.objects.exists()


def test_no_welcome_page_is_left_and_the_tree_is_sound() -> None:
    migration = import_module("sites.domains.migrations.0002_no_welcome_page")
    site = make_site()
    before = Page.objects.count()
    for _ in range(2):
        migration.remove(apps, None)
        migration.add_languages(apps, None)
    assert Page.objects.count() == before
    assert Site.objects.get() == site.wagtail_site
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"vi", "en"}
    assert all(not problems for problems in Page.find_problems())
