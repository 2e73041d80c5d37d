"""One gate, whatever the door (house 6). The gates themselves are `workflows`'; here is that they are asked."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from cms.home.models import SectionPage
from cms.media.models import Picture
from cms.pages import registry
from cms.pages.models import BasePage, PageIdentity
from sites import clock
from sites.refusals import Refused
from tests.factories.cms import fresh, make_news, make_page, make_picture, publish, section_of, withdraw
from tests.factories.sites import make_administrator, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(db: None) -> Iterator[list[str]]:
    """Every gate refuses, and says that it was asked. The site is open already."""
    make_site()
    asked: list[str] = []

    def refuse(name: str) -> object:
        def gate(page: BasePage, *_rest: object) -> None:
            asked.append(name)
            raise Refused("closed", code=f"closed_{name}")

        return gate

    gates = {
        "publication": registry.publication_gate,
        "unpublication": registry.unpublication_gate,
        "deletion": registry.deletion_gate,
        "revision": registry.revision_gate,
    }
    hung = {name: dict(gate._entries) for name, gate in gates.items()}
    for name, gate in gates.items():
        gate._entries.clear()
        gate.register("tests.closed", refuse(name))
    yield asked
    for name, gate in gates.items():
        gate._entries.clear()
        gate._entries.update(hung[name])


DOORS = {
    "publish": lambda page: page.publish(page.latest_revision),
    "revision.publish": lambda page: page.latest_revision.publish(skip_permission_checks=True),
    "the action itself": lambda page: PublishPageRevisionAction(page.latest_revision).execute(
        skip_permission_checks=True
    ),
    "saving it live": lambda page: BasePage.save(_live(page)),
    "making it live": lambda page: section_of(make_site()).add_child(
        instance=type(page)(title="Khác", slug="khac", live=True)
    ),
}


def _live(page: BasePage) -> BasePage:
    page.live = True
    return page


@pytest.mark.parametrize("door", DOORS)
def test_nothing_goes_live_past_a_closed_gate(door: str, closed: list[str]) -> None:
    page = make_news()
    with pytest.raises(Refused), transaction.atomic():
        DOORS[door](fresh(page))
    assert "publication" in closed
    assert not Page.objects.filter(live=True, title__in=[page.title, "Khác"]).exists()


def test_a_released_text_goes_live_and_its_pictures_are_frozen() -> None:
    picture = make_picture()
    page = make_news(lead_image=picture, lead_image_alt="Lúa")
    publish(page)
    assert fresh(page).live
    assert Picture.objects.get(pk=picture.pk).frozen_at is not None


def test_a_live_page_does_not_change_past_a_closed_gate(closed: list[str]) -> None:
    page = make_news_live(closed)
    page.title = "Khác"
    with pytest.raises(Refused), transaction.atomic():
        page.save()
    assert fresh(page).title != "Khác"


def make_news_live(closed: list[str]) -> BasePage:
    """A page that went live before the gates were closed."""
    page = make_news()
    Page.objects.filter(pk=page.pk).update(live=True)
    closed.clear()
    return fresh(page)


def test_bookkeeping_on_a_live_page_asks_nobody(closed: list[str]) -> None:
    page = make_news_live(closed)
    page.save_revision()
    assert closed == []


def test_nothing_stops_being_live_past_a_closed_gate(closed: list[str]) -> None:
    page = make_news_live(closed)
    for act in (page.unpublish, lambda: UnpublishPageAction(fresh(page)).execute(skip_permission_checks=True)):
        with pytest.raises(Refused), transaction.atomic():
            act()
    assert "unpublication" in closed
    assert fresh(page).live


def test_a_withdrawn_page_stops_being_live() -> None:
    page = make_news()
    publish(page)
    withdraw(page)
    assert not fresh(page).live


def test_a_failed_publication_keeps_the_schedule_of_another_revision() -> None:
    """wagtail/wagtail#13879: the date was cleared before the save that failed."""
    page = make_news()
    scheduled = page.latest_revision
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=clock.now())
    page.save_revision()
    with pytest.raises(Refused):
        fresh(page).latest_revision.publish(skip_permission_checks=True)
    assert Revision.objects.get(pk=scheduled.pk).approved_go_live_at is not None


def test_a_deletion_is_asked_for_by_every_door(closed: list[str]) -> None:
    page = make_news()
    below = section_of(make_site())
    for act in (fresh(page).delete, below.delete, type(page).objects.filter(pk=page.pk).delete):
        with pytest.raises(Refused), transaction.atomic():
            act()
    assert set(closed) == {"deletion"}
    assert fresh(page)
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_draft_that_nobody_decided_on_is_deleted_and_its_name_is_kept() -> None:
    page = make_news()
    page.delete()
    identity = PageIdentity.objects.get(public_id=page.translation_key)
    assert identity.page is None
    assert identity.site == make_site()


def test_a_frozen_revision_is_not_overwritten_and_a_new_one_is_written_beside_it(closed: list[str]) -> None:
    page = make_news()
    revision = page.latest_revision
    page.title = "Khác"
    with pytest.raises(PermissionDenied):
        page.save_revision(overwrite_revision=revision)
    assert page.save_revision().pk != revision.pk
    assert revision.as_object().title != "Khác"


