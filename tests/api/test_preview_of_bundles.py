"""Bundles before they are out: every item, the front pages and lists of their site as they will be; to nobody else."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from api.preview import actions
from api.preview.enums import Outcome, Why
from api.preview.models import Reading
from api.preview.recording import refusals
from cms.media.actions import make_renditions
from sites import clock
from tests.api.test_preview import as_bytes
from tests.factories.api import host, settle, whole
from tests.factories.cms import arrange, body_of, fresh, home_of_site, make_picture, section_of, slot
from tests.factories.preview import allow_previews, newest, preview, tables
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, decided, make_bundle, make_desk, published, sent_bundle
from workflows.bundles.models import BundleItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
PLACES = ("", "home/", "content/", "navigation/")


@pytest.fixture
def stc() -> Desk:
    allow_previews()
    return make_desk("stc")


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    refusals._counts = {}
    yield
    refusals._counts = {}


@pytest.fixture
def three(stc: Desk) -> list[Any]:
    """Three drafts for one bundle: one that has got its picture later, one with a tag, the newer text of something."""
    public = published(stc, title="Bài đã công bố")
    newer = fresh(public)
    newer.title = "Bài đã công bố, bản mới"
    newer.save_revision(user=stc.writer)
    return [
        stc.draft(title="Bài có ảnh", slug="bai-co-anh"),
        stc.draft(title="Bài có thẻ", slug="bai-co-the", tags=["mùa vụ"]),
        newer,
    ]


@pytest.fixture
def arranged(stc: Desk, three: list[Any]) -> Any:
    """The home, public: by hand, by rule, by section."""
    published(stc, title="Bài cũ", slug="bai-cu")
    section = str(section_of(stc.site).translation_key)
    sections = {"title": "", "sections": [{"section": section, "count": 2}]}
    slots = [("featured", slot(three[1], three[2], count=4)), ("featured", slot(tag="mùa vụ")), ("sections", sections)]
    return arrange(home_of_site(stc.site), slots=slots)


def with_picture(desk: Desk, page: Any) -> None:
    """Its draft has a picture that nothing public shows."""
    picture = make_picture()
    make_renditions(picture)
    draft = newest(page).get_latest_revision_as_object()
    draft.lead_image, draft.lead_image_alt = picture, "Cánh đồng"
    draft.save_revision(user=desk.writer)


def titles_in(home: Any) -> list[list[str]]:
    """What stands in the slots of a home."""
    values = [block["value"] for block in home["body"]]
    shown = [value["items"] if "items" in value else value["sections"][0]["items"] for value in values]
    return [[card["title"] for card in cards] for cards in shown]


def word_for(desk: Desk, bundle: Any) -> str:
    """A token of who decides about it."""
    return actions.open_bundle(desk.head, bundle=bundle).word


# --- as it will be ----------------------------------------------------------------------------------------------------
def test_front_page_and_lists_are_previewed_byte_for_byte_as_the_bundle_makes_them(
    stc: Desk, three: list[Any], arranged: Any
) -> None:
    with_picture(stc, three[0])
    bundle = sent_bundle(stc, *(newest(page) for page in three))
    settle()
    before = titles_in(whole(arranged))
    assert before == [["Bài đã công bố", "Bài cũ"], [], ["Bài cũ", "Bài đã công bố"]]
    word, section = word_for(stc, bundle), str(section_of(stc.site).translation_key)
    asked = [
        {},
        {"section": section, "type": "news"},
        {"tag": "mua-vu", "count": "true"},
        {"limit": "2", "count": "true"},
    ]
    home, lists = preview(word, "home/"), [preview(word, "content/", **query) for query in asked]
    assert home.status_code == 200, home.content
    assert titles_in(home.json()) == [
        ["Bài có thẻ", "Bài đã công bố, bản mới", "Bài có ảnh", "Bài cũ"],
        ["Bài có thẻ"],
        ["Bài có thẻ", "Bài có ảnh"],
    ]
    assert (home["Cache-Control"], lists[0]["Cache-Control"], home["Content-Language"]) == (
        "no-store",
        "no-store",
        "vi",
    )
    assert titles_in(whole(arranged)) == before
    for cards in (home.json()["body"][0]["value"]["items"], lists[0].json()["results"]):
        (shown,) = (card for card in cards if card["title"] == "Bài có ảnh")
        address = shown["image"]["renditions"][0]["url"]
        path = address[address.index("/api/") :]
        assert Client().get(path).status_code == 200
        assert Client().get(f"{path.partition('=')[0]}=x").status_code == 403
    decided(stc.head, bundle)
    settle()
    assert titles_in(home.json()) == titles_in(whole(arranged))
    assert as_bytes(home.json()) == as_bytes(whole(arranged))
    for query, answer in zip(asked, lists, strict=True):
        public = Client().get("/api/v1/content/", {"site": host(stc.site), **query}).json()
        told = answer.json()
        assert [as_bytes(one) for one in told["results"]] == [as_bytes(one) for one in public["results"]]
        assert told.get("count") == public.get("count")


def test_the_pages_of_a_list_go_on_through_drafts_and_what_is_public(
    stc: Desk, three: list[Any], arranged: Any
) -> None:
    settle()
    word = word_for(stc, sent_bundle(stc, *three))
    found, address = [], f"/api/v1/preview/content/?token={word}&type=news&limit=1"
    while address:
        page = Client().get(address).json()
        found += [one["title"] for one in page["results"]]
        address = page["next"] or ""
    assert found == ["Bài có thẻ", "Bài có ảnh", "Bài cũ", "Bài đã công bố, bản mới"]


def test_a_draft_of_the_home_itself_shows_the_drafts_beside_it(stc: Desk, three: list[Any], arranged: Any) -> None:
    settle()
    arranged = fresh(arranged)
    arranged.slots = body_of(("featured", slot(three[0], count=2)))
    arranged.save_revision()
    bundle = make_bundle(stc, *three)
    BundleItem.objects.create(
        bundle=bundle, page=arranged, position=9, added_by=make_administrator(), added_at=clock.now()
    )
    ((first, second),) = titles_in(preview(word_for(stc, bundle), "home/").json())
    assert (first, second) == ("Bài có ảnh", "Bài có thẻ")


def test_the_front_page_is_that_of_the_moment_of_the_bundle(stc: Desk, three: list[Any], arranged: Any) -> None:
    at = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    pins = slot(three[1], three[0], count=2)
    pins["pins"][0]["until"] = (at - timedelta(days=1)).isoformat()
    arrange(arranged, slots=[("featured", pins)])
    settle()
    words = [word_for(stc, make_bundle(stc, *three, at=at, title="Sau"))]
    assert titles_in(preview(words[0], "home/").json()) == [["Bài có ảnh", "Bài có thẻ"]]
    assert preview(words[0], "content/").json()["results"][0]["title"] == "Bài có thẻ"


def test_each_language_has_its_front_page_and_its_lists(stc: Desk, arranged: Any) -> None:
    settle()
    english = stc.draft(title="Harvest", slug="harvest", language="en")
    word = word_for(stc, make_bundle(stc, stc.draft(title="Mùa vụ", slug="mua-vu"), english))
    assert "Harvest" in str(preview(word, "home/", locale="en").json()["body"])
    assert "Harvest" not in str(preview(word, "home/").json()["body"])
    assert [one["title"] for one in preview(word, "content/", locale="en", type="news").json()["results"]] == [
        "Harvest"
    ]
    assert preview(word, "home/", locale="fr").status_code == 404
    assert preview(word, "content/", locale="fr").json()["code"] == "unknown_locale"


def test_a_home_that_is_held_stays_as_it_is_public(stc: Desk, three: list[Any], arranged: Any) -> None:
    settle()
    before = whole(arranged)
    type(arranged).objects.filter(pk=arranged.pk).update(title="KHÔNG AI DUYỆT")
    settle()
    assert preview(word_for(stc, make_bundle(stc, *three)), "home/").json() == before


# --- to whom ----------------------------------------------------------------------------------------------------------
def test_nothing_of_another_site_is_seen_with_a_token(stc: Desk, three: list[Any], arranged: Any) -> None:
    neighbour = make_desk("skhdt")
    secret = neighbour.draft(title="CỦA SỞ KHÁC", slug="cua-so-khac")
    settle()
    words = [word_for(stc, make_bundle(stc, *three)), word_for(neighbour, make_bundle(neighbour, secret))]
    for place in PLACES[:3]:
        assert "CỦA SỞ KHÁC" not in preview(words[0], place).content.decode()
        assert "CỦA SỞ KHÁC" in preview(words[1], place).content.decode()
        assert "Bài có" not in preview(words[1], place).content.decode()
    for query in ({"site": host(neighbour.site)}, {"include": "subsites"}):
        assert preview(words[0], "content/", **query).json()["code"] == "unknown_parameter"


def test_a_token_that_does_not_hold_opens_no_part_of_a_bundle(stc: Desk, three: list[Any], arranged: Any) -> None:
    settle()
    bundle = make_bundle(stc, *three)

    def refused(word: str) -> set[Any]:
        answers = [preview(word, place) for place in PLACES]
        assert {(answer.status_code, answer["Cache-Control"]) for answer in answers} == {(403, "no-store")}
        assert not any("Bài" in answer.content.decode() for answer in answers)
        return {answer.json()["reason"] for answer in answers}

    with time_machine.travel(clock.now(), tick=False) as traveller:
        given = actions.open_bundle(stc.head, bundle=bundle)
        assert [preview(given.word, place).status_code for place in PLACES] == [200] * 4
        traveller.shift(timedelta(minutes=15))
        assert refused(given.word) == {Why.EXPIRED}
        ended, changed = (actions.open_bundle(stc.head, bundle=bundle) for _ in range(2))
        actions.revoke(stc.head, permit=ended.permit)
        assert refused(ended.word) == {Why.REVOKED}
        draft = newest(three[0]).get_latest_revision_as_object()
        draft.title = "Bài khác"
        draft.save_revision(user=stc.writer, overwrite_revision=newest(three[0]).latest_revision)
        assert refused(changed.word) == {Why.CHANGED}
    assert refused("khong-co") == {Why.UNKNOWN}
    log = Counter(Reading.objects.values_list("outcome", "why"))
    refusals_of_each = {(Outcome.REFUSED, why): 4 for why in (Why.EXPIRED, Why.REVOKED, Why.CHANGED)}
    assert log == {(Outcome.ANSWERED, ""): 4, **refusals_of_each}


def test_looking_writes_down_who_looked_and_nothing_else(stc: Desk, three: list[Any], arranged: Any) -> None:
    settle()
    word = word_for(stc, make_bundle(stc, *three))
    before = tables()
    assert [preview(word, place).status_code for place in PLACES] == [200] * 4
    after = tables()
    assert {name for name in after if after[name] != before.get(name)} == {Reading._meta.db_table}


def test_the_plain_page_shows_the_front_page_with_the_drafts_marked(stc: Desk, three: list[Any], arranged: Any) -> None:
    settle()
    word = word_for(stc, make_bundle(stc, *three))
    listed = Client().get("/preview/plain/", {"token": word}).content.decode()
    assert f"?token={word}&amp;home=vi" in listed
    shown = Client().get("/preview/plain/", {"token": word, "home": "vi"})
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    page = shown.content.decode()
    assert page.index("Bài có thẻ") < page.index("Bài có ảnh") < page.index("Bài cũ")
    assert f'?token={word}&amp;item=1">Bài có thẻ</a> <strong class="draft">' in page
    assert '<span class="name">Bài cũ</span>' in page
