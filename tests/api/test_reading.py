"""The reading API gives what the log has, with the manners of the contract."""

import pytest

from sites.domains.models import PublicSite
from tests.factories.api import current, get, settle
from tests.factories.cms import make_category, make_news, publish, section_of


@pytest.fixture
def items(site: PublicSite) -> list:
    """Three published items."""
    category = make_category()
    pages = [make_news(section_of(site), title=f"Tin số {n}", category=category) for n in range(3)]
    for page in pages:
        publish(page)
    settle()
    return pages


def test_the_list_gives_the_newest_first(items: list, site: PublicSite) -> None:
    answer = get("/api/v1/content/?type=news", site).json()
    assert [entry["title"] for entry in answer["results"]] == ["Tin số 2", "Tin số 1", "Tin số 0"]
    assert (answer["next"], answer["previous"]) == (None, None)


def test_an_item_is_the_very_bytes_of_the_log(items: list, site: PublicSite) -> None:
    answer = get(f"/api/v1/content/{items[0].translation_key}/", site)
    assert answer.content == bytes(current(items[0]).whole)
