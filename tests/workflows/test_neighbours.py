"""What a person of one site can see, choose, search or change in the admin is what is his (house 6).

Every address of the admin is asked by people of next door, with the numbers of things that are not theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection, Revision, Site, Task, Workflow

from cms.identity.models import SiteIdentity
from cms.media.models import File, Picture
from cms.news.models import Category
from sites.accounts.actions import give_seat, keep_seat_kind
from sites.accounts.models import Post, Seat, User
from sites.accounts.province import MEDIA_RIGHTS, PAGE_RIGHTS
from sites.agencies.models import AgencyName
from sites.rules.models import LegalBasis
from tests.admin_addresses import ADMINISTRATORS, CHECKED, HARMLESS, Address, addresses
from tests.factories.cms import make_file, make_picture
from tests.factories.contributions import make_contributor, make_sent, picture_file, take_contributions
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, fresh_page, make_desk, published, submitted
from workflows.contributions.models import Contribution, Contributor
from workflows.desk.closed import ADMINISTRATORS as CLOSED_TO_OTHERS
from workflows.desk.closed import BULK_MODELS, NOBODY
from workflows.secrecy.actions import note_stop
from workflows.secrecy.models import Clearance, Stop

pytestmark = pytest.mark.django_db

WORD, SECRET = "Lan can", "7431"
TITLE = f"{WORD} {SECRET}"
FORM = {"title": "Bị đổi", "is_superuser": "on", "next": "/admin/"}


@dataclass(frozen=True)
class House:
    """What lies at stc and is nobody else's: three pages, a picture, a file."""

    desk: Desk
    pages: tuple[Any, ...]
    picture: Picture
    file: File
    category: Category
    identity: SiteIdentity
    contribution: Contribution
    stop: Stop

    def state(self) -> list[Any]:
        """Everything that a neighbour could have changed."""
        pages = [fresh_page(page.pk) for page in self.pages]
        rows = [
            [page.path, page.title, page.draft_title, page.live, page.locked, page.latest_revision_id] for page in pages
        ]
        media = [type(row).objects.get(pk=row.pk) for row in (self.picture, self.file)]
        rows += [[row.title, row.collection_id, sorted(row.tags.names())] for row in media]
        people = User.objects.order_by("pk").values_list("pk", "is_superuser", "is_active", "password", "email")
        held = [list(model.objects.order_by("pk").values_list("pk", "held_to")) for model in (Post, Seat)]
        came = list(Contribution.objects.values_list("pk", "state", "handler"))
        outside = [came, list(Contributor.objects.values_list("pk", "state")), Clearance.objects.count()]
        return [
            *rows,
            list(people),
            *held,
            *outside,
            Revision.objects.count(),
            Group.objects.count(),
            Collection.objects.count(),
        ]


@pytest.fixture
def house() -> House:
    desk = make_desk("stc")
    draft = desk.draft(title=TITLE)
    waiting = fresh_page(submitted(desk, title=TITLE).page_id)
    live = published(desk, title="Công khai")
    changed = live.get_latest_revision_as_object()
    changed.title = TITLE
    changed.save_revision(user=desk.writer)
    inside = {"title": TITLE, "collection": desk.site.collection}
    picture, file = make_picture(**inside), make_file(**inside)
    for medium in (picture, file):
        medium.tags.add(TITLE)
    names = {"name_vi": TITLE, "name_en": TITLE}
    category = Category.objects.create(code="cua-rieng", site=desk.site, **names)
    identity = SiteIdentity.objects.update_or_create(site=desk.site, defaults={"emblem_alt": TITLE})[0]
    take_contributions(desk.site)
    contribution = make_sent(make_contributor(desk.site, full_name=TITLE), picture_file(), title=TITLE)
    stop = note_stop(desk.writer, site=desk.site, subject="x", title=TITLE, found=[])
    pages = draft, waiting, fresh_page(live.pk)
    return House(desk, pages, picture, file, category, identity, contribution, stop)


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


