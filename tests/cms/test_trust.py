"""Foreign keys that programs fill: Django does not ask for them, the database does."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from pytest_django import DjangoAssertNumQueries
from wagtail.models import TaskState, Workflow, WorkflowState

from cms.news.models import NewsPage
from cms.pages.trust import WRITTEN_BY_PROGRAMS, foreign_keys
from tests.factories.cms import make_news

pytestmark = pytest.mark.django_db
NOBODY = 987_654


@pytest.fixture
def page() -> NewsPage:
    return make_news()


def test_no_such_key_is_asked_for(page: NewsPage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert all(foreign_keys(model) for model in WRITTEN_BY_PROGRAMS)
    with django_assert_num_queries(0):
        for key in (key for model in WRITTEN_BY_PROGRAMS for key in foreign_keys(model)):
            key.validate(NOBODY, page)
        page.clean_fields(exclude={"agency"})


def test_what_may_not_be_empty_still_may_not() -> None:
    for key in (WorkflowState._meta.get_field("workflow"), TaskState._meta.get_field("task")):
        with pytest.raises(ValidationError) as refused:
            key.validate(None, None)
        assert refused.value.code == "null"


def test_a_key_that_leads_nowhere_is_refused_by_the_database(page: NewsPage) -> None:
    kind, pages = page.cached_content_type, page.get_base_content_type()
    flow = Workflow.objects.create(name="Duyệt")
    state = WorkflowState.objects.create(
        content_type=kind, base_content_type=pages, object_id=str(page.pk), workflow=flow
    )
    connection.check_constraints()
    state.requested_by_id = NOBODY
    state.save()
    with pytest.raises(IntegrityError, match=str(NOBODY)):
        connection.check_constraints()
    connection.set_rollback(True)
