"""Searching in the admin and its choosers: accents are optional, and nothing of next door is found."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.pages.search import SearchBackend
from tests.factories.cms import make_file, make_picture
from tests.factories.workflows import Desk, make_desk, published

pytestmark = pytest.mark.django_db

PAGES = ("wagtailadmin_pages:search", "wagtailadmin_pages:search_results")
PICTURES = ("wagtailimages:index", "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results")
FILES = ("wagtaildocs:index", "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results")
QUESTIONS = ("quang ngai", "Quảng Ngãi", "quang ng", "QUẢNG NGÃI", "Qua\u0309ng Nga\u0303i")
MINE, THEIRS = "Quảng Ngãi của Tài chính", "Quảng Ngãi nhà bên"


@pytest.fixture
def desk() -> Desk:
    """A department with a draft, a picture and a file; next door has the same."""
    own, next_door = make_desk("stc"), make_desk("skhdt")
    for place, title in ((own, MINE), (next_door, THEIRS)):
        place.draft(title=title)
        make_picture(title=title, collection=place.site.collection, uploaded_by_user=place.writer)
        make_file(title=title, collection=place.site.collection, uploaded_by_user=place.writer)
    return own


def screen(desk: Desk, name: str, **query: str) -> str:
    """What the writer of a desk sees; a modal comes as JSON."""
    client = Client()
    client.force_login(desk.writer)
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.json()["html"] if answer["Content-Type"] == "application/json" else answer.content.decode()


@pytest.mark.parametrize("name", [*PAGES, *PICTURES, *FILES])
def test_own_things_are_found_without_accents_and_others_are_not(desk: Desk, name: str) -> None:
    for question in QUESTIONS:
        found = screen(desk, name, q=question)
        assert MINE in found, question
        assert THEIRS not in found, question
    if not name.endswith(":choose"):  # which shows the newest, whatever its address says
        assert MINE not in screen(desk, name, q="quang tri")


def test_the_chooser_of_pages_finds_own_drafts_and_what_is_public(desk: Desk) -> None:
    published(make_desk("skhdt"), title="Quảng Ngãi công khai")
    for question in QUESTIONS:
        found = screen(desk, "wagtailadmin_choose_page_search", q=question)
        assert MINE in found, question
        assert "Quảng Ngãi công khai" in found, question
        assert THEIRS not in found, question


def test_the_numbers_of_what_is_found_are_counted_once(desk: Desk) -> None:
    for number in range(24):
        desk.draft(title=f"Quảng Ngãi {number}")
    client = Client()
    client.force_login(desk.writer)

    def asked(**query: str) -> tuple[int, int, int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("wagtailadmin_pages:search"), {"q": "quang ngai", **query})
        counting = sum("COUNT(" in one["sql"] and "indexentry" in one["sql"] for one in queries.captured_queries)
        context = answer.context
        return context["paginator"].count, context["all_pages"].count(), len(context["object_list"]), counting

    assert asked() == (25, 25, 20, 1)
    assert asked(p="2") == (25, 25, 5, 1)
    assert asked(content_type="cms_news.newspage") == (25, 25, 20, 1)
    assert asked(content_type="cms_home.sectionpage") == (0, 25, 0, 1)
    assert asked(q="quang tri") == (0, 0, 0, 1)


def test_a_d_with_a_stroke_is_found_by_d(desk: Desk) -> None:
    desk.draft(title="Đường Hồ Chí Minh")
    found = screen(desk, "wagtailadmin_pages:search", q="duong ho")
    assert "Đường Hồ Chí Minh" in found
    assert "1-1 trong số 1 trang" in " ".join(found.split())


def test_whole_words_and_beginnings_are_compared_alike() -> None:
    backend = SearchBackend({})
    assert backend.config == backend.autocomplete_config == "vi_plain"
