"""What of a page is public, and that it is the same from the live row and from the revision."""

import pytest

from cms.home.models import SectionPage
from cms.pages.models import BasePage
from cms.pages.presenters import facts_of, text_of
from cms.pages.public import canonical, digest
from cms.pages.selectors import page_for
from sites import clock
from sites.refusals import Missing
from tests.factories.cms import (
    body_of,
    fresh,
    make_category,
    make_file,
    make_news,
    make_page,
    make_picture,
    publish,
    section_of,
)
from tests.factories.sites import make_site

pytestmark = pytest.mark.django_db


def make_rich_news() -> BasePage:
    site = make_site()
    section = section_of(site)
    other, file, picture = make_page(section, title="Liên hệ"), make_file(), make_picture()
    links = f'<p><a linktype="page" id="{other.pk}">xem</a> <a linktype="document" id="{file.pk}">tệp</a></p>'
    return make_news(
        section,
        authors=("Nguyễn Thị Viết", "Trần Văn Ảnh"),
        tags=["ngân sách", "đầu tư"],
        category=make_category(),
        lead_image=picture,
        lead_image_alt="Cánh đồng lúa",
        lead_image_caption="Vụ mùa",
        body=body_of(
            ("heading", {"level": "2", "text": "Mở đầu"}),
            ("paragraph", links),
            ("quote", {"text": "Rất tốt", "attribution": None}),
            ("image", {"picture": picture.pk, "alt": "Lúa", "decorative": False, "caption": "", "credit": ""}),
            ("file", {"file": file.pk, "title": ""}),
        ),
    )


def test_the_live_row_and_the_revision_give_equal_bytes() -> None:
    page = make_rich_news()
    from_row, from_revision = text_of(fresh(page)), text_of(page.latest_revision.as_object())
    assert canonical(from_row) == canonical(from_revision)
    publish(page)
    assert digest(text_of(fresh(page))) == digest(from_revision)


def test_a_text_holds_what_a_reader_reads() -> None:
    page = make_rich_news()
    text = text_of(fresh(page))
    assert text["type"] == "news"
    assert text["attribution"] == {
        "authors": [{"name": "Nguyễn Thị Viết", "role": "writer"}, {"name": "Trần Văn Ảnh", "role": "writer"}],
        "source": "Sở Tài chính",
    }
    assert text["tags"] == ["ngân sách", "đầu tư"]
    assert text["category"] == "kinh-te"
    assert text["image"]["credit"] == "Trần Văn Ảnh"
    assert len(text["image"]["sha256"]) == 64
    assert [block["type"] for block in text["body"]] == ["heading", "paragraph", "quote", "image", "file"]
    assert text["body"][2]["value"] == {"text": "Rất tốt", "attribution": ""}
    assert text["files"][0]["sha256"] == text["body"][4]["value"]["sha256"]


def test_a_changed_caption_changes_the_hash_and_a_moved_page_does_not() -> None:
    page = make_rich_news()
    before = digest(text_of(fresh(page)))
    page.move(section_of_same(page), pos="first-child")
    assert digest(text_of(fresh(page))) == before
    page = fresh(page)
    page.lead_image_caption = "Vụ chiêm"
    page.save()
    assert digest(text_of(fresh(page))) != before


def section_of_same(page: BasePage) -> SectionPage:
    home = page.get_ancestors().get(depth=2).specific
    return home.add_child(instance=SectionPage(title="Khác", slug="khac", live=False))


def test_links_inside_are_references_by_public_id_even_when_the_goal_has_gone() -> None:
    page = make_rich_news()
    goal = section_of(make_site()).get_children().get(title="Liên hệ")
    before = text_of(fresh(page))
    assert f'<a data-item="{goal.translation_key}">xem</a>' in before["body"][1]["value"]
    goal.specific.delete()
    assert text_of(fresh(page)) == before


def test_facts_name_path_section_terms_and_files() -> None:
    page = make_rich_news()
    page.first_published_at = clock.now()
    facts = facts_of(page)
    section = section_of(make_site())
    assert facts.path == "/tin-tuc/hoi-nghi-doi-thoai-doanh-nghiep/"
    assert facts.section == section.translation_key
    assert {
        "type:news",
        "category:kinh-te",
        "tag:ngan-sach",
        "tag:dau-tu",
        f"section:{section.translation_key}",
    } <= set(facts.terms)
    assert facts.agency["name"] == "Sở Tài chính"
    told = {"status": "source", "source_locale": "vi", "outdated_since": None}
    assert facts.category == {"code": "kinh-te", "name": "Kinh tế", "locale": "vi", "translation": told}
    assert len(facts.links) == 1
    assert len(facts.files) == 1


def test_a_page_is_found_by_its_public_id_and_language() -> None:
    page = make_news()
    assert page_for(page.translation_key, "vi").pk == page.pk
    with pytest.raises(Missing):
        page_for(page.translation_key, "en")
