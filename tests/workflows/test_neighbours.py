"""What a person of one site can see, choose, search or change in the admin is what is his (house 6).

Every address of the admin stands in one list (`test_red_team` walks them); and numbers that stand in no address.
"""

from fnmatch import fnmatchcase

import pytest
from django.test import Client
from django.urls import reverse

from sites.accounts.models import User
from tests.admin_addresses import ADMINISTRATORS, CHECKED, HARMLESS, addresses
from tests.factories.workflows import make_desk
from tests.workflows.foreign import SECRET, House, body_of
from tests.workflows.test_red_team import strongest, sums
from workflows.desk.closed import ADMINISTRATORS as CLOSED_TO_OTHERS
from workflows.desk.closed import BULK_MODELS, NOBODY

pytestmark = pytest.mark.django_db
AT_THE_HOUSE = True


@pytest.fixture(params=["all rights that a seat can give", "head of an agency"])
def neighbour(request: pytest.FixtureRequest) -> User:
    """Somebody of next door: with every right that this system hands out, or with none on pages and media."""
    return make_desk("skhdt").head if request.param == "head of an agency" else strongest()


@pytest.fixture
def browser(neighbour: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(neighbour)
    return client


# --- the lists -------------------------------------------------------------------------------------------------------


def test_every_address_of_the_admin_stands_in_one_list() -> None:
    lists = (*CHECKED, *ADMINISTRATORS, *HARMLESS, *NOBODY, *CLOSED_TO_OTHERS)
    unknown = {address.name for address in addresses() if not any(fnmatchcase(address.name, name) for name in lists)}
    assert sorted(unknown) == []


def test_no_list_names_an_address_that_is_not_there() -> None:
    names = {address.name for address in addresses()}
    lists = (*CHECKED, *ADMINISTRATORS, *HARMLESS, *NOBODY, *CLOSED_TO_OTHERS)
    assert [entry for entry in lists if not any(fnmatchcase(name, entry) for name in names)] == []


# --- numbers that do not stand in the address -------------------------------------------------------------------------


def test_bulk_actions_touch_nothing_of_others(house: House, browser: Client) -> None:
    before = sums()
    things = {
        ("wagtailcore", "page"): house.pages[0],
        ("cms_media", "picture"): house.picture,
        ("cms_media", "file"): house.file,
    }
    assert set(things) == BULK_MODELS
    for (app, model), thing in things.items():
        for action in ("delete", "publish", "unpublish", "move", "add_tags", "add_to_collection"):
            url = reverse("wagtail_bulk_action", args=(app, model, action))
            for query in (f"?id={thing.pk}", "?id=all"):
                fields = {"tags": "cua-toi", "collection": make_desk("skhdt").site.collection_id}
                for answer in (browser.get(url + query), browser.post(url + query, fields)):
                    assert SECRET not in body_of(answer), (model, action)
    assert [name for name, found in sums().items() if found != before[name]] == []


@pytest.mark.parametrize("chooser", ["wagtailimages_chooser", "wagtaildocs_chooser"])
def test_media_of_others_are_not_chosen_by_number(house: House, browser: Client, chooser: str) -> None:
    medium = house.picture if "images" in chooser else house.file
    many = reverse(f"{chooser}:chosen_multiple") + f"?id={medium.pk}"
    assert SECRET not in body_of(browser.get(many))
    own = Client()
    own.force_login(house.desk.writer)
    assert SECRET in body_of(own.get(many))


def test_pages_are_chosen_by_number_as_the_public_reads_them(house: House, browser: Client) -> None:
    url = reverse("wagtailadmin_choose_page_chosen_multiple")
    query = "&".join(f"id={page.pk}" for page in house.pages)
    answer = body_of(browser.get(f"{url}?{query}"))
    assert SECRET not in answer
    assert "C\\u00f4ng khai" in answer
    own = Client()
    own.force_login(house.desk.writer)
    assert body_of(own.get(f"{url}?{query}")).count(SECRET) >= 2


def test_the_children_of_a_public_section_are_shown_with_their_public_titles(house: House, browser: Client) -> None:
    section = house.pages[0].get_parent()
    answer = body_of(browser.get(reverse("wagtailadmin_choose_page_child", args=(section.pk,))))
    assert SECRET not in answer
    assert "C\\u00f4ng khai" in answer
    assert browser.get(reverse("wagtailadmin_choose_page_child", args=(house.pages[0].pk,))).status_code == 404
