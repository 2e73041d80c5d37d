"""From a published page to the bytes that a reader gets."""

import pytest

from tests.factories.api import settle, whole
from tests.factories.cms import make_news, publish
from tests.factories.sites import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    site = make_site()
    settle()
    return site


def test_published(site) -> None:
    page = make_news()
    publish(page)
    settle()
    assert whole(page)["title"] == page.title
