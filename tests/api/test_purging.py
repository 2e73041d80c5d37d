"""Caches in front are told what changed: by tags, by Wagtail's backends; again where it failed; nobody waits for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from api.consumers.selectors import head_number
from api.operations.readiness import checks
from api.publications.models import Version
from api.purging.changes import hosts, old_after
from api.purging.models import Cache
from api.purging.panels import of_caches
from api.purging.selectors import LONGEST_SILENCE
from api.purging.targets import targets
from api.purging.telling import tell_all
from cms.news.models import NewsPage
from cms.project import config
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import get, host, settle, withdrawal
from tests.factories.cms import fresh, make_news, publish, section_of
from tests.factories.hooks import Receiver, answering, receiving, taking
from tests.factories.sites import make_administrator, make_person

VARNISH = "wagtail.contrib.frontend_cache.backends.HTTPBackend"


@pytest.fixture
def cache(site: PublicSite, settings: Any) -> Any:
    """A cache that is told by tags."""
    with receiving() as found:
        settings.CDN_PURGE_URLS = [f"http://127.0.0.1:{found.port}/xoa"]
        assert tell_all() == 0  # it begins with what changes from now on
        yield found


def some_news(site: PublicSite, title: str = "Tin") -> NewsPage:
    page = make_news(section_of(site), title=title)
    publish(page)
    settle()
    return page


def tags_of(cache: Receiver) -> set[str]:
    return {tag for got in cache.got for tag in got.headers.get("surrogate-key", "").split()}


def test_a_cache_is_told_the_tags_that_the_answers_carry(cache: Receiver, site: PublicSite, portal: PublicSite) -> None:
    page = some_news(site)
    assert tell_all() == 1
    (got,) = cache.got
    assert got.path == "/xoa"
    assert got.headers["cache-tag"].split(",") == got.headers["surrogate-key"].split()
    for path, where in (
        (f"/api/v1/content/{page.translation_key}/", site),
        ("/api/v1/content/", site),
        ("/api/v1/content/?include=subsites", portal),
        ("/api/v1/search/?q=tin", site),
        (f"/api/v1/content/{page.translation_key}/history/", site),
    ):
        answer = get(path, where)
        assert set(answer["Surrogate-Key"].split()) & tags_of(cache), path
    assert tell_all() == 0


def test_what_ended_is_purged_too(cache: Receiver, site: PublicSite) -> None:
    page = some_news(site)
    tell_all()
    cache.got.clear()
    withdrawal(page)
    settle()
    tell_all()
    assert f"item-{page.translation_key}" in tags_of(cache)


def test_of_a_site_whose_name_changes_the_list_of_sites_goes(cache: Receiver, site: PublicSite) -> None:
    PublicSite.objects.filter(pk=site.pk).update(name_vi="Sở Tài chính mới")
    settle()
    tell_all()
    assert "sites" in tags_of(cache)


def test_many_changes_go_in_one_batch_each_tag_once(cache: Receiver, site: PublicSite) -> None:
    for number in range(4):
        some_news(site, f"Tin {number}")
    assert tell_all() == 1
    (got,) = cache.got
    tags = got.headers["surrogate-key"].split()
    assert len(tags) == len(set(tags))
    assert Cache.objects.get().position == head_number()


def test_a_cache_that_fails_is_told_again_and_nothing_is_left_out(cache: Receiver, site: PublicSite) -> None:
    cache.behave = answering(503, b"dang khoi dong")
    page = some_news(site)
    assert tell_all() == 0
    row = Cache.objects.get()
    assert (row.tries, row.fault.startswith("refused 503")) == (1, True)
    assert tell_all() == 0  # not at once
    assert len(cache.got) == 1
    cache.behave = taking
    Cache.objects.update(next_try_at=None)
    assert tell_all() == 1
    assert f"item-{page.translation_key}" in cache.got[-1].headers["surrogate-key"]
    assert (Cache.objects.get().tries, Cache.objects.get().fault) == (0, "")


def test_one_cache_that_fails_does_not_keep_the_other_from_being_told(site: PublicSite, settings: Any) -> None:
    with receiving() as good:
        settings.CDN_PURGE_URLS = ["http://127.0.0.1:9/", f"http://127.0.0.1:{good.port}/"]
        tell_all()
        some_news(site)
        assert tell_all() == 1
        assert len(good.got) == 1


def test_method_and_header_are_the_operators(cache: Receiver, site: PublicSite, settings: Any) -> None:
    settings.CDN_PURGE_METHOD, settings.CDN_PURGE_HEADER = "POST", "Fastly-Key: mot-khoa"
    some_news(site)
    tell_all()
    assert cache.got[0].headers["fastly-key"] == "mot-khoa"


def test_wagtails_backends_are_told_addresses(site: PublicSite, settings: Any) -> None:
    with receiving() as varnish:
        settings.CDN_FRONTEND_CACHE = {
            "varnish": {"BACKEND": VARNISH, "LOCATION": f"http://127.0.0.1:{varnish.port}"},
            "of_others": {"BACKEND": VARNISH, "LOCATION": f"http://127.0.0.1:{varnish.port}", "HOSTNAMES": ["khac.vn"]},
        }
        tell_all()
        page = some_news(site)
        assert tell_all() == 2
        asked = {(got.headers["host"].partition(":")[0], got.path) for got in varnish.got}
    path = Version.objects.get(public_id=page.translation_key).frame["path"]
    assert {(host(site), path), (host(site), "/"), (host(site), f"/api/v1/content/{page.translation_key}/")} <= asked
    assert (host(site), "/tin-tuc/") in asked
    assert len(varnish.got) == len(asked)  # the one of other names was not asked


def test_a_backend_that_says_its_fault_to_a_log_alone_is_told_again(site: PublicSite, settings: Any) -> None:
    settings.CDN_FRONTEND_CACHE = {"varnish": {"BACKEND": VARNISH, "LOCATION": "http://127.0.0.1:9"}}
    tell_all()
    some_news(site)
    assert tell_all() == 0
    row = Cache.objects.get(name="wagtail:varnish")
    assert row.tries == 1
    assert "Couldn't purge" in row.fault


def test_former_addresses_of_an_item_are_purged(site: PublicSite) -> None:
    page = some_news(site, "Tên cũ")
    old = Version.objects.filter(public_id=page.translation_key).latest("seq").frame["path"]
    moved = fresh(page)
    moved.slug = "ten-moi"
    moved.save_revision()
    publish(fresh(page))
    settle()
    row = Version.objects.filter(public_id=page.translation_key).latest("seq")
    assert row.frame["path"] != old
    urls = old_after([row], hosts()).urls
    assert any(url.endswith(old) for url in urls)
    assert any(url.endswith(row.frame["path"]) for url in urls)


def test_where_none_is_configured_that_is_said(site: PublicSite) -> None:
    assert targets() == []
    assert tell_all() == 0
    assert checks()["caches"] == {"ok": True, "configured": [], "failing": []}
    client = Client()
    client.force_login(make_administrator())
    assert "CDN_PURGE_URL" in client.get(reverse("consumers:index")).content.decode()


def test_one_that_fails_for_long_makes_the_system_degraded_and_is_shown(cache: Receiver, site: PublicSite) -> None:
    cache.behave = answering(500)
    some_news(site)
    tell_all()
    assert checks()["caches"]["ok"]
    Cache.objects.update(failing_since=clock.now() - timedelta(seconds=LONGEST_SILENCE + 1))
    found = checks()["caches"]
    assert (found["ok"], found["failing"]) == (False, found["configured"])
    client = Client()
    client.force_login(make_administrator())
    assert "refused 500" in client.get(reverse("consumers:index")).content.decode()


def test_who_administers_no_more_than_a_site_is_not_told_of_caches(site: PublicSite) -> None:
    request: Any = type("Request", (), {"user": make_person("ai.do")})()
    assert of_caches(request) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CDN_PURGE_URL", "cache.vidu.vn"),
        ("CDN_PURGE_URL", "https://:mat@cache.vidu.vn/"),
        ("CDN_PURGE_METHOD", "purge it"),
        ("CDN_PURGE_HEADER", "no header"),
        ("CDN_PURGE_HEADER", "A: b\r\nC: d"),
        ("CDN_FRONTEND_CACHE", "{"),
        ("CDN_FRONTEND_CACHE", '{"a": {}}'),
        ("CDN_FRONTEND_CACHE", "[]"),
    ],
)
def test_settings_that_name_no_cache_are_refused(name: str, value: str) -> None:
    with pytest.raises(config.Misconfigured, match=name):
        config.read({"MODE": "test", name: value})


def test_settings_are_read() -> None:
    given = '{"v": {"BACKEND": "x.Y", "LOCATION": "http://10.0.0.5"}}'
    found = config.read({"MODE": "test", "CDN_PURGE_URL": "https://a/x,https://b/", "CDN_FRONTEND_CACHE": given})
    assert (found.cdn_purge_urls, found.cdn_frontend_cache["v"]["BACKEND"]) == (("https://a/x", "https://b/"), "x.Y")
