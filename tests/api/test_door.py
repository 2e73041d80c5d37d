"""Readers are answered at the door as Django would answer them: status, headers and bytes, whatever they ask."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.http.throttles import throttles
from api.operations.door import Door
from api.operations.figures import REGISTRY
from api.publications.models import Due
from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import PublicSite
from tests.api.test_hostile import ODD, PARAMETERS, PLACES
from tests.factories.api import host, settle, withdrawal
from tests.factories.cms import fresh, make_category, make_news, publish, section_of

ID = "cua-cong-0001"
HEADERS: tuple[Mapping[str, str], ...] = (
    {},
    {"HTTP_ACCEPT_LANGUAGE": "en", "HTTP_ORIGIN": "https://example.org", "HTTP_COOKIE": "sessionid=x"},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_IF_NONE_MATCH": 'W/"a", "b"'},
    {"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_HOST": "khong-co.example.vn"},
    {"HTTP_HOST": "localhost"},
    {"HTTP_HOST": "a b"},
    {"HTTP_RANGE": "bytes=0-10", "HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_ENCODING": "gzip"},
    {"CONTENT_LENGTH": "3", "CONTENT_TYPE": "application/json", "wsgi.input": "abc"},
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "get", "TRACE")
type Answered = tuple[str, dict[str, str], bytes]


def ask(application: Any, path: str, query: str = "", **given: str) -> Answered:
    """What a server would send."""
    body = given.pop("wsgi.input", "")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("iso-8859-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_REQUEST_ID": ID,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body.encode()),
        **given,
    }
    told: list[Any] = []
    answered = application(environ, lambda status, headers, *_exc: told.extend((status, headers)))
    content = b"".join(answered)
    if hasattr(answered, "close"):
        answered.close()
    assert len(dict(told[1])) == len(told[1])
    return told[0], dict(told[1]), content


@pytest.fixture
def faces(site: PublicSite, settings: Any) -> Iterator[Callable[..., Answered]]:
    """Ask both; they have to say the same. Neither lets go of the connection that the test's transaction is on."""
    from django.core import signals
    from django.db import close_old_connections

    settings.SECURE_HSTS_SECONDS = 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    django = WSGIHandler()
    door = Door(django)

    def both(path: str, query: str = "", **given: str) -> Answered:
        given = {"HTTP_HOST": host(site), **given}
        short = ask(door, path, query, **given)
        assert short == ask(django, path, query, **given), (path, query, given)
        return short

    yield both
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def fill() -> None:
    """Three public items, and one that was withdrawn."""
    section, start = section_of(PublicSite.objects.get(code="stc")), clock.now() - timedelta(minutes=5)
    for number in range(4):
        with time_machine.travel(start + timedelta(seconds=number), tick=False):
            page = make_news(section, title=f"Tin {number}", category=make_category(), tags=["thẻ"])
            publish(page)
    withdrawal(fresh(page), notice="Đã thu hồi")
    settle()


@pytest.fixture
def items(site: PublicSite) -> list[NewsPage]:
    """The items of `fill`, the withdrawn one last."""
    return list(NewsPage.objects.order_by("title"))