def test_a_revision_that_nobody_saw_is_overwritten_in_place() -> None:
    page = make_news()
    page.title = "Khác"
    assert page.save_revision(overwrite_revision=page.latest_revision).pk == page.latest_revision.pk


def test_there_are_no_aliases() -> None:
    """wagtail/wagtail#11344: an alias goes live behind its source's back."""
    page = make_news()
    for act in (page.create_alias, lambda: CreatePageAliasAction(page).execute(skip_permission_checks=True)):
        with pytest.raises(Refused), transaction.atomic():
            act()
    assert not Page.objects.exclude(alias_of=None).exists()


def test_a_copy_is_a_draft_with_a_name_of_its_own() -> None:
    page = make_news()
    publish(page)
    copied = fresh(page).copy(update_attrs={"slug": "ban-sao"}, keep_live=True)
    assert not copied.live
    assert copied.translation_key != page.translation_key
    with pytest.raises(Refused), transaction.atomic():
        CopyPageAction(fresh(page), update_attrs={"slug": "khac"}, keep_live=True).execute(skip_permission_checks=True)


# --- the tree
def test_a_page_moves_within_its_site_and_language_only() -> None:
    site, other = make_site(), make_site("sxd")
    section, page = section_of(site), make_page(section_of(site, code="about"))
    page.move(section, pos="last-child")
    assert fresh(page).get_parent().pk == section.pk
    for target in (section_of(other), section_of(site, "en")):
        with pytest.raises(Refused), transaction.atomic():
            fresh(page).move(target, pos="last-child")


def test_homes_stay() -> None:
    site = make_site()
    home = site.homes.get(position=0).home.specific
    with pytest.raises(Refused), transaction.atomic():
        home.move(make_site("sxd").homes.get(position=0).home, pos="right")
    with pytest.raises(Refused), transaction.atomic():
        home.delete()


def test_nobody_publishes_withdraws_or_hides_by_wagtails_own_rights() -> None:
    page, administrator = make_news(), make_administrator()
    may = page.permissions_for_user(administrator)
    assert may.can_edit()
    assert may.can_delete()
    assert not may.can_publish()
    assert not may.can_unpublish()
    assert not may.can_set_view_restrictions()
    assert not section_of(make_site()).permissions_for_user(administrator).can_publish_subpage()
    assert not make_site().homes.first().home.permissions_for_user(administrator).can_delete()
    assert not make_site().homes.first().home.permissions_for_user(administrator).can_move()
    publish(page)
    assert not fresh(page).permissions_for_user(administrator).can_delete()


# --- text standard, slugs, addresses
def test_a_draft_and_its_inline_children_are_stored_clean() -> None:
    page = make_news(title="Tie\u0302\u0301ng\u200b Việt", authors=("Nguyễn\u00a0Thị Viết",), tags=["Đầu\u00a0tư"])
    page.title = "Hội\u202e nghị"
    page.summary = "a\u0301\x00"
    page.credits.first().name = "x"
    page.save_revision(clean=False)
    draft = page.latest_revision.as_object()
    assert draft.title == "Hội nghị"
    assert draft.summary == "á"
    row = fresh(page)
    assert row.title == "Tiếng Việt"
    assert row.credits.get().name == "Nguyễn Thị Viết"
    assert row.tagged_items.get().tag.slug == "dau-tu"


def test_a_block_is_stored_clean() -> None:
    page = make_news(body=[{"type": "quote", "value": {"text": "a\u0301\u200b", "attribution": None}, "id": "1"}])
    assert fresh(page).body[0].value["text"] == "á"


def test_a_slug_comes_from_the_title_in_plain_letters_and_gets_a_number_where_it_is_taken() -> None:
    section = section_of(make_site())
    pages = [make_news(section, title="Đường Hồ Chí Minh") for _ in range(2)]
    assert [page.slug for page in pages] == ["duong-ho-chi-minh", "duong-ho-chi-minh-2"]


def test_a_taken_and_a_reserved_slug_are_refused_with_a_free_one_named() -> None:
    site = make_site()
    section = section_of(site)
    make_news(section, title="Hội nghị", slug="hoi-nghi")
    with pytest.raises(ValidationError, match="hoi-nghi-2"), transaction.atomic():
        make_news(section, title="Khác", slug="hoi-nghi")
    home = site.homes.get(position=0).home.specific
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        home.add_child(instance=SectionPage(title="Tiếng Anh", slug="en", live=False))
    assert refusal.value.error_dict["slug"][0].code == "slug_reserved"
    assert section.add_child(instance=SectionPage(title="Tiếng Anh", slug="en", live=False)).slug == "en"


def test_addresses_are_those_of_the_public_host() -> None:
    site = make_site()
    vietnamese, english = (make_news(section_of(site, language), slug="mot") for language in ("vi", "en"))
    assert vietnamese.url == "http://stc.binhphuoc.gov.vn:8000/tin-tuc/mot/"
    assert english.full_url == "http://stc.binhphuoc.gov.vn:8000/en/news/mot/"


def test_the_tree_itself_serves_nothing(client: Client) -> None:
    page = make_news()
    publish(page)
    assert client.get("/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep/").status_code == 404
    assert client.get("/").status_code in {301, 302, 404}
