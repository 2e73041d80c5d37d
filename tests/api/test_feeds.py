"""Feeds as readers of feeds read them: RSS and Atom through feedparser, JSON Feed by its rules."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element

import feedparser
import pytest
import time_machine
from defusedxml import ElementTree
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.feeds.queries import MOST_IN_A_FEED
from api.publications.drain import drain_in_transaction
from api.publications.media import sweep
from api.publications.models import Medium
from cms.media.actions import make_renditions
from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import Host, PublicSite
from tests.factories.api import get, host, settle, whole, withdrawal
from tests.factories.cms import make_category, make_news, make_page, make_picture, publish, section_of

FEEDS = "/api/v1/feeds"
FORMATS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
TITLE = 'Hội nghị “A & B” <đối thoại> "doanh nghiệp"'


def fill() -> None:
    """Three items, a page, and what is not public."""
    site = PublicSite.objects.get(code="stc")
    start = clock.now() - timedelta(minutes=30)
    for number in range(3):
        with time_machine.travel(start + timedelta(minutes=number), tick=False):
            publish(make_news(section_of(site), title=f"Tin {number}", slug=f"tin-{number}"))
    publish(make_page(section_of(site, code="about"), title="Cơ cấu"))
    make_news(section_of(site), title="BẢN NHÁP", slug="nhap")
    gone = make_news(section_of(site), title="ĐÃ GỠ", slug="da-go")
    publish(gone)
    settle()
    withdrawal(gone)
    settle()


@pytest.fixture
def item(site: PublicSite) -> NewsPage:
    """The one with a picture, whose files lie in the test's own storage, and its English."""
    picture = make_picture()
    make_renditions(picture)
    shown = make_news(
        section_of(site),
        title=TITLE,
        slug="hoi-nghi",
        summary="Tóm tắt <b>không</b> in đậm & đủ.",
        category=make_category(),
        lead_image=picture,
        lead_image_alt="Toàn cảnh hội nghị",
        authors=("Nguyễn Thị Viết", "Trần Văn Hai"),
    )
    publish(shown)
    publish(
        make_news(section_of(site, "en"), title="Conference", slug="conference", translation_key=shown.translation_key)
    )
    settle()
    return shown


def read(site: PublicSite, path: str) -> Any:
    """A feed through feedparser, which complains of nothing."""
    answer = get(f"{FEEDS}/{host(site)}{path}", site)
    assert answer.status_code == 200, answer.content
    found = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert not found.bozo, found.bozo_exception
    return found


