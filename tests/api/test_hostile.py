"""Whatever is asked, the answer is never a 500."""

import base64
import json

import pytest
from django.test import Client

from sites.domains.models import PublicSite
from tests.factories.api import host

ODD = [
    "%00",
    "%FF%FE",
    "'; drop table x; --",
    "a" * 5000,
    "-1",
    "1e9",
    "99999999999999999999",
    "%F0%9F%98%80",
    "../../etc/passwd",
    "[]",
    "{}",
    "null",
    "%s%s%s",
    "%25s",
    "٣",
    "0001-01-01",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "00000000000000000000000000000000",
    "",
    ",",
    "%0d%0aX:1",
]
PARAMETERS = [
    "site",
    "locale",
    "fallback",
    "type",
    "section",
    "category",
    "agency",
    "tag",
    "published_after",
    "published_before",
    "include",
    "fields",
    "cursor",
    "limit",
    "count",
    "path",
    "since",
    "as_of",
    "%00",
    "a[]",
]
PLACES = ["content/", "resolve/", "changes/", "content/00000000-0000-4000-8000-000000000000/"]


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("place", PLACES)
def test_odd_values_are_refused_or_answered(site: PublicSite, place: str, parameter: str) -> None:
    client = Client(headers={"host": host(site)}, raise_request_exception=False)
    for value in ODD:
        answer = client.get(f"/api/v1/{place}?{parameter}={value}")
        assert answer.status_code < 500, (place, parameter, value)
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "place",
    [
        "content/{}/",
        "sites/{}/",
        "sites/{}/navigation/",
        "feeds/{}.rss",
        "feeds/stc.binhphuoc.gov.vn/{}.atom",
        "sitemaps/{}/sitemap.xml",
        "sitemaps/stc.binhphuoc.gov.vn/{}.xml",
        "robots/{}.txt",
        "{}",
        "{}/{}",
    ],
)
def test_odd_addresses_are_not_there(site: PublicSite, place: str) -> None:
    client = Client(headers={"host": host(site)}, raise_request_exception=False)
    for value in ODD:
        assert client.get(f"/api/v1/{place.replace('{}', value)}").status_code < 500, (place, value)


@pytest.mark.parametrize(
    "name", ["", "..", "a_b", "x" * 300, "localhost:abc", "[::1]", "[", "tỉnh.vn", "a b", "%00", "127.0.0.1:99999", "-"]
)
def test_odd_hosts_are_unknown_sites(site: PublicSite, name: str) -> None:
    client = Client(raise_request_exception=False)
    for path in (
        "/api/v1/",
        "/api/v1/content/",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/api/v1/docs/",
        "/api/v1/nothing",
    ):
        assert client.get(path, headers={"host": name}).status_code < 500, path


@pytest.mark.parametrize(
    "words",
    [
        None,
        5,
        [],
        ["n"],
        ["n", 1, 2],
        ["n", "x", "y"],
        ["n", "2026-01-01", "00000000-0000-4000-8000-000000000000"],
        ["n", "0001-01-01T00:00:00+14:00", "00000000-0000-4000-8000-000000000000"],
        ["q", "2026-01-01T00:00:00+00:00", "00000000-0000-4000-8000-000000000000"],
        ["n", "2026-01-01T00:00:00+00:00", "\x00"],
        {"n": 1},
        [[[[[]]]]],
    ],
)
def test_forged_cursors_are_not_ours(site: PublicSite, words: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(words).encode()).decode()
    client = Client(headers={"host": host(site)}, raise_request_exception=False)
    for place in ("content/?", "sites/?", "agencies/?", "changes/?", "changes/?since=x&"):
        answer = client.get(f"/api/v1/{place}cursor={cursor}")
        assert answer.status_code < 500
    assert client.get(f"/api/v1/changes/?since={cursor}").json()["code"] == "invalid_cursor"
    assert client.get(f"/api/v1/content/?cursor={cursor}").json()["code"] == "invalid_cursor"


@pytest.mark.parametrize("header", ["if-none-match", "accept-language", "accept", "cookie", "authorization", "range"])
def test_odd_headers_are_borne(site: PublicSite, header: str) -> None:
    client = Client(headers={"host": host(site)}, raise_request_exception=False)
    for value in ("\x00", "é", '"', "W/", "*" * 9000, "en;q=x,vi;q=9", ",,,", "sessionid=abc"):
        assert client.get("/api/v1/content/", headers={header: value}).status_code < 500
        assert client.get("/api/v1/content/?x", headers={header: value}).status_code < 500


def test_a_thousand_parameters_are_refused(site: PublicSite, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    client = Client(headers={"host": host(site)}, raise_request_exception=False)
    answer = client.get("/api/v1/content/?" + "&".join(f"a{n}=1" for n in range(1000)))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
