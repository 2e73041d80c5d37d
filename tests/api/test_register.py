"""Every table that a presenter reads has a trigger."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.publications.hosts import Atlas
from api.publications.marks import every_subject
from api.publications.passes import present
from api.publications.register import child_keys, page_types, watched_tables
from api.publications.selectors import last_versions
from sites.domains.models import PublicSite
from tests.factories.api import settle, withdrawal
from tests.factories.cms import body_of, make_category, make_file, make_news, make_picture, publish, section_of

READ = re.compile(r'(?<!distinct )(?:from|join)\s+(?!lateral\b)"?([a-z_0-9]+)"?', re.IGNORECASE)
# What names no content, and what is fetched beside a rule without being shown.
UNWATCHED = {"django_content_type", "unnest", "sites_rules_legalbasis"}


@pytest.fixture
def everything(site: PublicSite) -> None:
    """Something of everything that is presented."""
    goal = make_news(section_of(site), title="Đích")
    publish(goal)
    body = body_of(
        ("paragraph", f'<p><a linktype="page" id="{goal.pk}">a</a></p>'),
        ("image", {"picture": make_picture().pk, "alt": "a", "decorative": False, "caption": "", "credit": ""}),
        ("file", {"file": make_file().pk, "title": ""}),
    )
    publish(make_news(section_of(site), body=body, category=make_category(), lead_image=make_picture()))
    ended = make_news(section_of(site), title="Hết")
    publish(ended)
    settle()
    withdrawal(ended)


def test_every_table_that_a_presenter_reads_has_a_trigger(everything: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        subjects = every_subject()
        present(subjects, last_versions(subjects), Atlas())
    read = {table for query in queries for table in READ.findall(query["sql"])}
    unwatched = read - {watched.table for watched in watched_tables()} - UNWATCHED
    assert {table for table in unwatched if not table.startswith("api_publications_")} == set()


def test_every_page_type_and_child_table_is_in_the_register() -> None:
    tables = {watched.table for watched in watched_tables()}
    assert {model._meta.db_table for model in page_types()} <= tables
    assert {key.model._meta.db_table for key in child_keys()} <= tables
    assert len(page_types()) >= 4


@pytest.mark.django_db
def test_every_column_that_the_register_names_exists() -> None:
    with connection.cursor() as cursor:
        for watched in watched_tables():
            columns = {column.name for column in connection.introspection.get_table_description(cursor, watched.table)}
            named = {watched.ref, *watched.fan, *watched.unread} - {"*"}
            assert named <= columns, watched.table