@pytest.fixture
def addresses(items: list[NewsPage], site: PublicSite) -> list[tuple[str, str]]:
    """Paths and queries, right ones and wrong ones."""
    item = f"/api/v1/content/{items[0].translation_key}/"
    gone = f"/api/v1/content/{items[3].translation_key}/"
    lists = ("", "type=news", "limit=1", "limit=2&count=true", "fields=title,path", "locale=en", "locale=fr", "limit=0")
    return [
        *(("/api/v1/content/", query) for query in (*lists, "include=subsites", "section=x", "colour=red", "cursor=x")),
        *((item, query) for query in ("", "fields=title", "locale=en", "locale=en&fallback=default", "a=b", "site=x")),
        (gone, ""),
        (item.rstrip("/"), "a=b"),
        (item.replace("/api", "//api"), ""),
        *(("/api/v1/resolve/", f"path={path}") for path in ("/tin-tuc/tin-0", "/tin-tuc/tin-3/", "/x/", "x", "%00")),
        ("/api/v1/resolve/", ""),
        (f"/api/v1/sites/{host(site)}/", ""),
        (f"/api/v1/sites/{host(site)}/navigation/", "locale=vi"),
        (f"/api/v1/sites/{host(site)}/navigation/", "fields=menus"),
        ("/api/v1/sites/khong-co/navigation/", ""),
        ("/api/v1/sites/", "limit=1&count=true"),
        ("/api/v1/search/", "q=tin&count=true"),
        ("/api/v1/search/", "q="),
        ("/api/v1/suggest/", "q=ti"),
        ("/api/v1/archive/", ""),
        ("/api/v1/notices/", "term=current"),
        ("/api/v1/agencies/", "limit=1"),
        ("/api/v1/changes/", "limit=2"),
        ("/api/v1/changes/", "since=x"),
        (f"/api/v1/feeds/{host(site)}.rss", ""),
        (f"/api/v1/feeds/{host(site)}/tin-tuc.json", ""),
        (f"/api/v1/feeds/{host(site)}/khong-co.atom", ""),
        (f"/api/v1/sitemaps/{host(site)}/sitemap.xml", ""),
        (f"/api/v1/robots/{host(site)}.txt", ""),
        ("/robots.txt", ""),
        ("/api/v1/", ""),
        ("/api/v1/schema/", ""),
        ("/api/v1/docs/", "locale=vi"),
        ("/api/v1/t%E1%BB%89nh/", ""),
        ("/api/v1/%FF/", ""),
        ("/api/v1/content/%2e%2e/", ""),
        ("/api/", ""),
        ("/apix", ""),
        ("/healthz", ""),
        ("/", ""),
    ]


@pytest.mark.parametrize("given", HEADERS, ids=str)
def test_both_faces_say_the_same_whatever_is_sent_along(addresses, faces, given) -> None:
    statuses = {faces(path, query, **given)[0] for path, query in addresses}
    assert len(statuses) > 1


@pytest.mark.parametrize("method", METHODS)
def test_both_faces_say_the_same_by_every_method(addresses, faces, method) -> None:
    for path, query in addresses:
        if path.startswith("/api/"):  # elsewhere Django answers with a token that is new each time
            faces(path, query, REQUEST_METHOD=method)


@pytest.mark.parametrize("place", PLACES)
def test_both_faces_refuse_what_is_hostile_alike(site, faces, place) -> None:
    for parameter in PARAMETERS:
        for value in ODD:
            status, _headers, _body = faces(f"/api/v1/{place}", f"{parameter}={value}".encode().decode("iso-8859-1"))
            assert not status.startswith("5"), (parameter, value)


def test_pages_of_a_list_are_the_same_forwards_and_backwards(items, faces, site) -> None:
    links = "/api/v1/content/", "type=news&limit=1"
    _status, _headers, body = faces(*links)
    first = json.loads(body)
    _status, _headers, body = faces(*first["next"].partition(host(site))[2].split("?"))
    second = json.loads(body)
    _status, _headers, body = faces(*second["previous"].partition(host(site))[2].split("?"))
    assert json.loads(body)["results"] == first["results"] != second["results"]


def test_who_has_an_answer_gets_none_and_who_has_another_gets_it(addresses, faces) -> None:
    for path, query in addresses:
        status, headers, _body = faces(path, query)
        if "ETag" not in headers:
            continue
        again = faces(path, query, HTTP_IF_NONE_MATCH=headers["ETag"])
        assert (again[0], again[2]) == ("304 Not Modified", b""), path
        assert faces(path, query, HTTP_IF_NONE_MATCH='"other"')[0] == status, path


def test_the_tag_of_a_list_follows_what_it_shows(items, faces, site) -> None:
    tags = {faces("/api/v1/content/", query)[1]["ETag"] for query in ("type=news", "type=news&fields=title", "limit=1")}
    assert len(tags) == 3
    publish(make_news(section_of(site), title="Mới"))
    settle()
    assert faces("/api/v1/content/", "type=news")[1]["ETag"] not in tags


def test_what_was_withdrawn_is_not_answered_from_the_next_request_on(items, faces) -> None:
    address = f"/api/v1/content/{items[1].translation_key}/"
    tag = faces(address)[1]["ETag"]
    withdrawal(fresh(items[1]))
    settle()
    for given in ({}, {"HTTP_IF_NONE_MATCH": tag}):
        status, _headers, body = faces(address, **given)
        assert (status, json.loads(body)["code"]) == ("410 Gone", "withdrawn")
    assert b"Tin 1" not in faces("/api/v1/content/", "type=news")[2]


