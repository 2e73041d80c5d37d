"""Why a text may not be submitted as it is."""

from pathlib import Path

import pytest

from cms.media.actions import make_renditions
from cms.news.models import Category, NewsPage
from cms.pages.registry import reasons_not_to_submit
from sites.rules.models import LegalBasis, Rule
from tests.factories.cms import body_of, make_file, make_news, make_page, make_picture, section_of
from tests.factories.sites import make_site

pytestmark = pytest.mark.django_db


def codes(page: NewsPage) -> list[str]:
    return [reason.code for reason in reasons_not_to_submit(page.latest_revision.as_object())]


def ask_for_attribution() -> None:
    basis = LegalBasis.objects.create(code="du-thao", title="Dự thảo Quy chế")
    Rule.objects.create(
        key="attribution.required", value=["author", "source"], unit="list", basis=basis, article="Điều 8.3"
    )


def test_a_complete_item_has_no_reason_against_it() -> None:
    ask_for_attribution()
    picture = make_picture()
    make_renditions(picture)
    image = {"picture": picture.pk, "alt": "Lúa", "decorative": False, "caption": "", "credit": ""}
    page = make_news(
        lead_image=picture,
        lead_image_alt="Cánh đồng",
        body=body_of(
            ("heading", {"level": "2", "text": "Một"}),
            ("heading", {"level": "3", "text": "Hai"}),
            ("heading", {"level": "2", "text": "Ba"}),
            ("image", image),
            ("image", {**image, "alt": "", "decorative": True}),
            ("file", {"file": make_file().pk, "title": ""}),
        ),
    )
    assert codes(page) == []


def test_author_and_source_are_asked_for_and_the_article_is_named() -> None:
    page = make_news(authors=(), source="")
    assert codes(page) == []
    ask_for_attribution()
    reasons = reasons_not_to_submit(page.latest_revision.as_object())
    assert [reason.code for reason in reasons] == ["author_missing", "source_missing"]
    assert "Điều 8.3, Dự thảo Quy chế" in str(reasons[0])


def test_summary_and_descriptions_of_pictures_are_asked_for() -> None:
    picture = make_picture()
    make_renditions(picture)
    image = {"picture": picture.pk, "alt": "", "decorative": False, "caption": "", "credit": ""}
    page = make_news(
        summary=" ", lead_image=picture, body=body_of(("image", image), ("image", {**image, "picture": None}))
    )
    assert codes(page) == ["summary_missing", "alt_missing", "alt_missing", "picture_missing"]


def test_a_skipped_level_and_an_empty_heading_are_named() -> None:
    body = body_of(("heading", {"level": "3", "text": "Ba"}), ("heading", {"level": "2", "text": ""}))
    assert codes(make_news(body=body)) == ["heading_skips", "heading_empty"]


def test_a_picture_without_its_renditions_waits() -> None:
    picture = make_picture()
    page = make_news(lead_image=picture, lead_image_alt="Lúa")
    assert codes(page) == ["renditions_missing"]
    make_renditions(picture)
    assert codes(page) == []


def test_a_standard_page_is_asked_for_its_summary_only() -> None:
    page = make_page(section_of(make_site(), code="about"), summary="")
    assert codes(page) == ["summary_missing"]


def test_the_categories_of_the_province_are_read_twice_to_the_same_end(tmp_path: Path) -> None:
    from cms.news.province import read_categories
    from sites.provisioning.province import Loading

    folder = Path(__file__).parents[2] / "fixtures" / "provinces" / "binh-phuoc"
    for _time in range(2):
        loading = Loading(folder, options={}, actor=None)
        write = read_categories(loading)
        assert loading.close() == []
        write()
    assert list(Category.objects.values_list("code", flat=True)) == [
        "kinh-te",
        "van-hoa-xa-hoi",
        "giao-duc",
        "y-te",
        "nong-nghiep",
        "xay-dung-do-thi",
        "cai-cach-hanh-chinh",
        "chuyen-doi-so",
        "moi-truong",
    ]


def test_a_mistake_in_the_categories_is_reported_with_its_line(tmp_path: Path) -> None:
    from cms.news.province import read_categories
    from sites.provisioning.province import Loading

    (tmp_path / "categories.yaml").write_text("categories:\n  - code: y-te\n    names: {vi: Y tế}\n")
    loading = Loading(tmp_path, options={}, actor=None)
    read_categories(loading)
    assert [(fault.file, fault.line) for fault in loading.close()] == [("categories.yaml", 3)]
