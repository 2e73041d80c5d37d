"""What is public on one's sites, with the way to end it for who decides: he need not have a right to the editor."""

import pytest
from django.test import Client
from django.urls import reverse

from sites.accounts.models import User
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk("stc")


def shown(person: User, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("endings_public") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_decides_finds_what_is_public_and_the_way_to_end_it(desk: Desk) -> None:
    page = published(desk, title="Bảng giá đất năm 2025")
    desk.draft(title="Còn là bản nháp")
    way = reverse("wagtailadmin_pages:unpublish", args=(page.pk,))
    seen = shown(desk.head)
    assert page.title in seen
    assert way in seen
    assert "Còn là bản nháp" not in seen
    client = Client()
    client.force_login(desk.head)
    assert client.get(way).status_code == 200
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("endings_public") in home  # in the menu, for people without pages too


def test_who_writes_sees_them_without_a_button_that_he_may_not_press(desk: Desk) -> None:
    page = published(desk, title="Bảng giá đất năm 2025")
    seen = shown(desk.writer)
    assert page.title in seen
    assert reverse("wagtailadmin_pages:unpublish", args=(page.pk,)) not in seen


def test_titles_are_found_without_accents(desk: Desk) -> None:
    published(desk, title="Bảng giá đất năm 2025")
    published(desk, title="Hội nghị đối thoại")
    seen = shown(desk.head, "?q=bang+gia")
    assert "Bảng giá đất năm 2025" in seen
    assert "Hội nghị đối thoại" not in seen


def test_nobody_sees_those_of_another_site(desk: Desk) -> None:
    page = published(desk, title="Bảng giá đất năm 2025")
    other = make_desk("sxd")
    for query in ("", "?site=stc", "?q=bang"):
        assert page.title not in shown(other.head, query)
    assert page.title in shown(make_administrator(), "?site=stc")
