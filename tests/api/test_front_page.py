"""Front pages: slots by hand and by rule, resolved from what is public, and present again when that changes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from api.publications.drain import _work_off, mark_what_is_due
from api.publications.enums import Kind, Priority
from api.publications.marks import next_marks, subjects_of
from api.publications.models import Due, Version
from api.publications.things import Subject
from cms.home.models import HomePage
from cms.home.panels import missing_from
from cms.home.slots import Slots
from cms.media.actions import make_renditions
from cms.news.models import NewsPage
from sites.domains.models import PublicSite
from tests.factories.api import settle, versions, whole, withdrawal
from tests.factories.cms import (
    arrange,
    body_of,
    fresh,
    goal,
    home_of_site,
    make_category,
    make_news,
    make_picture,
    publish,
    section_of,
    slot,
)
from tests.factories.sites import make_administrator

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def home(site: PublicSite) -> HomePage:
    """The Vietnamese home of the department."""
    return home_of_site(site)


def published(site: PublicSite, title: str, **fields: Any) -> NewsPage:
    """A public item; each a minute after the one before."""
    minute = NewsPage.objects.count()
    page = make_news(section_of(site, fields.pop("language", "vi")), title=title, **fields)
    with time_machine.travel(AT + timedelta(minutes=minute), tick=False):
        publish(page)
    return page


def titles(home: HomePage, number: int = 0) -> list[str]:
    """What readers see in a slot."""
    return [card["title"] for card in whole(home)["body"][number]["value"]["items"]]


def test_a_new_site_shows_its_newest_news_without_anybody_arranging_it(site: PublicSite, home: HomePage) -> None:
    assert titles(home) == []
    published(site, "Một")
    published(site, "Hai")
    settle()
    assert [block["type"] for block in whole(home)["body"]] == ["featured", "notices"]
    assert titles(home) == ["Hai", "Một"]


def test_pinned_items_come_first_and_the_newest_fill_up(site: PublicSite, home: HomePage) -> None:
    first, second, third = (published(site, title) for title in ("Một", "Hai", "Ba"))
    arrange(home, slots=[("featured", slot(second, first, count=3))])
    settle()
    assert titles(home) == ["Hai", "Một", "Ba"]
    arrange(home, slots=[("featured", slot(third, count=0))])
    settle()
    assert titles(home) == ["Ba"]


def test_a_rule_chooses_by_section_category_and_tag(site: PublicSite, home: HomePage) -> None:
    published(site, "Kinh tế", category=make_category(), tags=["đầu tư"])
    published(site, "Khác", tags=["mùa vụ"])
    section = section_of(site)
    rules = [
        {"category": "kinh-te"},
        {"tag": "mùa vụ"},
        {"section": str(section.translation_key)},
        {"section": str(section_of(site, code="about").translation_key)},
        {"type": "page"},
    ]
    arrange(home, slots=[("featured", slot(**rule)) for rule in rules])
    settle()
    found = [titles(home, number) for number in range(len(rules))]
    assert found == [["Kinh tế"], ["Khác"], ["Khác", "Kinh tế"], [], []]


def test_what_is_not_public_or_of_another_site_drops_out_and_the_editor_says_so(
    site: PublicSite, portal: PublicSite, home: HomePage
) -> None:
    draft, foreign = make_news(section_of(site), title="Nháp"), published(portal, "Của Cổng")
    own = published(site, "Của Sở")
    home = arrange(home, slots=[("featured", slot(draft, foreign, own, count=0))])
    settle()
    assert titles(home) == ["Của Sở"]
    assert missing_from(home) == ["Của Cổng", "Nháp"]
    publish(draft)
    settle()
    assert titles(home) == ["Nháp", "Của Sở"]
    assert missing_from(fresh(home)) == ["Của Cổng"]


def test_the_editor_marks_what_is_not_shown_and_compares_arrangements(
    site: PublicSite, home: HomePage, client: Client
) -> None:
    draft, section = make_news(section_of(site), title="Tin nháp"), section_of(site)
    shown = ("sections", {"title": "", "sections": [{"section": str(section.translation_key), "count": 3}]})
    arrange(home, slots=[("featured", slot(draft)), shown], menu=[("entry", goal(section, children=[]))])
    client.force_login(make_administrator())
    editor = client.get(f"/admin/pages/{home.pk}/edit/").content.decode()
    assert 'class="help-block help-warning"' in editor
    assert "<li>Tin nháp</li>" in editor
    compared = client.get(f"/admin/pages/{home.pk}/revisions/compare/earliest...latest/")
    assert compared.status_code == 200
    assert "Tin nháp" in compared.content.decode()


def test_a_changed_or_withdrawn_item_reaches_the_front_page(site: PublicSite, home: HomePage) -> None:
    page = published(site, "Trước")
    settle()
    page = fresh(page)
    page.title, page.summary = "Sau", "Tóm tắt mới"
    page.save_revision()
    publish(fresh(page))
    settle()
    assert [(card["title"], card["summary"]) for card in whole(home)["body"][0]["value"]["items"]] == [
        ("Sau", "Tóm tắt mới")
    ]
    withdrawal(page)
    settle()
    assert titles(home) == []
    assert {version.causes[0] for version in versions(home)[1:]} == {"frame"}  # nobody had to approve anything


def turn_of(home: HomePage) -> int:
    """With what priority the drain comes to a front page, after whatever it does before."""
    while (marks := next_marks()) and Subject(Kind.PAGE, home.translation_key) not in subjects_of(marks):
        _work_off(marks)
    return marks.priority


def test_what_was_withdrawn_leaves_the_front_page_before_anything_else(site: PublicSite, home: HomePage) -> None:
    """A request works off what is direct: the title goes with it. What is new reaches the front page a little later."""
    published(site, "Ở lại")
    settle()
    goes = published(site, "Sẽ gỡ")
    assert turn_of(home) == Priority.FOLLOWING
    settle()
    assert titles(home) == ["Sẽ gỡ", "Ở lại"]
    withdrawal(goes)
    assert turn_of(home) == Priority.DIRECT
    _work_off(next_marks())
    assert titles(home) == ["Ở lại"]
    settle()


def test_a_pin_ends_at_its_moment(site: PublicSite, home: HomePage) -> None:
    first, _second = published(site, "Ghim"), published(site, "Mới")
    value = slot(first, count=1)
    until = AT + timedelta(days=1)
    value["pins"][0]["until"] = until.isoformat()
    with time_machine.travel(AT, tick=False):
        arrange(home, slots=[("featured", value)])
        settle()
        assert titles(home) == ["Ghim"]
        assert Due.objects.get(public_id=home.translation_key, locale="vi").at == until
    with time_machine.travel(until, tick=False):
        assert mark_what_is_due() == 1
        settle()
        assert titles(home) == ["Mới"]
        assert not Due.objects.filter(public_id=home.translation_key).exists()


def test_publishing_one_item_presents_one_front_page(site: PublicSite, home: HomePage) -> None:
    settle()
    before = Version.objects.count()
    page = published(site, "Một tin")
    settle()
    appended = Version.objects.filter(seq__gt=before)
    assert {(version.public_id, version.locale) for version in appended} == {
        (page.translation_key, "vi"),
        (home.translation_key, "vi"),
    }


def test_banners_links_and_sections_are_sent_with_their_addresses(site: PublicSite, home: HomePage) -> None:
    page, picture = published(site, "Chi tiết"), make_picture()
    make_renditions(picture)
    shown = {"picture": picture.pk, "alt": "Lễ hội", "decorative": False, "caption": "", "credit": ""}
    none = {"picture": None, "alt": "", "decorative": False, "caption": "", "credit": ""}
    section = section_of(site)
    arrange(
        home,
        slots=[
            ("banner", {"title": "", "banners": [{"picture": shown, "goal": goal(page)}]}),
            ("links", {"title": "", "links": [{"goal": goal(None, "https://chinhphu.vn", "Chính phủ"), "logo": none}]}),
            ("sections", {"title": "", "sections": [{"section": str(section.translation_key), "count": 3}]}),
        ],
    )
    settle()
    banner, links, sections = (block["value"] for block in whole(home)["body"])
    assert banner["banners"][0]["link"] == {
        "label": "Chi tiết",
        "url": whole(page)["url"],
        "public_id": str(page.translation_key),
    }
    assert len(banner["banners"][0]["picture"]["renditions"]) == 6
    assert links["links"] == [{"label": "Chính phủ", "url": "https://chinhphu.vn", "public_id": None, "logo": None}]
    assert sections["sections"][0]["section"]["path"] == "/tin-tuc/"
    assert [card["title"] for card in sections["sections"][0]["items"]] == ["Chi tiết"]


@pytest.mark.django_db
def test_a_banner_may_lead_nowhere_and_a_link_have_no_logo_but_not_the_other_way_round() -> None:
    none = {"picture": None, "alt": "", "decorative": False, "caption": "", "credit": ""}
    shown = {**none, "picture": make_picture().pk, "alt": "Lễ hội"}
    link = goal(None, "https://chinhphu.vn", "Chính phủ")

    def clean(kind: str, entries: str, entry: dict[str, Any]) -> Any:
        slots = Slots()
        return slots.clean(slots.to_python(body_of((kind, {"title": "", entries: [entry]}))))

    assert clean("banner", "banners", {"picture": shown, "goal": goal()})
    assert clean("links", "links", {"goal": link, "logo": none})
    for refused in (
        ("banner", "banners", {"picture": none, "goal": link}),
        ("links", "links", {"goal": goal(), "logo": shown}),
    ):
        with pytest.raises(ValidationError):
            clean(*refused)


def test_a_front_page_that_nobody_released_is_not_shown(site: PublicSite, home: HomePage) -> None:
    page = published(site, "Tin")
    settle()
    draft = fresh(home)
    draft.slots = []
    draft.save_revision()
    Page.objects.filter(pk=home.pk).update(has_unpublished_changes=True)
    assert titles(home) == ["Tin"]
    HomePage.objects.filter(pk=home.pk).update(slots=[])
    settle()
    assert titles(home) == [page.title]
