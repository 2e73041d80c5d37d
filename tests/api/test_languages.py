"""What the contract says of languages, sentence by sentence, over HTTP: a site with texts of one language, of both, of
neither any more.
"""

from typing import Any

import pytest

from tests.factories.api import get, host, settle
from tests.factories.cms import arrange, body_of, fresh, goal, home_of_site, section_of
from tests.factories.workflows import Desk, make_desk, published
from tests.workflows.test_translation import begun, change, english_of, put, translator
from workflows.passage import actions as passages
from workflows.passage.enums import Cause
from workflows.passage.selectors import running
from workflows.translation.texts import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

WORDS = {
    "Cấp giấy phép cho các doanh nghiệp": "Licensing the companies",
    "Tuyến đường mới ở Đồng Xoài": "A new road in Đồng Xoài",
}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def translated(desk: Desk, title: str, english: str, body: str = "Nothing else is said.") -> tuple[Any, Any]:
    """A text and its translation, both public."""
    page = published(desk, title=title, summary="Tóm tắt.", body=body_of(("paragraph", "<p>Không nói gì thêm.</p>")))
    translation = begun(desk, page)
    for line in opened(translation).lines:
        words = {"title": english, "summary": "In short."}.get(line.key, line.segment.text)
        put(translator(desk), translation, line.key, body if line.key.startswith("body") else words)
    twin = fresh(translation.page)
    passages.submit(translator(desk), page=twin)
    passage = running(twin.pk)
    assert passage is not None
    passages.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return page, fresh(twin)


def asked(desk: Desk, path: str) -> Any:
    answer = get(f"/api/v1{path}", desk.site)
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(desk: Desk, words: str, **more: str) -> list[str]:
    query = "&".join(f"{name}={value}" for name, value in {"q": words, **more}.items())
    return [hit["title"] for hit in asked(desk, f"/search/?{query}")["results"]]


# --- manners ----------------------------------------------------------------------------------------------------------


def test_without_a_language_the_first_one_of_the_site_answers_and_an_unopened_one_is_refused(desk: Desk) -> None:
    page, _english = translated(desk, *next(iter(WORDS.items())))
    settle()
    assert asked(desk, f"/content/{page.translation_key}/")["locale"] == "vi"
    assert asked(desk, f"/content/{page.translation_key}/?locale=en")["locale"] == "en"
    for path in ("/content/", f"/content/{page.translation_key}/", "/search/?q=x", "/suggest/?q=x"):
        more = "&" if "?" in path else "?"
        answer = get(f"/api/v1{path}{more}locale=zh", desk.site)
        assert answer.status_code == 400, path
        assert answer.json()["code"] in ("unknown_locale", "invalid_parameter", "unknown_parameter"), path


def test_one_public_id_names_the_thing_and_the_language_the_text(desk: Desk) -> None:
    page, english = translated(desk, *next(iter(WORDS.items())))
    settle()
    both = [asked(desk, f"/content/{page.translation_key}/?locale={locale}") for locale in ("vi", "en")]
    assert {one["public_id"] for one in both} == {str(english.translation_key)}
    assert [one["title"] for one in both] == [page.title, english.title]
    assert not both[0]["path"].startswith("/vi/")
    assert both[1]["path"].startswith("/en/")


def test_every_text_says_how_it_stands_and_where_the_others_are_in_whatever_answer(desk: Desk) -> None:
    page, english = translated(desk, *next(iter(WORDS.items())))
    settle()
    whole = asked(desk, f"/content/{page.translation_key}/?locale=en")
    found = [
        whole,
        asked(desk, "/content/?type=news&locale=en")["results"][0],
        asked(desk, "/search/?q=licensing&locale=en")["results"][0],
        asked(desk, f"/resolve/?path={whole['path']}")["item"],
    ]
    source = asked(desk, f"/content/{page.translation_key}/")
    for one in found:
        assert one["locale"] == "en"
        assert one["translation"] == {"status": "current", "source_locale": "vi", "outdated_since": None}
        assert one["alternates"] == [{"locale": "vi", "path": source["path"], "url": source["url"]}]
    assert source["translation"]["status"] == "source"
    assert [other["locale"] for other in source["alternates"]] == ["en"]
    passages.withdraw(desk.head, page=english, reason="Không cần")
    settle()
    assert asked(desk, f"/content/{page.translation_key}/")["alternates"] == []
    assert asked(desk, f"/content/{page.translation_key}/")["seo"]["hreflang"] == [
        {"hreflang": "vi", "url": source["url"]},
        {"hreflang": "x-default", "url": source["url"]},
    ]


def test_search_engines_are_told_every_language_and_the_one_in_which_it_was_written(desk: Desk) -> None:
    page, _english = translated(desk, *next(iter(WORDS.items())))
    settle()
    both = {locale: asked(desk, f"/content/{page.translation_key}/?locale={locale}") for locale in ("vi", "en")}
    expected = [
        {"hreflang": "en", "url": both["en"]["url"]},
        {"hreflang": "vi", "url": both["vi"]["url"]},
        {"hreflang": "x-default", "url": both["vi"]["url"]},
    ]
    assert both["vi"]["seo"]["hreflang"] == both["en"]["seo"]["hreflang"] == expected
    only = published(desk, title="Chỉ có tiếng Việt")
    settle()
    alone = asked(desk, f"/content/{only.translation_key}/")
    assert [one["hreflang"] for one in alone["seo"]["hreflang"]] == ["vi", "x-default"]


