"""The manners of the contract, each beside its refusal."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from api.publications.models import Due
from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import Host, PublicSite
from tests.factories.api import current, get, host, settle, whole, withdrawal
from tests.factories.cms import fresh, make_category, make_news, publish, section_of

LIST = "/api/v1/content/"


def fill() -> None:
    """Five published items, one second apart, the newest last; the second one also in English."""
    site, category = PublicSite.objects.get(code="stc"), make_category()
    start = clock.now() - timedelta(minutes=5)
    for number in range(5):
        with time_machine.travel(start + timedelta(seconds=number), tick=False):
            page = make_news(section_of(site), title=f"Tin {number}", category=category, tags=[f"thẻ {number}"])
            publish(page)
    second = NewsPage.objects.get(title="Tin 1")
    publish(make_news(section_of(site, "en"), title="News 1", translation_key=second.translation_key))
    settle()


@pytest.fixture
def items(site: PublicSite) -> list[NewsPage]:
    """The Vietnamese ones of `fill`."""
    return list(NewsPage.objects.filter(title__startswith="Tin").order_by("title"))


def titles(answer: object) -> list[str]:
    return [entry["title"] for entry in answer.json()["results"]]


def follow(url: str, site: PublicSite) -> object:
    return get(url.partition(host(site))[2], site)


# --- site and language --------------------------------------------------------------------------------------------
def test_the_site_is_that_of_the_host_or_the_one_asked_for(items, site, portal) -> None:
    assert len(titles(get(f"{LIST}?type=news", site))) == 5
    assert titles(get(f"{LIST}?type=news", portal)) == []
    assert len(titles(get(f"{LIST}?type=news&site={host(site)}", portal))) == 5


def test_any_host_name_of_a_site_answers_as_the_site(items, site) -> None:
    Host.objects.create(site=site, hostname="cu.binhphuoc.gov.vn", role="former")
    settle()
    assert len(titles(get(f"{LIST}?type=news&site=cu.binhphuoc.gov.vn:8000", site))) == 5
    assert get("/api/v1/sites/cu.binhphuoc.gov.vn/", site).json()["hostname"] == host(site)


def test_plain_localhost_answers_as_the_portal(items, portal) -> None:
    assert Client(headers={"host": "localhost:8000"}).get(LIST).json()["results"][0]["site"] == host(portal)


@pytest.mark.parametrize("name", ["nowhere.vn", "localhost"])
def test_an_unknown_site_is_named(site, name) -> None:
    answer = get(f"{LIST}?site={name}", site)
    assert (answer.status_code, answer.json()["code"], answer.json()["site"]) == (400, "unknown_site", name)


def test_an_item_asked_for_under_another_site_is_not_there(items, site, portal) -> None:
    assert get(f"{LIST}{items[0].translation_key}/", site).status_code == 200
    assert get(f"{LIST}{items[0].translation_key}/", portal).status_code == 404


def test_the_language_is_the_first_one_or_the_one_asked_for(items, site) -> None:
    item = f"{LIST}{items[1].translation_key}/"
    assert get(item, site).json()["title"] == "Tin 1"
    english = get(f"{item}?locale=en", site)
    assert (english.json()["title"], english["Content-Language"]) == ("News 1", "en")
    assert titles(get(f"{LIST}?type=news&locale=en", site)) == ["News 1"]


def test_a_language_that_the_site_has_not_opened_is_refused(items, site) -> None:
    answer = get(f"{LIST}?locale=fr", site)
    assert (answer.status_code, answer.json()["code"], answer.json()["languages"]) == (
        400,
        "unknown_locale",
        ["vi", "en"],
    )


def test_a_missing_translation_is_answered_only_on_request_and_says_so(items, site) -> None:
    item = f"{LIST}{items[0].translation_key}/?locale=en"
    assert get(item, site).status_code == 404
    answer = get(f"{item}&fallback=default", site)
    assert answer.json()["locale"] == answer["Content-Language"] == "vi"
    assert answer.json()["translation"]["status"] == "none"
    assert answer["ETag"] != get(f"{LIST}{items[0].translation_key}/", site)["ETag"]
    listed = get(f"{LIST}?type=news&locale=en&fallback=default", site)
    assert set(titles(listed)) == {"Tin 4", "Tin 3", "Tin 2", "Tin 0", "News 1"}


# --- lists --------------------------------------------------------------------------------------------------------
def test_pages_follow_each_other_in_both_directions(items, site) -> None:
    first = get(f"{LIST}?type=news&limit=2", site)
    second = follow(first.json()["next"], site)
    third = follow(second.json()["next"], site)
    assert [titles(page) for page in (first, second, third)] == [["Tin 4", "Tin 3"], ["Tin 2", "Tin 1"], ["Tin 0"]]
    assert first.json()["previous"] is None
    assert third.json()["next"] is None
    back = follow(third.json()["previous"], site)
    assert titles(back) == ["Tin 2", "Tin 1"]
    start = follow(back.json()["previous"], site)
    assert (titles(start), start.json()["previous"]) == (["Tin 4", "Tin 3"], None)


def test_an_item_published_meanwhile_moves_no_page(items, site) -> None:
    first = get(f"{LIST}?type=news&limit=2", site)
    publish(make_news(section_of(site), title="Mới"))
    settle()
    assert titles(follow(first.json()["next"], site)) == ["Tin 2", "Tin 1"]


def test_a_count_is_given_on_request(items, site) -> None:
    assert "count" not in get(f"{LIST}?type=news", site).json()
    assert get(f"{LIST}?type=news&count=true&limit=1", site).json()["count"] == 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("type=news", 5),
        ("type=section", 2),
        ("type=news,section", 7),
        ("type=news&type=home", 6),
        ("type=news&category=kinh-te", 5),
        ("tag=the-3", 1),
        ("tag=khong-co", 0),
        ("type=news&published_after=2020-01-01", 5),
        ("type=news&published_before=2020-01-01T00:00:00%2B07:00", 0),
        ("type=news&published_after=2020-01-01T00:00:00+07:00", 5),
        ("type=news&published_after=0101-02-22T04:14:11-16:54", 5),  # an offset that PostgreSQL does not take
    ],
)
def test_filters_narrow(items, site, query, expected) -> None:
    assert len(titles(get(f"{LIST}?{query}", site))) == expected


def test_a_section_and_an_agency_are_named_by_public_id(items, site) -> None:
    section = section_of(site).translation_key
    assert len(titles(get(f"{LIST}?section={section}", site))) == 5
    assert len(titles(get(f"{LIST}?type=news&agency={site.agency.public_id}", site))) == 5


def test_the_portal_reads_its_component_sites_on_request(items, site, portal) -> None:
    assert len(titles(get(f"{LIST}?type=news&include=subsites", portal))) == 5


@pytest.mark.parametrize(
    ("query", "code", "name"),
    [
        ("colour=red", "unknown_parameter", "colour"),
        ("as_of=2026-01-01", "unknown_parameter", "as_of"),
        ("type=poem", "invalid_parameter", "type"),
        ("section=00000000-0000-4000-8000-000000000000", "invalid_parameter", "section"),
        ("category=nothing", "invalid_parameter", "category"),
        ("agency=00000000-0000-4000-8000-000000000000", "invalid_parameter", "agency"),
        ("limit=0", "invalid_parameter", "limit"),
        ("limit=101", "invalid_parameter", "limit"),
        ("count=maybe", "invalid_parameter", "count"),
        ("fields=title,secret", "invalid_parameter", "fields"),
        ("published_after=yesterday", "invalid_parameter", "published_after"),
        ("include=everything", "invalid_parameter", "include"),
        ("fallback=any", "invalid_parameter", "fallback"),
        ("cursor=abc", "invalid_cursor", "cursor"),
        ("limit=1&limit=2", "invalid_parameter", "limit"),
    ],
)
def test_what_is_not_understood_is_named(items, site, query, code, name) -> None:
    answer = get(f"{LIST}?{query}", site)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == code
    assert name in answer.json()["errors"]


def test_fields_narrow_lists_and_items(items, site) -> None:
    assert list(get(f"{LIST}?type=news&fields=title,public_id", site).json()["results"][0]) == ["public_id", "title"]
    narrowed = get(f"{LIST}{items[0].translation_key}/?fields=title&fields=body", site)
    assert list(narrowed.json()) == ["title", "body"]
    assert narrowed["ETag"] != get(f"{LIST}{items[0].translation_key}/", site)["ETag"]


# --- addresses ----------------------------------------------------------------------------------------------------
def test_a_path_is_resolved_with_and_without_its_last_slash(items, site) -> None:
    for path in ("/tin-tuc/tin-0", "/tin-tuc/tin-0/"):
        assert get(f"/api/v1/resolve/?path={path}", site).json() == {"state": "live", "item": whole(items[0])}


def test_a_former_path_leads_to_the_new_one(items, site) -> None:
    section = section_of(site)
    section.slug = "thoi-su"
    section.save()
    settle()
    answer = get("/api/v1/resolve/?path=/tin-tuc/tin-0", site).json()
    assert answer == {"state": "redirect", "location": "/thoi-su/tin-0/", "status": 301}


def test_a_live_page_on_a_former_path_beats_the_redirect(items, site) -> None:
    page = fresh(items[0])
    page.slug = "khac"
    page.save()
    publish(make_news(section_of(site), title="Tin 0", slug="tin-0"))
    settle()
    assert get("/api/v1/resolve/?path=/tin-tuc/tin-0", site).json()["state"] == "live"


def test_an_ending_is_told_under_path_and_public_id(items, site) -> None:
    withdrawal(items[0], notice="Sai số liệu")
    settle()
    found = get("/api/v1/resolve/?path=/tin-tuc/tin-0", site).json()
    assert (found["state"], found["notice"], found["cause"]) == ("withdrawn", "Sai số liệu", "withdrawn")
    answer = get(f"{LIST}{items[0].translation_key}/", site)
    assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn")
    assert "Tin 0" not in titles(get(LIST, site))


def test_what_was_unlawful_is_withheld_without_a_word(items, site) -> None:
    withdrawal(items[0], kind="personal", notice="Dữ liệu cá nhân")
    settle()
    answer = get(f"{LIST}{items[0].translation_key}/", site)
    assert (answer.status_code, answer.json()["code"]) == (410, "withheld")
    assert {"state", "cause", "hash"} <= set(answer.json())


def test_an_unknown_path_is_not_there(items, site) -> None:
    assert get("/api/v1/resolve/?path=/khong/co/", site).status_code == 404
    assert get("/api/v1/resolve/", site).json()["errors"].keys() == {"path"}


# --- HTTP ---------------------------------------------------------------------------------------------------------
def test_a_known_entity_is_not_sent_again(items, site) -> None:
    for path in (f"{LIST}?type=news", f"{LIST}{items[0].translation_key}/", "/api/v1/sites/", "/api/v1/"):
        tag = get(path, site)["ETag"]
        for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = get(path, site, **{"if-none-match": sent})
            assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
        assert get(path, site, **{"if-none-match": '"other"'}).status_code == 200


def test_a_change_changes_the_entity_tag(items, site) -> None:
    path = f"{LIST}{items[0].translation_key}/"
    tag = get(path, site)["ETag"]
    page = fresh(items[0])
    page.title = "Khác"
    page.save_revision()
    publish(fresh(page))
    settle()
    assert get(path, site, **{"if-none-match": tag}).status_code == 200


def test_answers_live_a_minute_and_go_stale_for_another(items, site) -> None:
    assert get(LIST, site)["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "public, max-age=60, stale-while-revalidate=60"),
        (220, "public, max-age=60, stale-while-revalidate=20"),
        (280, "public, max-age=20, stale-while-revalidate=0"),
        (310, "public, max-age=5, stale-while-revalidate=0"),
    ],
)
def test_answers_live_shorter_before_a_planned_change_without_telling_when(items, site, seconds, expected) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    at = hour + timedelta(minutes=6, seconds=17)
    Due.objects.create(kind="page", public_id=items[0].translation_key, locale="vi", site=site.public_id, at=at)
    with time_machine.travel(hour + timedelta(seconds=seconds), tick=False):
        assert get(LIST, site)["Cache-Control"] == expected
        assert get(f"{LIST}{items[0].translation_key}/", site)["Cache-Control"] == expected
        assert get(f"{LIST}{items[2].translation_key}/", site)["Cache-Control"].endswith("revalidate=60")


def test_anybody_may_read_from_a_browser(items, site) -> None:
    assert get(LIST, site)["Access-Control-Allow-Origin"] == "*"
    answer = Client(headers={"host": host(site), "origin": "https://example.org"}).options(LIST)
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_only_reading_is_allowed(items, site) -> None:
    answer = Client(headers={"host": host(site)}).post(LIST, {})
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (
        405,
        "method_not_allowed",
        "GET, HEAD, OPTIONS",
    )


def test_head_is_get_without_a_body(items, site) -> None:
    answer = Client(headers={"host": host(site)}).head(LIST)
    assert (answer.status_code, answer.content, answer["ETag"]) == (200, b"", get(LIST, site)["ETag"])


def test_answers_vary_with_nothing_but_problems_with_the_language(items, site) -> None:
    assert "Vary" not in get(LIST, site).headers
    assert get(f"{LIST}?x=1", site)["Vary"] == "Accept-Language"
    assert "Set-Cookie" not in get(LIST, site).headers


def test_problems_speak_the_readers_language_and_keep_their_code(items, site) -> None:
    answer = get(f"{LIST}?x=1", site, **{"accept-language": "en-GB,en;q=0.9,vi;q=0.1"})
    assert (answer["Content-Language"], answer.json()["title"]) == ("en", "A parameter is not known")
    vietnamese = get(f"{LIST}?x=1", site)
    assert (vietnamese["Content-Language"], vietnamese.json()["code"]) == ("vi", "unknown_parameter")


def test_answers_name_what_a_purge_would_have_to_name(items, site) -> None:
    answer = get(f"{LIST}{items[0].translation_key}/", site)
    keys = {f"site-{site.public_id}", f"item-{items[0].translation_key}"}
    assert set(answer["Surrogate-Key"].split(" ")) == set(answer["Cache-Tag"].split(",")) == keys


def test_a_missing_slash_is_mended(items, site) -> None:
    answer = get("/api/v1/content?type=news", site)
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/content/?type=news")


def test_an_unknown_address_is_a_problem_too(site) -> None:
    assert get("/api/v1/nothing/", site).json()["code"] == "not_found"


# --- one query ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        LIST,
        f"{LIST}?type=news&count=true&limit=2&fields=title",
        f"{LIST}?category=kinh-te&locale=en&fallback=default&include=subsites",
        "item",
        "/api/v1/resolve/?path=/tin-tuc/tin-0",
        "/api/v1/sites/",
        "site",
        "menus",
    ],
)
def test_every_answer_takes_one_query_and_no_page_table(items, site, path, django_assert_num_queries) -> None:
    known = {
        "item": f"{LIST}{items[0].translation_key}/",
        "site": f"/api/v1/sites/{host(site)}/",
        "menus": f"/api/v1/sites/{host(site)}/navigation/",
    }
    client = Client(headers={"host": host(site)})
    with django_assert_num_queries(1) as queries:
        assert client.get(known.get(path, path)).status_code == 200
    assert not any(word in queries.captured_queries[0]["sql"] for word in ("wagtail", "cms_", "sites_"))


def test_page_one_thousand_costs_what_page_one_costs(items, site) -> None:
    """A cursor is a key of the list's index: nothing is skipped over."""
    cursor = get(f"{LIST}?type=news&limit=2", site).json()["next"]
    assert "offset" not in cursor
    assert json.loads(bytes(current(items[0]).list_form))["title"] == "Tin 0"