def test_a_planned_change_shortens_both(items, faces, site) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    at = hour + timedelta(minutes=6, seconds=17)
    Due.objects.create(kind="page", public_id=items[0].translation_key, locale="vi", site=site.public_id, at=at)
    with time_machine.travel(hour + timedelta(seconds=280), tick=False):
        headers = faces(f"/api/v1/content/{items[0].translation_key}/")[1]
        assert headers["Cache-Control"] == "public, max-age=20, stale-while-revalidate=0"


def test_the_throttle_counts_at_the_door(items, site, settings) -> None:
    settings.REQUESTS_A_MINUTE = {"read": 2, "search": 2}
    throttles["read"]._counts = {}
    door = Door(WSGIHandler())
    given = {"HTTP_HOST": host(site), "REMOTE_ADDR": "203.0.113.7"}
    said = [ask(door, "/api/v1/content/", **given) for _ in range(3)]
    assert [status for status, _headers, _body in said] == ["200 OK", "200 OK", "429 Too Many Requests"]
    assert int(said[2][1]["Retry-After"]) > 0


def test_a_request_at_the_door_leaves_its_line_its_figure_and_its_id(items, site, caplog) -> None:
    caplog.set_level("INFO", "requests")
    name = "congtinh_request_seconds_count"
    before = REGISTRY.get_sample_value(name, {"endpoint": "content-list", "status": "200"}) or 0
    _status, headers, _body = ask(Door(WSGIHandler()), "/api/v1/content/", "tag=bi-mat", HTTP_HOST=host(site))
    assert headers["X-Request-ID"] == ID
    assert REGISTRY.get_sample_value(name, {"endpoint": "content-list", "status": "200"}) == before + 1
    (record,) = [record for record in caplog.records if record.name == "requests"]
    assert {**record.fields, "ms": 0} == {
        "method": "GET",
        "site": host(site),
        "path": "/api/v1/content/",
        "status": 200,
        "ms": 0,
    }
    made = ask(Door(WSGIHandler()), "/api/v1/content/", HTTP_HOST=host(site), HTTP_X_REQUEST_ID="x y")[1]
    assert re.fullmatch("[0-9a-f]{32}", made["X-Request-ID"])


def test_the_door_does_not_wake_django_for_readers_and_does_for_others(items, site) -> None:
    woken = []

    def behind(environ: dict[str, Any], _start: Any) -> list[bytes]:
        woken.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        _start("404 Not Found", [])
        return [b""]

    door = Door(behind)
    item = f"/api/v1/content/{items[0].translation_key}/"
    for path in ("/api/v1/content/", item, f"/api/v1/sites/{host(site)}/navigation/", "/api/v1/search/"):
        ask(door, path, "q=tin" if "search" in path else "", HTTP_HOST=host(site))
    assert woken == []
    for method, path in (("HEAD", item), ("GET", "/admin/"), ("GET", "/api/v2/"), ("GET", "/healthz")):
        ask(door, path, HTTP_HOST=host(site), REQUEST_METHOD=method)
    assert woken == [f"HEAD {item}", "GET /admin/", "GET /api/v2/", "GET /healthz"]
    ask(door, item, HTTP_HOST=host(site), SCRIPT_NAME="/cms")
    assert len(woken) == 5


@contextmanager
def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Iterator[None]:
    """The database raises."""
    with monkeypatch.context() as patch:
        patch.setattr("api.content.queries.asked", lambda *_args: (_ for _ in ()).throw(error))
        yield


@pytest.mark.parametrize(("error", "status"), [(ValueError("x"), "500 Internal Server Error")])
def test_a_fault_is_told_as_a_problem_by_both(items, faces, monkeypatch, error, status) -> None:
    with broken(monkeypatch, error):
        assert faces("/api/v1/content/")[0] == status


def test_every_answer_takes_one_query_at_the_door(items, site) -> None:
    door, name = Door(WSGIHandler()), host(site)
    asked = [
        ("/api/v1/content/", "type=news"),
        (f"/api/v1/content/{items[0].translation_key}/", ""),
        ("/api/v1/resolve/", "path=/tin-tuc/tin-0/"),
        (f"/api/v1/sites/{name}/navigation/", ""),
    ]
    for path, query in (*asked, *asked):  # the second time of what the process keeps
        with CaptureQueriesContext(connection) as queries:
            assert ask(door, path, query, HTTP_HOST=name)[0] == "200 OK"
        assert len(queries) == 1, path