def values_of(house: House, address: Address, name: str) -> tuple[Any, ...]:
    """What stands for a parameter: the numbers of things at stc."""
    pages = tuple(page.pk for page in house.pages)
    task = house.pages[1].current_workflow_task_state
    of_rows = {
        "agency": house.desk.agency.pk,
        "agencyname": AgencyName.objects.first().pk,  # type: ignore[union-attr]
        "public_sites": house.desk.site.pk,
        "host": house.desk.site.hosts.first().pk,  # type: ignore[union-attr]
        "post": Post.objects.first().pk,  # type: ignore[union-attr]
        "seat": Seat.objects.first().pk,  # type: ignore[union-attr]
        "category": house.category.pk,
        "siteidentity": house.identity.pk,
        "legalbasis": LegalBasis.objects.first().pk,  # type: ignore[union-attr]
        "wagtailsites": Site.objects.first().pk,  # type: ignore[union-attr]
        "wagtailusers_users": house.desk.writer.pk,
        "wagtailusers_groups": Group.objects.first().pk,  # type: ignore[union-attr]
        "wagtailadmin_collections": house.desk.site.collection_id,
        "wagtailimages_chooser": house.picture.pk,
        "wagtaildocs_chooser": house.file.pk,
        "wagtailadmin_workflows": Workflow.objects.first().pk,  # type: ignore[union-attr]
        "wagtailadmin_pages": pages[0],
    }
    if "pk" in name and "page_pk" not in name:
        of_api = {":images:": house.picture.pk, ":documents:": house.file.pk}
        named = next((pk for part, pk in of_api.items() if part in address.name), None)
        if ":pages:" in address.name:
            return pages
        return (named or of_rows.get(address.name.split(":")[0], 1),)
    known: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), pages),
        "emergency_id": (1,),
        "contribution_id": (house.contribution.pk,),
        "contributor_id": (house.contribution.contributor_id,),
        "file_id": (house.contribution.files.get().pk,),
        "stop_id": (house.stop.pk,),
        "passage_id": (house.pages[1].passages.latest("pk").pk,),
        "destination_id": (house.pages[0].get_parent().pk,),
        "revision_id": (house.pages[0].latest_revision_id, house.pages[2].latest_revision_id),
        "revision_id_a": ("earliest",),
        "revision_id_b": ("latest",),
        "task_state_id": (task.pk,),
        "task_id": (task.task_id, Task.objects.first().pk),  # type: ignore[union-attr]
        "workflow_state_id": (task.workflow_state_id,),
        "workflow_pk": (task.workflow_state.workflow_id,),
        "image_id": (house.picture.pk,),
        **dict.fromkeys(("document_id", "doc_id"), (house.file.pk,)),
        "uploaded_file_id": (1,),
        "collection_id": (house.desk.site.collection_id,),
        "person_id": (house.desk.writer.pk, house.desk.head.pk),
        "row_id": (house.desk.writer.seats.get().pk, house.desk.head.posts.get().pk),
        "alarm_id": (1,),
        "object_id": pages,
        "session_id": (1,),
        "action_name": ("publish", "unpublish", "copy", "move", "delete", "approve"),
        "action": ("delete", "assign_role", "set_active_state", "add_tags", "add_to_collection", "publish"),
        **dict.fromkeys(("content_type_app_name", "app_label", "app_name"), ("cms_news",)),
        **dict.fromkeys(("content_type_model_name", "model_name"), ("newspage",)),
        "language": ("en",),
        "filter_spec": ("max-800x600",),
        "path": (house.picture.file.name.replace("pictures/", "pictures/0"),),
        "uidb64": ("MQ",),
        "token": ("nichts",),
        "code": (house.desk.site.code,),
    }
    if name not in known:
        pytest.fail(f"{address}: say here what of stc stands for {name}")
    return known[name]


def asked(house: House) -> Iterator[tuple[str, str]]:
    """Every address with the numbers of stc filled in; listings are also searched."""
    for address in addresses():
        if not address.name or address.name == "wagtailadmin_logout":
            continue
        choices = [values_of(house, address, name) for name in address.parameters]
        for values in product(*choices):
            try:
                url = reverse(address.name, kwargs=dict(zip(address.parameters, values, strict=True)))
            except NoReverseMatch:
                pytest.fail(f"{address} cannot be asked: {values}")
            yield address.name, url
            if not address.parameters:
                yield address.name, f"{url}?q={WORD}&term={WORD}&search={WORD}"


def body_of(answer: Any) -> str:
    """What the person reads: the page, and the messages that a redirect takes along."""
    body = b"".join(answer) if answer.streaming else answer.content
    said = getattr(getattr(answer.wsgi_request, "_messages", None), "_queued_messages", ())
    return " ".join(
        [body.decode(errors="replace"), *(str(message) for message in said), answer.headers.get("Location", "")]
    )


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
    before, leaks = house.state(), []
    for name, url in asked(house):
        for method in ("GET", "POST") if "?" not in url else ("GET",):
            answer = getattr(browser, method.lower())(url, FORM if method == "POST" else None)
            if SECRET in body_of(answer) or (method == "GET" and answer.status_code >= 500):
                leaks.append(f"{method} {name} {url} {answer.status_code}")
    assert leaks == [], "\n".join(leaks)
    assert house.state() == before


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
    }
    questions = [(name, url) for name, url in asked(house) if name in expected]
    assert {name for name, url in questions if SECRET in body_of(client.get(url))} == expected


# --- numbers that do not stand in the address -------------------------------------------------------------------------


def test_bulk_actions_touch_nothing_of_others(house: House, browser: Client) -> None:
    before = house.state()
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
    assert house.state() == before


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
