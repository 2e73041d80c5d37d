"""The manners of the contract, sentence by sentence, on every address that the OpenAPI document describes.

A new address is walked from its first day on; where a path or a required parameter needs a value, `VALUES` has it.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from api.http.throttles import client_address, throttles
from api.publications.models import Due
from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import blocks_read, get, host, settle, withdrawal
from tests.factories.cms import make_category, make_news, make_notice, publish, section_of

METHODS = "GET, HEAD, OPTIONS"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
LIKE_A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]")
SNAKE = re.compile(r"[a-z][a-z0-9_]*")
LIFETIME = re.compile(r"public, max-age=(\d+), stale-while-revalidate=(\d+)")
# Names of fields that are data: languages, places of menus, public ids.
FREE_NAMES = re.compile(r"[a-z]{2}|[a-z0-9-]+")
FILES = ("/api/v1/feeds/", "/api/v1/sitemaps/", "/api/v1/robots/")
FOLLOWED = "/api/v1/changes/"  # kept for seconds, whatever is planned; its pages are read forwards alone
HOSTILE = ("%00", "%FF%FE", "a" * 3000, "%F0%9F%98%80", "-1", "1e9", "'", "[]", "%0d%0a", "%E2%80%8B", "%ED%A0%80")


def fill() -> None:
    """Three published items, the newest last, filed under a category and a tag; two notices."""
    site = PublicSite.objects.get(code="stc")
    start = clock.now() - timedelta(minutes=5)
    for number in range(3):
        with time_machine.travel(start + timedelta(seconds=number), tick=False):
            page = make_news(section_of(site), title=f"Tin tức {number}", category=make_category(), tags=["thẻ"])
            publish(page)
    for number in range(2):
        publish(make_notice(site, title=f"Thông báo {number}"))
    settle()


@pytest.fixture
def items(site: PublicSite) -> list[NewsPage]:
    """The news of `fill`."""
    return list(NewsPage.objects.order_by("title"))


@pytest.fixture
def document(site: PublicSite) -> dict[str, Any]:
    """The OpenAPI document."""
    return get("/api/v1/schema/", site).json()


@pytest.fixture
def addresses(document: dict[str, Any], items: list[NewsPage], site: PublicSite) -> dict[str, str]:
    """A real address for every path of the document, with what it requires."""
    values = {
        "hostname": host(site),
        "public_id": str(items[0].translation_key),
        "section": "tin-tuc",
        "kind": "rss",
        "part": f"vi-{clock.now().astimezone(clock.VIETNAM):%Y-%m}-1",
    }
    asked = {"q": "tin", "path": "/tin-tuc/tin-tuc-0"}
    found = {}
    for path in _read_by_all(document):
        required = [entry["name"] for entry in _parameters(document, path) if entry.get("required")]
        query = "&".join(f"{name}={asked[name]}" for name in required if name in asked)
        found[path] = re.sub(r"{(\w+)}", lambda match: values[match[1]], path) + (f"?{query}" if query else "")
    return found


def _read_by_all(document: dict[str, Any]) -> list[str]:
    """The paths that anybody reads; what a contribution has come to is told to who has its code, and kept nowhere.

    Likewise drafts to who has a token (`test_preview`).
    """
    own = ("{code}", "/preview/")
    return [path for path, known in document["paths"].items() if "get" in known and not any(one in path for one in own)]


def _in_json(addresses: dict[str, str]) -> dict[str, str]:
    """Without feeds, maps and what robots are told."""
    return {path: address for path, address in addresses.items() if not path.startswith(FILES)}


def _parameters(document: dict[str, Any], path: str) -> list[dict[str, Any]]:
    return [entry for entry in document["paths"][path]["get"].get("parameters", []) if entry["in"] == "query"]


def _names(document: dict[str, Any], path: str) -> set[str]:
    return {entry["name"] for entry in _parameters(document, path)}


def _with(address: str, more: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{more}"


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of an answer with the name that it stands under."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _leaves(entry, key)
    elif isinstance(value, list):
        for entry in value:
            yield from _leaves(entry, name)
    else:
        yield name, value


# --- what is sent ---------------------------------------------------------------------------------------------------
def test_answers_are_json_in_nfc_with_names_in_snake_case_and_moments_with_their_offset(addresses, site) -> None:
    for path, address in _in_json(addresses).items():
        answer = get(address, site)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json"), path
        text = answer.content.decode()
        assert unicodedata.is_normalized("NFC", text), path
        assert "\\u" not in text, path
        for name, value in _leaves(json.loads(text)):
            assert SNAKE.fullmatch(name) or FREE_NAMES.fullmatch(name), (path, name)
            if isinstance(value, str) and LIKE_A_MOMENT.match(value):
                assert MOMENT.fullmatch(value), (path, name, value)


def test_no_answer_tells_a_number_of_the_database(addresses, site) -> None:
    for path, address in _in_json(addresses).items():
        numbers = {
            name
            for name, value in _leaves(get(address, site).json())
            if isinstance(value, int) and not isinstance(value, bool)
        }
        assert numbers <= {
            "version",
            "form",
            "width",
            "height",
            "size",
            "level",
            "count",
            "value",
            "status",
            "year",
            "month",
        }, path


def test_every_answer_has_an_entity_tag_and_is_not_sent_twice(addresses, site) -> None:
    for path, address in [*addresses.items(), ("schema", "/api/v1/schema/"), ("docs", "/api/v1/docs/")]:
        answer = get(address, site)
        assert answer["ETag"], path
        again = get(address, site, **{"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        for name in ("ETag", "Cache-Control", "Vary", "Content-Location", "Surrogate-Key"):
            assert again.headers.get(name) == answer.headers.get(name), (path, name)


def test_every_answer_may_be_kept_a_minute_and_names_what_a_purge_would_name(addresses, site) -> None:
    for path, address in [*addresses.items(), ("schema", "/api/v1/schema/"), ("docs", "/api/v1/docs/")]:
        answer = get(address, site)
        fresh, stale = map(int, LIFETIME.fullmatch(answer["Cache-Control"]).groups())
        assert fresh <= 60, path
        assert stale <= 60, path
        assert answer["Surrogate-Key"].split(" ") == answer["Cache-Tag"].split(","), path
        assert "Set-Cookie" not in answer.headers


def test_what_is_of_a_site_lives_shorter_before_a_change_that_is_planned_there(addresses, site) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    at = hour + timedelta(minutes=6, seconds=17)
    public_id = addresses["/api/v1/content/{public_id}/"].split("/")[4]
    Due.objects.create(kind="page", public_id=public_id, locale="vi", site=site.public_id, at=at)
    Due.objects.create(kind="site", public_id=site.public_id, locale="", site=site.public_id, at=at)
    with time_machine.travel(hour + timedelta(seconds=280), tick=False):
        for path, address in addresses.items():
            if path not in {"/api/v1/", FOLLOWED}:
                assert get(address, site)["Cache-Control"] == "public, max-age=20, stale-while-revalidate=0", path


def test_a_change_planned_on_a_site_below_shortens_what_was_asked_of_all(addresses, document, site, portal) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    Due.objects.create(
        kind="page", public_id=site.public_id, locale="vi", site=site.public_id, at=hour + timedelta(minutes=6)
    )
    asked = [path for path in addresses if "include" in _names(document, path) and path != FOLLOWED]
    assert len(asked) >= 3
    with time_machine.travel(hour + timedelta(seconds=280), tick=False):
        for path in asked:
            assert get(addresses[path], portal)["Cache-Control"].endswith("revalidate=60"), path
            below = get(_with(addresses[path], "include=subsites"), portal)
            assert below["Cache-Control"] == "public, max-age=20, stale-while-revalidate=0", path


def test_answers_vary_by_nothing_that_is_not_in_the_address(addresses, site) -> None:
    for path, address in addresses.items():
        assert "Vary" not in get(address, site).headers, path
        english = get(address, site, **{"accept-language": "en", "origin": "https://example.org", "cookie": "a=b"})
        assert english["ETag"] == get(address, site)["ETag"], path


# --- asking ---------------------------------------------------------------------------------------------------------
def test_head_is_get_without_a_body_options_and_origins_are_open(addresses, site) -> None:
    client = Client(headers={"host": host(site), "origin": "https://example.org"})
    for path, address in [*addresses.items(), ("schema", "/api/v1/schema/"), ("docs", "/api/v1/docs/")]:
        asked, head = client.get(address), client.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", asked["ETag"]), path
        assert asked["Access-Control-Allow-Origin"] == "*", path
        assert "ETag" in asked["Access-Control-Expose-Headers"]
        options = client.options(address)
        assert (options.status_code, options["Allow"], options["Access-Control-Allow-Methods"]) == (
            204,
            METHODS,
            METHODS,
        ), path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_allowed(addresses, site, method) -> None:
    client = Client(headers={"host": host(site)})
    for path, address in [*addresses.items(), ("schema", "/api/v1/schema/"), ("docs", "/api/v1/docs/")]:
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, METHODS, "method_not_allowed"), (
            path
        )


def test_an_unknown_parameter_is_named_everywhere(addresses, site) -> None:
    for path, address in [*addresses.items(), ("schema", "/api/v1/schema/"), ("docs", "/api/v1/docs/")]:
        answer = get(_with(address, "colour=red"), site)
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter"), path
        assert "colour" in answer.json()["errors"], path


def test_every_parameter_refuses_what_it_does_not_understand_by_name(addresses, document, site) -> None:
    """Free text (`q`, `path`, `tag` of nothing) may find nothing; what has a form is refused, and nothing is a 500."""
    client = Client(headers={"host": host(site)}, raise_request_exception=False)
    for path, address in addresses.items():
        for entry in _parameters(document, path):
            base = re.sub(rf"[?&]{entry['name']}=[^&]*", "", address)
            for value in HOSTILE:
                answer = client.get(_with(base, f"{entry['name']}={value}"))
                assert answer.status_code in {200, 400, 404}, (path, entry["name"], value)
            answer = client.get(_with(base, f"{entry['name']}=%00"))
            assert answer.status_code == 400, (path, entry["name"])
            assert entry["name"] in answer.json()["errors"], (path, entry["name"])


def test_a_parameter_of_one_value_is_given_once(addresses, document, site) -> None:
    for path, address in addresses.items():
        for entry in _parameters(document, path):
            if entry["schema"]["type"] == "array" or entry["name"] == "fields":
                continue
            base = re.sub(rf"[?&]{entry['name']}=[^&]*", "", address)
            answer = get(_with(base, f"{entry['name']}=a&{entry['name']}=b"), site)
            assert (answer.status_code, list(answer.json()["errors"])) == (400, [entry["name"]]), (path, entry["name"])


def test_a_required_parameter_is_asked_for(addresses, document, site) -> None:
    for path in addresses:
        required = [entry["name"] for entry in _parameters(document, path) if entry.get("required")]
        if required:
            answer = get(addresses[path].partition("?")[0], site)
            assert (answer.status_code, set(answer.json()["errors"])) == (400, set(required)), path


def test_fields_narrow_every_answer_that_has_many(addresses, document, site) -> None:
    without = {path for path in _in_json(addresses) if "fields" not in _names(document, path)}
    assert {path for path in without if not path.endswith(("/archive/", "/history/", "/api/v1/"))} == set()
    for path, address in _in_json(addresses).items():
        if path in without:
            continue
        whole, narrow = get(address, site).json(), get(_with(address, "fields=public_id"), site)
        items = narrow.json().get("results", [narrow.json().get("item", narrow.json())])
        assert items, path
        assert {"public_id"} in [set(item) for item in items], path
        assert all(set(item) <= {"public_id"} for item in items), path  # a completion that is a tag has none
        assert whole != narrow.json()
        refused = get(_with(address, "fields=public_id,secret"), site)
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["fields"]), path


def test_site_and_locale_are_checked_wherever_they_are_asked_for(addresses, document, site) -> None:
    for path, address in addresses.items():
        if "site" in _names(document, path):
            answer = get(_with(address, "site=nowhere.vn"), site)
            assert (answer.status_code, answer.json()["code"]) == (400, "unknown_site"), path
        if "locale" in _names(document, path):
            answer = get(_with(address, "locale=fr"), site)
            assert (answer.status_code, answer.json()["code"]) == (400, "unknown_locale"), path


# --- lists ----------------------------------------------------------------------------------------------------------
def test_every_list_pages_by_cursor_in_both_directions_and_counts_on_request(addresses, document, site) -> None:
    lists = [path for path in addresses if {"cursor", "count"} <= _names(document, path)]
    lists = [path for path in lists if not path.endswith("/history/")]
    assert len(lists) >= 3
    for path in lists:
        first = get(_with(addresses[path], "limit=1&count=true"), site).json()
        assert set(first) >= {"results", "next", "previous", "count"}, path
        seen, url = [first["results"][0]["public_id"]], first["next"]
        while url:
            page = get(url.partition(host(site))[2], site).json()
            seen += [entry["public_id"] for entry in page["results"]]
            url = page["next"]
        assert len(seen) == len(set(seen)) == first["count"], path
        back = get(page["previous"].partition(host(site))[2], site).json()
        assert [entry["public_id"] for entry in back["results"]] == seen[-2:-1], path
        assert "count" not in get(_with(addresses[path], "limit=1"), site).json(), path
        for limit in ("0", "101", "x", "1.0"):
            assert get(_with(addresses[path], f"limit={limit}"), site).status_code == 400, path


MANY = """
insert into api_publications_current (kind, public_id, locale, site, seq, state, path, former_paths, whole, list_form,
  etag, type, sort_at, terms, scope, deps, words, held, held_reason, presenter)
