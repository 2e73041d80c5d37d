"""Answers that a process keeps: sent again only while the database says that nothing of the site has changed."""

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from api.content import queries
from api.http.responses import Ready
from api.http.shelf import BESIDE, SHARE, Kept, Shelf, searches, shelf
from api.publications.filetexts import read_waiting_files, wait_again
from api.publications.hosts import Atlas, remake_host_rows
from api.publications.models import Current, HostRow
from api.search import views as search
from cms.news.models import NewsPage
from cms.synonyms.actions import keep_synonym
from cms.synonyms.models import Synonym
from sites import clock
from sites.domains.models import PublicSite
from tests.api.reading_files import reading_rules, with_file, word_file
from tests.factories.api import get, host, settle, withdrawal
from tests.factories.cms import fresh, make_news, make_notice, publish, section_of
from tests.factories.sites import make_administrator

__all__ = ["reading_rules"]
NUMBERED = '"tin 0" or "tin 1" or "tin 2"'


def versions() -> dict[str, int]:
    """Of each host name."""
    return dict(HostRow.objects.values_list("hostname", "version"))


@pytest.fixture
def turned() -> Callable[[], set[str]]:
    """The host names whose version has become another one since it was asked last."""
    before = versions()

    def since() -> set[str]:
        nonlocal before
        last, before = before, versions()
        return {name for name, version in before.items() if last.get(name) != version}

    return since


@pytest.fixture
def items(site: PublicSite) -> list[NewsPage]:
    """Public items."""
    pages = [make_news(section_of(site), title=f"Tin {number}") for number in range(3)]
    for page in pages:
        publish(page)
    settle()
    return pages


def addresses(site: PublicSite, items: list[NewsPage]) -> list[str]:
    """Everything that may be kept, and what may not."""
    name, first = host(site), items[0].translation_key
    return [
        "/api/v1/content/?limit=2",
        "/api/v1/content/?limit=2&count=true&fields=title",
        "/api/v1/content/?include=subsites",
        "/api/v1/content/?locale=en&fallback=default",
        f"/api/v1/content/?section={section_of(site).translation_key}",
        *(f"/api/v1/content/{item.translation_key}/" for item in items),
        f"/api/v1/content/{first}/?locale=en&fallback=default&fields=title,translation",
        *(f"/api/v1/resolve/?path=/tin-tuc/tin-{number}/" for number in range(4)),
        "/api/v1/resolve/?path=/tin-tuc/ten-khac/",
        f"/api/v1/sites/{name}/",
        f"/api/v1/sites/{name}/navigation/",
        f"/api/v1/feeds/{name}.rss",
        f"/api/v1/feeds/{name}/tin-tuc.json",
        f"/api/v1/sitemaps/{name}/sitemap.xml",
        f"/api/v1/robots/{name}.txt",
        "/api/v1/search/?q=tin",
        "/api/v1/search/?q=tin&limit=2&count=true&include=subsites",
        "/api/v1/suggest/?q=t",
    ]


def told(site: PublicSite, address: str) -> tuple[int, dict[str, str], bytes]:
    """What a reader gets."""
    answer = get(address, site)
    headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
    return answer.status_code, headers, answer.content


def rename(page: NewsPage) -> None:
    """Publish a page under another path."""
    page = fresh(page)
    page.slug = "ten-khac"
    page.save_revision()
    publish(page)


def retitle(page: NewsPage) -> None:
    """Publish a page with another title."""
    page = fresh(page)
    page.title += " sửa"
    page.save_revision()
    publish(page)


ACTS: tuple[Callable[[PublicSite, list[NewsPage]], object], ...] = (
    lambda _site, _items: None,
    lambda _site, items: retitle(items[1]),
    lambda site, _items: publish(make_news(section_of(site), title="Tin 3")),
    lambda _site, items: rename(items[0]),
    lambda _site, items: withdrawal(fresh(items[2]), notice="Đã thu hồi"),
    lambda _site, _items: None,
    lambda site, _items: PublicSite.objects.filter(pk=site.pk).update(name_vi="Tên khác"),
    lambda site, _items: site.hosts.create(hostname="ten-khac.binhphuoc.localhost", role="alias"),
)


