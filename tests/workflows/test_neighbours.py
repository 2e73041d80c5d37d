"""What a person of one site can see, choose, search or change in the admin is what is his (house 6).

Every address of the admin is asked by people of next door, with the numbers of things that are not theirs.
"""

from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, PageViewRestriction, Revision

from api.consumers.models import Key, Record
from api.webhooks.models import Endpoint
from cms.redirects.models import Redirect
from sites.accounts.actions import give_seat, keep_seat_kind
from sites.accounts.models import Post, Seat, User
from sites.accounts.province import MEDIA_RIGHTS, PAGE_RIGHTS
from tests.admin_addresses import ADMINISTRATORS, CHECKED, HARMLESS, addresses
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import fresh_page, make_desk
from tests.workflows.foreign import SECRET, House, asked, body_of
from workflows.bundles.models import Bundle, BundleItem
from workflows.bureaus.models import Delivery, Handout
from workflows.changes.models import Verdict
from workflows.desk.closed import ADMINISTRATORS as CLOSED_TO_OTHERS
from workflows.desk.closed import BULK_MODELS, NOBODY
from workflows.endings.models import Closing, Review
from workflows.machine.models import Sending
from workflows.passage.models import Withdrawal
from workflows.upkeep.models import Kept, Look, Round

pytestmark = pytest.mark.django_db
AT_THE_HOUSE = True

FORM = {"title": "Bị đổi", "is_superuser": "on", "next": "/admin/"}


def state_of(house: House) -> list[Any]:
    """Everything that a neighbour could have changed."""
    pages = [fresh_page(page.pk) for page in house.pages]
    rows = [
        [page.path, page.title, page.draft_title, page.live, page.locked, page.latest_revision_id] for page in pages
    ]
    media = [type(row).objects.get(pk=row.pk) for row in (house.picture, house.file)]
    rows += [[row.title, row.collection_id, sorted(row.tags.names())] for row in media]
    people = User.objects.order_by("pk").values_list("pk", "is_superuser", "is_active", "password", "email")
    held = [list(model.objects.order_by("pk").values_list("pk", "held_to")) for model in (Post, Seat)]
    held.append(list(Redirect.objects.order_by("pk").values_list("pk", "ended_at")))
    held.append([Verdict.objects.count(), PageViewRestriction.objects.count(), Kept.objects.count()])
    held.append([Look.objects.count(), *Round.objects.values_list("state", flat=True)])
    rows += [[Withdrawal.objects.count(), Review.objects.count(), *Closing.objects.values_list("state", "done")]]
    rows += [[Handout.objects.count(), *Delivery.objects.values_list("confirmed_at"), Sending.objects.count()]]
    rows += [[Record.objects.count(), *Key.objects.values_list("prefix", "ends_at"), *Endpoint.objects.values("url")]]
    rows += [list(Bundle.objects.values_list("pk", "state")), list(BundleItem.objects.values_list("pk", "binds"))]
    return [*rows, list(people), *held, Revision.objects.count(), Group.objects.count(), Collection.objects.count()]


@pytest.fixture(params=["all rights that a seat can give", "head of an agency"])
def neighbour(request: pytest.FixtureRequest) -> User:
    """Somebody of next door: with every right that this system hands out, or with none on pages and media."""
    other = make_desk("skhdt")
    if request.param == "head of an agency":
        return other.head
    administrator, person = make_administrator(), make_person("manh.skhdt")
    values = {"name_vi": "Mạnh", "name_en": "Strong", "page_rights": PAGE_RIGHTS, "media_rights": MEDIA_RIGHTS}
    keep_seat_kind(administrator, code="strongest", values={**values, "gives": ["writer", "translator"]})
    for kind in ("strongest", "site_admin"):
        give_seat(administrator, person=person, kind_code=kind, site=other.site)
    return person


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


# --- the crawl -------------------------------------------------------------------------------------------------------


def test_a_neighbour_reads_and_changes_nothing_of_stc_at_any_address(house: House, browser: Client) -> None:
    before, leaks = state_of(house), []
    for name, url in asked(house):
        for method in ("GET", "POST") if "?" not in url else ("GET",):
            answer = getattr(browser, method.lower())(url, FORM if method == "POST" else None)
            if SECRET in body_of(answer) or (method == "GET" and answer.status_code >= 500):
                leaks.append(f"{method} {name} {url} {answer.status_code}")
    assert leaks == [], "\n".join(leaks)
    assert state_of(house) == before


def test_those_of_the_site_itself_find_all_of_it(house: House) -> None:
    """The same questions, asked by whom it concerns: otherwise the silence above says nothing."""
    client = Client()
    client.force_login(house.desk.writer)
    expected = {
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_api:images:listing",
        "wagtailadmin_api:documents:listing",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailimages_chooser:choose",
        "wagtaildocs_chooser:choose",
        "wagtailadmin_tag_autocomplete",
        "promotion:proposal",
        "labels:row",
    }
    questions = [(name, url) for name, url in asked(house) if name in expected]
    assert {name for name, url in questions if SECRET in body_of(client.get(url))} == expected


# --- numbers that do not stand in the address -------------------------------------------------------------------------


def test_bulk_actions_touch_nothing_of_others(house: House, browser: Client) -> None:
    before = state_of(house)
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
    assert state_of(house) == before


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
