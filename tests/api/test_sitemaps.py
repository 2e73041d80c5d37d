"""Maps of sites and robots.txt, read by parsers of XML and of robots.txt."""

import re
from datetime import datetime
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.feeds.queries import ADDRESSES_IN_A_FILE
from api.publications.models import Current
from cms.news.models import NewsPage
from sites.domains.models import PublicSite
from tests.factories.api import get, host, settle, whole, withdrawal
from tests.factories.cms import make_news, publish, section_of

MAPS = "/api/v1/sitemaps"
ROBOTS = "/api/v1/robots"
MAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def item(site: PublicSite) -> NewsPage:
    """An item in two languages."""
    page = make_news(section_of(site), title="Tin", slug="tin")
    publish(page)
    publish(make_news(section_of(site, "en"), title="News", slug="news", translation_key=page.translation_key))
    settle()
    return page


def parsed(site: PublicSite, path: str = "sitemap.xml") -> Element:
    """A map, as a crawler reads it."""
    answer = get(f"{MAPS}/{host(site)}/{path}", site)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    found: Element = ElementTree.fromstring(answer.content)
    return found


def addresses(root: Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{MAP}loc")]


def test_every_public_address_stands_in_the_map_once(site: PublicSite, item: NewsPage) -> None:
    root = parsed(site)
    assert root.tag == f"{MAP}urlset"
    live = Current.objects.filter(kind="page", state="live", site=site.public_id)
    assert sorted(addresses(root)) == sorted(whole_url(row) for row in live)
    for changed in root.iter(f"{MAP}lastmod"):
        assert datetime.fromisoformat(changed.text or "").tzinfo is not None


def whole_url(row: Current) -> str:
    match = re.search(rb'"url":"([^"]+)"', bytes(row.list_form))
    assert match is not None
    return match[1].decode()


def test_each_address_names_its_languages_both_ways_and_the_default(site: PublicSite, item: NewsPage) -> None:
    others = {}
    for url in parsed(site).iter(f"{MAP}url"):
        links = url.findall(f"{XHTML}link")
        assert {link.get("rel") for link in links} <= {"alternate"}
        others[url.findtext(f"{MAP}loc")] = {link.get("hreflang"): link.get("href") for link in links}
    said = whole(item)
    english = said["alternates"][0]["url"]
    assert others[said["url"]] == {"vi": said["url"], "en": english, "x-default": said["url"]}
    assert others[english] == others[said["url"]]


def test_what_is_withdrawn_leaves_the_map(site: PublicSite, item: NewsPage) -> None:
    before = get(f"{MAPS}/{host(site)}/sitemap.xml", site)
    assert get(f"{MAPS}/{host(site)}/sitemap.xml", site, **{"if-none-match": before["ETag"]}).status_code == 304
    url = whole(item)["url"]
    withdrawal(item)
    settle()
    assert url not in addresses(parsed(site))


def test_a_copy_whose_address_is_that_of_its_source_is_left_out(site: PublicSite, item: NewsPage) -> None:
    with connection.cursor() as cursor:  # what the portal's copies look like, without promoting one
        cursor.execute(
            """update api_publications_current set list_form = convert_to(
                 jsonb_set(convert_from(list_form, 'UTF8')::jsonb, '{seo,canonical}', '"https://elsewhere.vn/"')::text,
                 'UTF8') where public_id = %s and locale = 'vi'""",
            [item.translation_key],
        )
    assert whole(item)["url"] not in addresses(parsed(site))
    assert whole(item)["alternates"][0]["url"] in addresses(parsed(site))


def test_a_large_site_has_its_map_in_parts_of_a_month(site: PublicSite, item: NewsPage) -> None:
    multiply(item, ADDRESSES_IN_A_FILE + 7)
    every = Current.objects.filter(kind="page", state="live", site=site.public_id).count()
    root = parsed(site)
    assert root.tag == f"{MAP}sitemapindex"
    names = [address.rpartition("/")[2] for address in addresses(root)]
    assert all(address.startswith(whole(item)["url"].partition("/tin-tuc")[0]) for address in addresses(root))
    found = [address for name in names for address in addresses(parsed(site, name))]
    assert len(found) == len(set(found)) == every
    assert max(len(addresses(parsed(site, name))) for name in names) == ADDRESSES_IN_A_FILE


def multiply(item: NewsPage, number: int) -> None:
    """As many rows more, each with an address of its own."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")  # nothing is to be found or followed
        cursor.execute(
            """insert into api_publications_current
                 (kind, public_id, locale, site, seq, state, path, former_paths, whole, list_form, etag, type, sort_at,
                 terms, scope, deps, words, held, held_reason, presenter)
               select kind, gen_random_uuid(), locale, site, 1000000 + n, state, path || n || '/', former_paths, whole,
                 convert_to(replace(convert_from(list_form, 'UTF8'), path || '"', path || n || '/"'), 'UTF8'),
                 etag, type, sort_at, terms, scope, deps, words, held, held_reason, presenter
               from api_publications_current, generate_series(1, %s) n where public_id = %s and locale = 'vi'""",
            [number, item.translation_key],
        )
        cursor.execute("set local session_replication_role = origin")


def test_a_part_that_is_none_is_not_found(site: PublicSite, item: NewsPage) -> None:
    for name in ("vi-2026-13-1", "vi-2026-0-1", "vi-0-1-1", "vi-2026-11-0", "x", "vi-2026-11", "vi-1999-1-1"):
        answer = get(f"{MAPS}/{host(site)}/{name}.xml", site)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), name


@pytest.mark.parametrize("address", [f"{MAPS}/nowhere.vn/sitemap.xml", f"{ROBOTS}/nowhere.vn.txt"])
def test_an_unknown_site_has_neither(site: PublicSite, address: str) -> None:
    assert get(address, site).status_code == 404


def test_each_takes_one_query(site: PublicSite, item: NewsPage) -> None:
    name = host(site)
    reader = Client(headers={"host": name})
    for address in (f"{MAPS}/{name}/sitemap.xml", f"{ROBOTS}/{name}.txt", "/robots.txt"):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        assert len(asked) == 1


# --- robots -------------------------------------------------------------------------------------------------------
def robots(answer: object) -> RobotFileParser:
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    found = RobotFileParser()
    found.parse(answer.content.decode().splitlines())
    return found


def test_robots_are_let_in_and_led_to_the_map(site: PublicSite, item: NewsPage) -> None:
    found = robots(get(f"{ROBOTS}/{host(site)}.txt", site))
    assert found.can_fetch("AnyBot", whole(item)["url"])
    (place,) = found.site_maps()
    assert get(place.partition(host(site))[2].removeprefix(":8000"), site).status_code == 200
    assert place.startswith(whole(item)["url"].partition("/tin-tuc")[0])


def test_the_root_of_a_host_answers_for_its_site(site: PublicSite, portal: PublicSite) -> None:
    assert get("/robots.txt", site).content == get(f"{ROBOTS}/{host(site)}.txt", portal).content
    assert get("/robots.txt", portal).content == get(f"{ROBOTS}/{host(portal)}.txt", portal).content


def test_a_host_that_is_no_site_is_not_to_be_read(site: PublicSite) -> None:
    found = robots(Client(headers={"host": "quantri.binhphuoc.gov.vn"}).get("/robots.txt"))
    assert not found.can_fetch("AnyBot", "https://quantri.binhphuoc.gov.vn/admin/")


def test_a_closed_site_lets_robots_read_what_became_of_its_addresses(
    site: PublicSite, portal: PublicSite, item: NewsPage
) -> None:
    PublicSite.objects.filter(pk=site.pk).update(state="closed", closed_on="2026-11-26", successor=portal)
    settle()
    answer = get(f"{ROBOTS}/{host(site)}.txt", site)
    assert robots(answer).can_fetch("AnyBot", f"https://{host(site)}/tin-tuc/tin/")
    assert robots(answer).site_maps() is None
    assert f"{host(portal)} took its place" in answer.content.decode()
    assert get(f"{MAPS}/{host(site)}/sitemap.xml", site).status_code == 404