def test_after_every_act_a_kept_answer_is_what_a_fresh_look_finds(
    site: PublicSite, items: list[NewsPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    for act in ACTS:
        act(site, items)
        settle()
        for address in addresses(site, items):
            first, again = told(site, address), told(site, address)
            with monkeypatch.context() as bare:
                bare.setattr(queries, "shelf", Shelf(0))
                bare.setattr(search, "searches", Shelf(0))
                assert first == again == told(site, address), address
            seen.add((address, first[0], first[2]))
    assert len(seen) > 2 * len(addresses(site, items)), "the acts change what is said"


def test_a_kept_answer_takes_one_query_and_makes_nothing(
    site: PublicSite, items: list[NewsPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Client(headers={"host": host(site)})
    for address in addresses(site, items):
        if "section=" in address or reader.get(address).status_code != 200:
            continue
        with (
            monkeypatch.context() as broken,
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            broken.setattr(queries, "Kept", None)
            assert reader.get(address).status_code == 200
        assert len(asked) == 1, address


def test_a_new_day_is_another_question(site: PublicSite) -> None:
    today = clock.today()
    publish(make_notice(site, title="Cắt điện", in_force_from=today, in_force_until=today))
    settle()
    reader = Client(headers={"host": host(site)})
    found = [reader.get("/api/v1/notices/?term=current").json()["results"] for _ in range(2)]
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        later = reader.get("/api/v1/notices/?term=current").json()["results"]
    assert [len(one) for one in (*found, later)] == [1, 1, 0]


def test_what_follows_from_other_sites_is_not_kept(site: PublicSite, items: list[NewsPage]) -> None:
    address = f"/api/v1/content/?section={section_of(site).translation_key}"
    assert get(address, site).status_code == 200
    assert not len(shelf)


def test_a_search_that_follows_from_other_sites_or_their_words_is_not_kept(
    site: PublicSite, items: list[NewsPage]
) -> None:
    asked = f"q=tin&section={section_of(site).translation_key}", "q=tim", "q=tin+tin+tin"
    assert [get(f"/api/v1/search/?{one}", site).status_code for one in asked] == [200, 200, 200]
    assert len(searches) == 1, "the last one"


def test_a_kept_search_ends_with_what_a_file_says(site: PublicSite, items: list[NewsPage], reading_rules: None) -> None:
    with_file(site, word_file("Siêu âm tim"))
    hits = f"/api/v1/search/?q={quote(f'{NUMBERED} or "siêu âm tim"')}"
    assert sorted(titles_of(site, hits)) == ["Tin 0", "Tin 1", "Tin 2"]
    assert read_waiting_files() == 1
    assert "Niêm yết giá" in titles_of(site, hits)
    marked = told(site, hits)
    wait_again()
    assert told(site, hits) != marked, "its words are not shown until it has been read anew"


def test_a_kept_search_ends_with_words_that_are_taken_for_the_same(site: PublicSite, items: list[NewsPage]) -> None:
    publish(make_news(section_of(site), title="Bảo hiểm y tế"))
    settle()
    hits = f"/api/v1/search/?q={quote(f'{NUMBERED} or BHYT')}"
    assert "Bảo hiểm y tế" not in titles_of(site, hits)
    keep_synonym(make_administrator(), synonym=Synonym(kind="abbreviation", words="Bảo hiểm y tế", also="BHYT"))
    settle()
    assert "Bảo hiểm y tế" in titles_of(site, hits)


def titles_of(site: PublicSite, address: str) -> list[str]:
    """What is found, asked twice: the second time it is kept."""
    first, again = told(site, address), told(site, address)
    assert first == again
    return [hit["title"] for hit in json.loads(again[2])["results"]]


def test_a_publication_turns_its_site_and_those_above(
    portal: PublicSite, site: PublicSite, items: list[NewsPage], turned: Callable[[], set[str]]
) -> None:
    retitle(items[0])
    settle()
    assert turned() == {name for one in (portal, site) for name in one.hosts.values_list("hostname", flat=True)}


def test_however_a_row_is_written_its_site_turns(
    portal: PublicSite, items: list[NewsPage], turned: Callable[[], set[str]]
) -> None:
    row = Current.objects.get(kind="page", public_id=items[0].translation_key)
    everybody = turned() or set(versions())
    Current.objects.filter(pk=row.pk).update(held_reason="x")
    assert host(portal) in turned()
    Current.objects.filter(pk=row.pk).delete()
    assert host(portal) in turned()
    row.pk = None
    row.save(force_insert=True)
    assert host(portal) in turned()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("truncate api_publications_current cascade")
    assert turned() == everybody


def test_host_names_turn_only_when_they_change(
    site: PublicSite, items: list[NewsPage], turned: Callable[[], set[str]]
) -> None:
    remake_host_rows(Atlas())
    assert turned() == set()
    site.hosts.create(hostname="ten-khac.binhphuoc.localhost", role="alias")
    remake_host_rows(Atlas())
    assert turned() == {"ten-khac.binhphuoc.localhost"}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40_000)), max_size=60))
def test_no_more_is_kept_than_there_is_room(asked: list[tuple[int, int]]) -> None:
    room, model = 200_000, dict[str, Kept]()
    ours = Shelf(room)
    for number, length in asked:
        name, kept = (str(number),), Kept(number, Ready(bytes(length), etag="x"))
        assert ours.put(name, kept) is kept
        found = ours.find(name)
        assert found is (kept if length + BESIDE <= room // SHARE else None)
        model[name[0]] = kept
        assert ours.taken <= room
    every = [kept for name in model if (kept := ours.find((name,))) is not None]
    assert ours.taken == sum(len(kept.ready.body) + BESIDE for kept in every)
    assert all(model[str(kept.version)] is kept for kept in every)
    ours.clear()
    assert (len(ours), ours.taken) == (0, 0)
