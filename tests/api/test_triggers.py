"""Row triggers mark every change in the transaction of the change."""

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page, PageViewRestriction

from api.publications.models import Dirty
from api.publications.triggers import install_triggers
from cms.pages.models import Tag

pytestmark = pytest.mark.django_db


def marks() -> set[tuple[str, str]]:
    """Kind and reference of all marks, which are then taken away."""
    found = set(Dirty.objects.values_list("kind", "ref"))
    Dirty.objects.all().delete()
    return found


@pytest.fixture
def root() -> Page:
    marks()
    return Page.objects.get(depth=1)


def test_triggers_are_installed_by_migrate_and_a_second_time_nothing_changes() -> None:
    assert install_triggers() == 0


def test_a_changed_column_marks_the_thing(root: Page) -> None:
    Page.objects.filter(pk=root.pk).update(title="Gốc")
    assert marks() == {("thing", str(root.translation_key))}


def test_a_line_of_sql_marks_the_thing(root: Page) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update wagtailcore_page set live = not live where id = %s", [root.pk])
    assert marks() == {("thing", str(root.translation_key))}


def test_a_column_that_nobody_reads_marks_nothing(root: Page) -> None:
    Page.objects.filter(pk=root.pk).update(numchild=7, locked=True, draft_title="Nháp")
    assert marks() == set()


def test_a_change_to_the_same_value_marks_nothing(root: Page) -> None:
    Page.objects.filter(pk=root.pk).update(title=root.title)
    assert marks() == set()


def test_a_restriction_marks_the_subtree_when_it_comes_and_when_it_goes(root: Page) -> None:
    restriction = PageViewRestriction.objects.create(page=root)
    assert marks() == {("subtree", str(root.pk))}
    restriction.delete()
    assert marks() == {("subtree", str(root.pk))}


def test_a_renamed_tag_fans_out(root: Page) -> None:
    tag = Tag.objects.create(name="đường")
    marks()
    Tag.objects.filter(pk=tag.pk).update(name="đường bộ")
    assert marks() == {("tag", "duong"), ("tag+", "duong")}


def test_what_is_rolled_back_leaves_no_mark(root: Page) -> None:
    with transaction.atomic():
        Page.objects.filter(pk=root.pk).update(title="Gốc")
        transaction.set_rollback(True)
    assert marks() == set()


def test_truncating_a_table_marks_everything(root: Page) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; truncate wagtailcore_pageviewrestriction cascade")
    assert ("everything", "") in marks()


def test_a_new_language_is_seen(root: Page) -> None:
    locale = Locale.objects.create(language_code="fr")
    assert ("locale+", str(locale.pk)) in marks()
