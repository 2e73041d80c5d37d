"""Searching: accents are optional, exact ones come first, nothing that is not public is found."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from api.publications.actions import rebuild
from api.publications.models import Findable
from api.search.compiling import phrases_of
from api.search.highlights import marked, pattern_of, snippet
from api.search.lexicon import Lexicon
from api.search.widening import wanted
from cms.news.models import NewsPage
from cms.textstandard.folding import folded
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import get, host, settle, withdrawal
from tests.factories.cms import body_of, fresh, make_category, make_file, make_news, publish, section_of

SEARCH = "/api/v1/search/"
SUGGEST = "/api/v1/suggest/"
TITLES = {
    "Quảng Ngãi đón khách": "Du lịch biển.",
    "Hội nghị xúc tiến": "Đoàn công tác tỉnh Quảng Ngãi đến thăm.",
    "Quang ngai ngoai": "Chữ không dấu.",
    "Đường Hồ Chí Minh": "Quyết định 12/2026/QĐ-UBND về nâng cấp đường.",
    "Dân số năm 2025": "Ban hành số liệu <b>chính thức</b> & kết quả.",
}


def fill() -> None:
    """Published items, one second apart, with the words of `TITLES`."""
    section, start = section_of(PublicSite.objects.get(code="stc")), clock.now() - timedelta(minutes=5)
    for number, (title, words) in enumerate(TITLES.items()):
        with time_machine.travel(start + timedelta(seconds=number), tick=False):
            body = body_of(("paragraph", f"<p>{words.replace('&', '&amp;')}</p>"))
            page = make_news(section, title=title, summary="", body=body, category=make_category(), tags=["biển đảo"])
            publish(page)
    settle()


@pytest.fixture
def items(site: PublicSite) -> dict[str, NewsPage]:
    """The items of `fill` by their titles."""
    return {page.title: page for page in NewsPage.objects.all()}


def titles(query: str, asked: PublicSite, **parameters: str) -> list[str]:
    return [hit["title"] for hit in found(query, asked, **parameters)["results"]]


def found(query: str, asked: PublicSite, **parameters: str) -> dict:
    answer = Client(headers={"host": host(asked)}).get(SEARCH, {"q": query, **parameters})
    assert answer.status_code == 200, answer.content
    return answer.json()


def sought(words: str) -> list[tuple[str, ...]]:
    """The phrases that a hit may show."""
    return phrases_of(wanted(words, lexicon=Lexicon(), locale="vi", day=clock.today()))


def follow(url: str, site: PublicSite) -> dict:
    return get(url.partition(host(site))[2], site).json()


# --- words ------------------------------------------------------------------------------------------------------------
def test_accents_are_optional(items, site) -> None:
    for query in ("quang ngai", "QUANG NGAI", "quảng ngai"):
        assert set(titles(query, site)) == {"Quảng Ngãi đón khách", "Hội nghị xúc tiến", "Quang ngai ngoai"}, query
    assert titles("duong ho chi minh", site) == ["Đường Hồ Chí Minh"]


def test_the_very_letters_come_first_and_titles_before_bodies(items, site) -> None:
    for query in ("Quảng Ngãi", "Qua\u0309ng Nga\u0303i"):
        assert titles(query, site) == ["Quảng Ngãi đón khách", "Hội nghị xúc tiến", "Quang ngai ngoai"], query
    assert titles("quang ngai", site) == ["Quang ngai ngoai", "Quảng Ngãi đón khách", "Hội nghị xúc tiến"]


def test_a_phrase_in_quotes_keeps_its_order(items, site) -> None:
    assert titles('"chí minh hồ"', site) == []
    assert titles('"ho chi minh"', site) == ["Đường Hồ Chí Minh"]
    assert titles("minh ho chi", site) == ["Đường Hồ Chí Minh"]


def test_a_hyphen_before_a_word_leaves_it_out(items, site) -> None:
    assert titles("quang ngai -khach -dau", site) == ["Hội nghị xúc tiến"]
    assert set(titles("khach or minh", site)) == {"Quảng Ngãi đón khách", "Đường Hồ Chí Minh"}


def test_a_document_is_found_by_its_number_and_by_parts_of_it(items, site) -> None:
    for query in ("12/2026/QĐ-UBND", "2026/qd-ubnd", "qđ ubnd", "12 2026"):
        assert titles(query, site) == ["Đường Hồ Chí Minh"], query


def test_agency_section_category_tags_and_authors_are_searched(items, site) -> None:
    for query in ("so tai chinh", "tin tuc", "kinh te", "bien dao", "nguyen thi viet"):
        assert len([title for title in titles(query, site) if title in TITLES]) == 5, query


def test_titles_of_files_are_searched(items, site) -> None:
    body = body_of(("file", {"file": make_file().pk, "title": "Phụ lục giá đất"}))
    publish(make_news(section_of(site), title="Có tệp", body=body))
    settle()
    assert titles("phu luc gia dat", site) == ["Có tệp"]


def test_what_is_no_word_finds_nothing(items, site) -> None:
    for query in ("???", "-", '"', "& | !", "<->", "a:*b", "zzzz"):
        assert titles(query, site) == [], query


# --- what is found ----------------------------------------------------------------------------------------------------
def test_neither_drafts_nor_what_was_withdrawn_is_found(items, site) -> None:
    make_news(section_of(site), title="Quảng Ngãi bản nháp")
    withdrawal(items["Quảng Ngãi đón khách"])
    settle()
    assert set(titles("quang ngai", site)) == {"Hội nghị xúc tiến", "Quang ngai ngoai"}
    assert not Findable.objects.filter(public_id=items["Quảng Ngãi đón khách"].translation_key).exists()


def test_a_change_is_found_by_its_new_words_alone(items, site) -> None:
    page = fresh(items["Dân số năm 2025"])
    page.title = "Thống kê mới"
    page.save_revision()
    publish(fresh(page))
    settle()
    assert titles("dan so", site) == []
    assert titles("thong ke moi", site) == ["Thống kê mới"]


def test_rows_of_the_search_are_made_again_with_the_current_ones(items, site) -> None:
    before = titles("quang ngai", site)
    rebuild()
    settle()
    assert titles("quang ngai", site) == before


def test_only_the_sites_own_items_are_found_or_those_below_on_request(items, site, portal) -> None:
    assert titles("quang ngai", portal) == []
    assert len(titles("quang ngai", portal, include="subsites")) == 3
    assert len(titles("quang ngai", portal, site=host(site))) == 3


def test_each_language_is_searched_by_itself(items, site) -> None:
    page = items["Quảng Ngãi đón khách"]
    publish(make_news(section_of(site, "en"), title="Guests in Quang Ngai", translation_key=page.translation_key))
    settle()
    assert titles("quang ngai", site, locale="en") == ["Guests in Quang Ngai"]


def test_filters_narrow_as_in_lists(items, site) -> None:
    found_by = {
        ("type", "news"): 3,
        ("type", "page,section"): 0,
        ("category", "kinh-te"): 3,
        ("tag", "bien-dao"): 3,
        ("tag", "khong-co"): 0,
        ("published_after", "2020-01-01"): 3,
        ("published_before", "2020-01-01"): 0,
    }
    for (name, value), expected in found_by.items():
        assert len(titles("quang ngai", site, **{name: value})) == expected, (name, value)


# --- facets, pages ----------------------------------------------------------------------------------------------------
def test_facets_tell_how_the_hits_divide(items, site, portal) -> None:
    facets = found("quang ngai", portal, include="subsites", limit="1", count="true")
    year = clock.today().year
    agency = {"value": str(site.agency.public_id), "name": "Sở Tài chính", "count": 3}
    assert facets["count"] == 3
    assert facets["facets"] == {
        "is_exact": True,
        "site": [{"value": host(site), "count": 3}],
        "type": [{"value": "news", "count": 3}],
        "year": [{"value": year, "count": 3}],
        "agency": [agency],
    }


def test_pages_of_hits_follow_each_other_in_both_directions(items, site) -> None:
    whole = titles("quang ngai", site)
    first = found("quang ngai", site, limit="2")
    second = follow(first["next"], site)
    assert [hit["title"] for page in (first, second) for hit in page["results"]] == whole
    assert (first["previous"], second["next"]) == (None, None)
    back = follow(second["previous"], site)
    assert ([hit["title"] for hit in back["results"]], back["previous"]) == (whole[:2], None)


def test_a_new_item_moves_no_page(items, site) -> None:
    whole, first = titles("quang ngai", site), found("quang ngai", site, limit="1")
    publish(make_news(section_of(site), title="Quang ngai quang ngai"))
    settle()
    second = follow(first["next"], site)
    assert [hit["title"] for hit in second["results"]] == whole[1:2]


# --- highlights -------------------------------------------------------------------------------------------------------
def test_words_are_marked_in_title_and_snippet(items, site) -> None:
    hits = {hit["title"]: hit["highlights"] for hit in found("quang ngai", site)["results"]}
    assert hits["Quảng Ngãi đón khách"]["title"] == "<mark>Quảng</mark> <mark>Ngãi</mark> đón khách"
    assert "tỉnh <mark>Quảng</mark> <mark>Ngãi</mark> đến thăm" in hits["Hội nghị xúc tiến"]["snippet"]


def test_a_snippet_holds_no_markup_but_marks(items, site) -> None:
    hit = found("chinh thuc ket qua", site)["results"][0]
    assert set(re.findall(r"<[^>]*>", hit["highlights"]["snippet"])) == {"<mark>", "</mark>"}
    assert "&amp; <mark>kết</mark> <mark>quả</mark>" in hit["highlights"]["snippet"]


def test_what_a_writer_typed_as_markup_stays_text() -> None:
    pattern = pattern_of(sought("kết quả"))
    evil = 'kết <script>alert("1")</script> quả <mark>'
    assert marked(evil, pattern) == (
        "<mark>kết</mark> &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; <mark>quả</mark> &lt;mark&gt;"
    )


def test_a_phrase_is_marked_as_one() -> None:
    assert marked("Tỉnh Quảng Ngãi", pattern_of(sought('"quang ngai" -tinh'))) == "Tỉnh <mark>Quảng Ngãi</mark>"


def test_the_snippet_is_the_densest_passage() -> None:
    text = "nước " + "chữ " * 200 + "nguồn nước sạch và nước mưa " + "chữ " * 200
    passage = snippet([text], pattern_of(sought("nuoc")))
    assert passage.count("<mark>nước</mark>") == 2
    assert (passage[:2], passage[-2:]) == ("… ", " …")
    assert len(passage) < 300


def test_folding_keeps_every_place() -> None:
    text = "Đường Ước mơ ÀẢÃÁẠ ßﬃİ ǅ 𝐀"
    assert len(folded(text)) == len(text)
    assert folded("Đường Ước mơ ẶỆỘỢỸ") == "duong uoc mo aeooy"


def test_fields_narrow_hits_too(items, site) -> None:
    hit = found("quang ngai", site, fields="title,highlights")["results"][0]
    assert list(hit) == ["title", "highlights"]


# --- refusals ---------------------------------------------------------------------------------------------------------
REFUSED = {
    "": "q",
    "q=": "q",
    "q=%20%20": "q",
    "q=a&q=b": "q",
    "q=a%00b": "q",
    f"q={'a' * 201}": "q",
    "q=a&colour=red": "colour",
    "q=a&fallback=default": "fallback",
    "q=a&type=poem": "type",
    "q=a&cursor=abc": "cursor",
    "q=a&cursor=WyJuIiwieCIsInkiLCJ6Il0": "cursor",
    "q=a&fields=secret": "fields",
    "q=a&category=nothing": "category",
}


def test_what_is_not_understood_is_named(items, site) -> None:
    for query, name in REFUSED.items():
        answer = get(f"{SEARCH}?{query}", site)
        assert answer.status_code == 400, query
        assert name in answer.json()["errors"], query


# --- completions ------------------------------------------------------------------------------------------------------
def suggested(query: str, site: PublicSite, **parameters: str) -> list[str]:
    answer = Client(headers={"host": host(site)}).get(SUGGEST, {"q": query, **parameters})
    assert answer.status_code == 200, answer.content
    return [entry["text"] for entry in answer.json()["results"]]


def test_titles_are_completed_by_the_beginnings_of_syllables(items, site) -> None:
    assert set(suggested("quang ng", site)) == {"Quảng Ngãi đón khách", "Quang ngai ngoai"}
    assert suggested("Quảng ng", site)[0] == "Quảng Ngãi đón khách"
    assert suggested("duong h", site) == ["Đường Hồ Chí Minh"]
    assert suggested("zz", site) == suggested("??", site) == []


def test_a_tag_is_offered_once(items, site) -> None:
    answer = get(f"{SUGGEST}?q=bien%20d", site).json()["results"]
    assert answer == [{"text": "biển đảo", "kind": "tag", "slug": "bien-dao"}]


def test_completions_are_of_the_site_and_as_many_as_asked_for(items, site, portal) -> None:
    assert suggested("quang", portal) == []
    assert len(suggested("quang", portal, include="subsites")) == 2
    assert len(suggested("quang", site, limit="1")) == 1


# --- one query --------------------------------------------------------------------------------------------------------
def test_a_search_takes_one_query_and_no_page_table(items, site, django_assert_num_queries) -> None:
    client = Client(headers={"host": host(site)})
    client.get(f"{SEARCH}?q=quang")  # the process reads once which words are taken for the same
    for path in (
        f"{SEARCH}?q=quang%20ngai",
        f"{SEARCH}?q=qu%E1%BA%A3ng&include=subsites&count=true&limit=2&category=kinh-te&fields=title",
        f"{SUGGEST}?q=quang&include=subsites",
    ):
        with django_assert_num_queries(1) as queries:
            assert client.get(path).status_code == 200
        assert not any(word in queries.captured_queries[0]["sql"] for word in ("wagtail", "cms_", "sites_"))