@pytest.mark.parametrize(("name", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_a_feed_of_a_section_is_read_by_a_reader_of_feeds(site: PublicSite, item: NewsPage, name, version) -> None:
    found = read(site, f"/tin-tuc.{name}")
    said = whole(item)
    assert found.version == version
    assert (found.feed.title, found.feed.language) == (f"Tin tức - {site.name_vi}", "vi")
    assert found.feed.link == said["url"].replace("hoi-nghi/", "")
    (own,) = [link.href for link in found.feed.links if link.rel == "self"]
    assert own == f"{said['url'].partition('/tin-tuc')[0]}{FEEDS}/{host(site)}/tin-tuc.{name}"
    first = found.entries[0]
    assert [entry.title for entry in found.entries][1:] == ["Tin 2", "Tin 1", "Tin 0"]
    assert first.link == said["url"]
    assert first.id == f"urn:cong-tinh:item:{item.translation_key}:vi"
    assert datetime(*first.published_parsed[:6], tzinfo=UTC) == datetime.fromisoformat(said["published_at"])
    assert datetime(*first.updated_parsed[:6], tzinfo=UTC) == datetime.fromisoformat(said["updated_at"])
    assert first.author == "Nguyễn Thị Viết, Trần Văn Hai"
    assert [tag.term for tag in first.tags] == ["Kinh tế", "ngân sách"]
    assert "Tóm tắt &lt;b&gt;không&lt;/b&gt; in đậm &amp; đủ." in first.summary
    (enclosure,) = first.enclosures
    assert enclosure.type == "image/jpeg"
    assert enclosure.href in [row["url"] for row in said["image"]["renditions"]]
    assert int(enclosure.length) == storages["public"].size(enclosure.href.rpartition("/")[2]) > 0


def test_a_size_that_is_not_known_is_claimed_by_no_feed(site: PublicSite, item: NewsPage) -> None:
    known = Medium.objects.count()
    Medium.objects.all().delete()
    sweep()
    assert Medium.objects.count() == known > 0
    Medium.objects.all().delete()
    (entry, *_others) = read(site, "/tin-tuc.rss").entries
    assert [enclosure.length for enclosure in entry.enclosures] == ["0"]
    assert "length=" not in get(f"{FEEDS}/{host(site)}/tin-tuc.atom", site).content.decode()
    assert "size_in_bytes" not in get(f"{FEEDS}/{host(site)}/tin-tuc.json", site).content.decode()


def test_a_title_is_the_title_letter_by_letter(site: PublicSite, item: NewsPage) -> None:
    for name, place in (("rss", "channel/item/title"), ("atom", "{*}entry/{*}title")):
        root = ElementTree.fromstring(get(f"{FEEDS}/{host(site)}/tin-tuc.{name}", site).content)
        assert root.find(place).text == TITLE
    assert json.loads(get(f"{FEEDS}/{host(site)}/tin-tuc.json", site).content)["items"][0]["title"] == TITLE


def test_rss_has_what_its_specification_asks_for(site: PublicSite, item: NewsPage) -> None:
    root: Element = ElementTree.fromstring(get(f"{FEEDS}/{host(site)}/tin-tuc.rss", site).content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    assert [len(channel.findall(name)) for name in ("title", "link", "description", "language")] == [1, 1, 1, 1]
    assert parsedate_to_datetime(channel.findtext("lastBuildDate") or "").tzinfo is not None
    for entry in channel.findall("item"):
        assert entry.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(entry.findtext("pubDate")).tzinfo is not None
    (enclosure,) = channel.findall("item/enclosure")
    assert set(enclosure.attrib) == {"url", "length", "type"}
    media = channel.find("item/{http://search.yahoo.com/mrss/}content")
    assert (media.get("medium"), media.get("width").isdigit()) == ("image", True)
    assert media[0].text == "Toàn cảnh hội nghị"


def test_atom_has_what_its_specification_asks_for(site: PublicSite, item: NewsPage) -> None:
    root: Element = ElementTree.fromstring(get(f"{FEEDS}/{host(site)}/tin-tuc.atom", site).content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    for element in (root, *root.findall(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{atom}{name}")) == 1, name
        assert datetime.fromisoformat(element.findtext(f"{atom}updated") or "").tzinfo is not None
        assert element.find(f"{atom}author/{atom}name") is not None
    ids = [entry.findtext(f"{atom}id") for entry in root.iter(f"{atom}entry")]
    assert len(set(ids)) == len(ids)


def test_json_feed_has_what_its_specification_asks_for(site: PublicSite, item: NewsPage) -> None:
    answer = get(f"{FEEDS}/{host(site)}/tin-tuc.json", site)
    found = answer.json()
    assert answer["Content-Type"].startswith("application/feed+json")
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (found["title"], found["language"]) == (f"Tin tức - {site.name_vi}", "vi")
    assert found["feed_url"].endswith(f"{FEEDS}/{host(site)}/tin-tuc.json")
    first = found["items"][0]
    assert first["id"] == f"urn:cong-tinh:item:{item.translation_key}:vi"
    assert first["content_text"] == "Tóm tắt <b>không</b> in đậm & đủ."
    (attachment,) = first["attachments"]
    assert first["image"] == attachment["url"]
    assert attachment["size_in_bytes"] == storages["public"].size(attachment["url"].rpartition("/")[2])
    assert all(entry["id"] and entry["content_text"] and entry["url"].startswith("http") for entry in found["items"])
    assert [author["name"] for author in first["authors"]] == ["Nguyễn Thị Viết", "Trần Văn Hai"]


def test_a_section_of_another_language_has_its_feed_in_it(site: PublicSite, item: NewsPage) -> None:
    section = whole(section_of(site, "en"))["path"].strip("/")
    found = read(site, f"/{section}.atom")
    assert [entry.title for entry in found.entries] == ["Conference"]
    assert found.feed.title == f"{whole(section_of(site, 'en'))['title']} - {site.name_en}"
    assert get(f"{FEEDS}/{host(site)}/{section}.atom", site)["Content-Language"] == "en"
    assert [entry.title for entry in read(site, "/en.rss").entries] == ["Conference"]


def test_the_feed_of_a_site_holds_all_that_stands_in_lists(site: PublicSite, item: NewsPage) -> None:
    found = read(site, ".rss")
    assert {entry.title for entry in found.entries} == {TITLE, "Tin 0", "Tin 1", "Tin 2", "Cơ cấu"}
    assert found.feed.title == site.name_vi


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_in_a_feed_that_is_not_public(site: PublicSite, item: NewsPage, name: str) -> None:
    for path in (f".{name}", f"/tin-tuc.{name}", f"/en.{name}"):
        content = get(f"{FEEDS}/{host(site)}{path}", site).content.decode()
        assert "BẢN NHÁP" not in content
        assert "ĐÃ GỠ" not in content


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_withdrawn_leaves_the_feed_and_the_tag_of_the_answer_changes(
    site: PublicSite, item: NewsPage, name: str
) -> None:
    address = f"{FEEDS}/{host(site)}/tin-tuc.{name}"
    before = get(address, site)
    assert before["Content-Type"] == f"{FORMATS[name]}; charset=utf-8"
    assert get(address, site, **{"if-none-match": before["ETag"]}).status_code == 304
    withdrawal(item)
    drain_in_transaction()  # the files go once this has been committed
    after = get(address, site, **{"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "hoi-nghi" not in after.content.decode()


def test_a_feed_takes_one_query(site: PublicSite, item: NewsPage) -> None:
    name = host(site)
    reader = Client(headers={"host": name})
    for path in (".rss", "/tin-tuc.json"):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"{FEEDS}/{name}{path}").status_code == 200
        assert len(asked) == 1


def test_a_feed_is_no_longer_than_a_reader_can_use(site: PublicSite, item: NewsPage) -> None:
    for number in range(MOST_IN_A_FEED):
        publish(make_news(section_of(site), title=f"Thêm {number}", slug=f"them-{number}"))
    drain_in_transaction()
    assert len(read(site, "/tin-tuc.rss").entries) == MOST_IN_A_FEED


def test_a_section_that_has_moved_takes_its_readers_along(site: PublicSite, item: NewsPage) -> None:
    section = section_of(site)
    section.slug = "thoi-su"
    section.save()
    settle()
    answer = get(f"{FEEDS}/{host(site)}/tin-tuc.rss", site)
    assert (answer.status_code, answer["Location"].partition("/api")[2]) == (
        301,
        f"/v1/feeds/{host(site)}/thoi-su.rss",
    )
    assert len(read(site, "/thoi-su.rss").entries) == 4


def test_any_host_name_answers_and_the_canonical_one_is_told(site: PublicSite, item: NewsPage) -> None:
    Host.objects.create(site=site, hostname="cu.binhphuoc.gov.vn", role="former")
    settle()
    found = get(f"{FEEDS}/cu.binhphuoc.gov.vn/tin-tuc.json", site).json()
    assert f"/feeds/{host(site)}/" in found["feed_url"]


def test_an_empty_section_has_an_empty_feed(site: PublicSite, item: NewsPage) -> None:
    path = whole(section_of(site, "en", code="about"))["path"].strip("/")
    found = read(site, f"/{path}.atom")
    assert found.entries == []
    again = get(f"{FEEDS}/{host(site)}/{path}.atom", site)
    assert again.content == get(f"{FEEDS}/{host(site)}/{path}.atom", site).content


def test_what_is_no_section_has_no_feed(site: PublicSite, item: NewsPage) -> None:
    own = host(site)
    for path in (
        "nowhere.vn/tin-tuc.rss",
        f"{own}/khong-co.rss",
        f"{own}/tin-tuc.xml",
        f"{own}/tin-tuc/hoi-nghi.rss",
        f"{own}/fr.rss",
    ):
        answer = get(f"{FEEDS}/{path}", site)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


def test_the_feed_of_next_door_is_another_one(site: PublicSite, portal: PublicSite, item: NewsPage) -> None:
    assert get(f"{FEEDS}/{host(portal)}/tin-tuc.json", site).json()["items"] == []
    assert get(f"{FEEDS}/{host(site)}/tin-tuc.json", portal).json()["items"] != []


def test_a_parameter_is_refused_by_name(site: PublicSite, item: NewsPage) -> None:
    answer = get(f"{FEEDS}/{host(site)}.rss?limit=3", site)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["limit"])