def test_a_translation_is_outdated_until_it_was_renewed_in_every_answer(desk: Desk) -> None:
    page = published(desk)
    english_of(desk, page)
    settle()
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    settle()
    whole = asked(desk, f"/content/{page.translation_key}/?locale=en")
    for found in (whole, asked(desk, f"/resolve/?path={whole['path']}")["item"]):
        assert found["translation"]["status"] == "outdated"
        assert found["translation"]["outdated_since"].endswith("+07:00")
    (listed,) = asked(desk, "/content/?type=news&locale=en")["results"]
    assert listed["translation"]["status"] == "outdated"


# --- fallback ---------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_404_or_stands_in_and_says_so(desk: Desk) -> None:
    only = published(desk, title="Chỉ có tiếng Việt")
    translated(desk, *next(iter(WORDS.items())))
    settle()
    address = f"/api/v1/content/{only.translation_key}/?locale=en"
    assert get(address, desk.site).status_code == 404
    answer = get(f"{address}&fallback=default", desk.site)
    assert answer["Content-Language"] == "vi"
    assert answer.json()["translation"]["status"] == "none"
    listed = {one["title"]: one for one in asked(desk, "/content/?type=news&locale=en&fallback=default")["results"]}
    assert listed["Chỉ có tiếng Việt"]["translation"]["status"] == "none"
    assert listed["Licensing the companies"]["translation"]["status"] == "current"
    assert "Cấp giấy phép cho các doanh nghiệp" not in listed  # never the same thing twice
    assert get(f"/api/v1/content/{only.translation_key}/?fallback=en", desk.site).status_code == 400
    assert get("/api/v1/search/?q=x&fallback=default", desk.site).status_code == 400


# --- lists and search -------------------------------------------------------------------------------------------------


def test_lists_search_completions_and_facets_never_mix_languages(desk: Desk) -> None:
    for vietnamese, english in WORDS.items():
        translated(desk, vietnamese, english)
    published(desk, title="Chỉ có tiếng Việt ở Đồng Xoài")
    settle()
    assert {one["locale"] for one in asked(desk, "/content/")["results"]} == {"vi"}
    assert {one["locale"] for one in asked(desk, "/content/?locale=en")["results"]} == {"en"}
    assert titles(desk, "dong xoai", locale="en", type="news") == ["A new road in Đồng Xoài"]
    assert len(titles(desk, "dong xoai", type="news")) == 2
    assert titles(desk, "doanh nghiep", locale="en", type="news") == []
    assert titles(desk, "licensing", type="news") == []
    facets = asked(desk, "/search/?q=dong%20xoai&locale=en")["facets"]
    assert [one["count"] for one in facets["type"] if one["value"] == "news"] == [1]
    for locale, texts in (("en", {"A new road in Đồng Xoài"}), ("vi", {"Tuyến đường mới ở Đồng Xoài"})):
        found = asked(desk, f"/suggest/?q=dong%20xo&locale={locale}")["results"]
        assert texts <= {one["text"] for one in found}
        assert not {"A new road in Đồng Xoài", "Tuyến đường mới ở Đồng Xoài"} - texts & {one["text"] for one in found}


def test_english_is_searched_by_its_stems(desk: Desk) -> None:
    translated(desk, *next(iter(WORDS.items())))
    settle()
    for words in (
        "license companies",
        "licenses company",
        "licensed company",
        "the licensing of companies",
        '"licensing the companies"',
    ):
        assert titles(desk, words, locale="en", type="news") == ["Licensing the companies"], words
    for words in ("companion", "roads"):
        assert titles(desk, words, locale="en", type="news") == [], words


def test_an_english_hit_is_marked_where_a_form_of_the_word_stands(desk: Desk) -> None:
    translated(desk, "Các thành phố", "The city of Đồng Xoài", "It grants licences to companies in cities.")
    settle()
    (hit,) = asked(desk, "/search/?q=cities%20company&locale=en")["results"]
    assert hit["highlights"]["title"] == "The <mark>city</mark> of Đồng Xoài"
    assert hit["highlights"]["snippet"] == "It grants licences to <mark>companies</mark> in <mark>cities</mark>."


def test_accents_are_optional_in_vietnamese_and_in_vietnamese_names_in_english(desk: Desk) -> None:
    for vietnamese, english in WORDS.items():
        translated(desk, vietnamese, english)
    settle()
    for words in ("giay phep doanh nghiep", "giấy phép", "GIẤY PHEP"):
        assert titles(desk, words, type="news") == ["Cấp giấy phép cho các doanh nghiệp"], words
    for words in ("dong xoai road", "Đồng Xoài roads"):
        assert titles(desk, words, locale="en", type="news") == ["A new road in Đồng Xoài"], words


def test_a_beginning_of_an_english_word_is_completed_though_its_stem_is_shorter(desk: Desk) -> None:
    translated(desk, "Tổ chức bộ máy", "Organisation of the office")
    settle()
    for beginning in ("organ", "organisatio", "organisation of the off"):
        found = asked(desk, f"/suggest/?q={beginning}&locale=en")["results"]
        assert "Organisation of the office" in {one["text"] for one in found}, beginning


# --- menus ------------------------------------------------------------------------------------------------


def test_a_menu_of_a_language_leads_only_to_what_exists_in_it(desk: Desk) -> None:
    page, english = translated(desk, *next(iter(WORDS.items())))
    only = published(desk, title="Chỉ có tiếng Việt")
    for language in ("vi", "en"):
        home = home_of_site(desk.site, language)
        entries = [goal(one, children=[]) for one in (page, only, section_of(desk.site, language))]
        arrange(home, menu=[("entry", entry) for entry in entries])
    settle()
    address = f"/sites/{host(desk.site)}/navigation/"
    assert len(asked(desk, address)["menus"]["main"]) == 3
    shown = asked(desk, f"{address}?locale=en")["menus"]["main"]
    assert [one["title"] for one in shown] == [english.title, section_of(desk.site, "en").title]
    assert all(one["path"].startswith("/en/") for one in shown)