select 'page', gen_random_uuid(), 'vi', %s, 1000000 + n, 'live', '/nhieu/' || gen_random_uuid() || '/', '{}', '{}',
  convert_to('{"public_id": "' || n || '"}', 'UTF8'), 'e', 'news', now() - n * interval '1 minute', '{}', %s, '{}',
  array['nhieu lam', '', '', '', ''], false, '', 1 from generate_series(1, %s) as n
"""


def test_counts_and_facets_are_exact_to_ten_thousand_and_page_250_costs_what_page_1_costs(items, site, portal) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY, [site.public_id, [site.pk, portal.pk], 10_000])
        cursor.execute("analyze api_publications_current")
        assert get("/api/v1/search/?q=nhieu&count=true&limit=1", site).json()["count"] == 10_000
        assert get("/api/v1/search/?q=nhieu&limit=1", site).json()["facets"]["type"] == [
            {"value": "news", "count": 10_000}
        ]
        more = get("/api/v1/content/?type=news&count=true&limit=1", site).json()
        assert ("count" in more, more["count_is_at_least"]) == (False, 10_000)
        cursor.execute(MANY, [site.public_id, [site.pk, portal.pk], 1])
        found = get("/api/v1/search/?q=nhieu&count=true&limit=1", site).json()
        assert (found["count_is_at_least"], found["facets"]["is_exact"]) == (10_000, False)
    first = get("/api/v1/content/?limit=20", site)
    page = _page(250, first.json()["next"], site)
    assert abs(blocks_read(page, site) - blocks_read("/api/v1/content/?limit=20", site)) < 30


def _page(number: int, url: str, site: PublicSite) -> str:
    """The address of a page far behind, by steps of a hundred."""
    url = url.replace("limit=20", "limit=100")
    for _ in range(number * 20 // 100):
        url = get(url.partition(host(site))[2], site).json()["next"]
    return url.partition(host(site))[2].replace("limit=100", "limit=20")


# --- problems -------------------------------------------------------------------------------------------------------
def test_problems_follow_rfc_9457_in_the_readers_language(addresses, site) -> None:
    for path, address in addresses.items():
        for accepted, language in (("fr", "vi"), ("*", "vi"), ("en-GB,vi;q=0.5", "en")):
            answer = get(_with(address, "colour=red"), site, **{"accept-language": accepted})
            problem = answer.json()
            assert set(problem) >= {"type", "title", "status", "detail", "code", "errors"}, path
            assert (problem["status"], problem["code"]) == (400, "unknown_parameter"), path
            assert (answer["Content-Type"], answer["Content-Language"]) == ("application/problem+json", language), path
            assert (answer["Vary"], answer["Cache-Control"]) == ("Accept-Language", "no-store"), path
            assert answer["Access-Control-Allow-Origin"] == "*", path


def test_a_withdrawn_item_can_be_purged_too(items, site) -> None:
    withdrawal(items[0])
    settle()
    answer = get(f"/api/v1/content/{items[0].translation_key}/", site)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "public, max-age=60")
    assert f"item-{items[0].translation_key}" in answer["Surrogate-Key"].split(" ")


# --- how often ------------------------------------------------------------------------------------------------------
def test_who_asks_too_often_is_told_when_to_come_again(addresses, site, settings) -> None:
    settings.REQUESTS_A_MINUTE = {"read": 2, "search": 1}
    minute = clock.now().replace(second=15, microsecond=0) + timedelta(minutes=5)
    with time_machine.travel(minute, tick=False):
        assert [get("/api/v1/sites/", site).status_code for _ in range(3)] == [200, 200, 429]
        answer = get("/api/v1/content/", site, **{"accept-language": "en"})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
        assert 0 < int(answer["Retry-After"]) <= 60
        assert [get("/api/v1/search/?q=tin", site).status_code for _ in range(2)] == [200, 429]
        assert get("/healthz").status_code == 200
        assert Client(headers={"host": host(site)}, REMOTE_ADDR="192.0.2.7").get("/api/v1/sites/").status_code == 200
    with time_machine.travel(minute + timedelta(seconds=int(answer["Retry-After"])), tick=False):
        assert get("/api/v1/sites/", site).status_code == 200


def test_throttles_are_off_by_the_setting(addresses, site, settings) -> None:
    settings.REQUESTS_A_MINUTE = {"read": 0, "search": 0}
    assert {get("/api/v1/sites/", site).status_code for _ in range(5)} == {200}
    assert throttles["read"] is not throttles["search"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "nobody", ""),
    ],
)
def test_who_asks_is_told_by_the_trusted_proxies_alone(rf, settings, proxies, forwarded, address) -> None:
    settings.PROXIES = proxies
    assert client_address(rf.get("/", headers={"x-forwarded-for": forwarded})) == address


def test_addresses_of_one_household_count_together(rf, settings) -> None:
    settings.PROXIES = 1
    one, two, far = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    asked = [client_address(rf.get("/", headers={"x-forwarded-for": address})) for address in (one, two, far)]
    assert asked[0] == asked[1] != asked[2]
