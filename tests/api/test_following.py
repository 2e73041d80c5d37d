"""Following the changes: what each of them says, in which order, and what it does not say."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from api.content.serializers import Item
from api.following.queries import LOOKED_THROUGH
from api.following.serializers import CHANGE_FIELDS
from api.http.cursors import Cursor, written
from api.publications.drain import drain_in_transaction
from api.publications.erasing import erase_version
from api.publications.log import append
from api.publications.models import Current, Version
from api.publications.things import Presented, Thing
from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import Host, PublicSite
from tests.api.follower import CHANGES, Follower
from tests.factories.api import current, get, host, settle, versions, withdrawal
from tests.factories.cms import fresh, make_category, make_news, move_past_the_gate, publish, section_of
from tests.factories.sites import make_administrator, make_person


@pytest.fixture
def item(site: PublicSite) -> NewsPage:
    """A published item in the log."""
    page = make_news(section_of(site), category=make_category())
    publish(page)
    settle()
    return page


def rewrite(page: NewsPage, title: str) -> None:
    newer = fresh(page)
    newer.title = title
    newer.save_revision()
    publish(fresh(page))
    settle()


def reader_of(site: PublicSite) -> Client:
    """Somebody who asks a site, and asks the database nothing himself."""
    return Client(headers={"host": host(site)})


def of(follower: Follower, page: NewsPage) -> list[dict]:
    return [entry for entry in follower.entries if entry["public_id"] == str(page.translation_key)]


# --- what is said -------------------------------------------------------------------------------------------------
def test_a_snapshot_holds_all_that_is_public_and_nothing_else(site: PublicSite, item: NewsPage) -> None:
    gone = make_news(section_of(site), title="Đã gỡ", slug="da-go")
    publish(gone)
    settle()
    withdrawal(gone)
    settle()
    make_news(section_of(site), title="Nháp", slug="nhap")
    found = Follower(site).begin()
    here = Current.objects.filter(site=site.public_id, state="live")
    assert found.read == sorted(here.values_list("seq", flat=True))
    assert {entry["kind"] for entry in found.entries} == {"item", "site", "menus"}
    assert {entry["action"] for entry in found.entries} == {"put"}


def test_what_is_put_is_what_the_address_of_the_item_answers(site: PublicSite, item: NewsPage) -> None:
    (entry,) = of(Follower(site).begin(), item)
    assert entry["item"] == get(f"/api/v1/content/{item.translation_key}/", site).json()
    assert entry["path"] == entry["item"]["path"]
    assert (entry["version"], entry["hash"]) == tuple(entry["item"]["receipt"].values())
    assert (entry["site"], entry["locale"], entry["why"]) == (host(site), "vi", ["first"])


def test_a_change_is_put_once_and_then_nothing_new_is_there(site: PublicSite, item: NewsPage) -> None:
    follower = Follower(site).begin()
    assert follower.follow().entries == []
    rewrite(item, "Tiêu đề mới")
    (entry,) = of(follower.follow(), item)
    assert (entry["action"], entry["item"]["title"]) == ("put", "Tiêu đề mới")
    assert follower.follow().entries == []
    follower.is_up_to_date()


def test_a_change_of_what_surrounds_an_item_is_one_too(site: PublicSite, item: NewsPage) -> None:
    follower = Follower(site).begin()
    Host.objects.filter(hostname=host(site)).update(hostname="taichinh.binhphuoc.gov.vn")
    settle()
    site = PublicSite.objects.get(pk=site.pk)
    follower.site = site
    (entry,) = of(follower.follow(), item)
    assert (entry["why"], entry["site"]) == (["frame"], "taichinh.binhphuoc.gov.vn")
    follower.is_up_to_date()


def test_what_a_newer_change_has_overtaken_is_named_without_its_text(site: PublicSite, item: NewsPage) -> None:
    follower = Follower(site).begin()
    rewrite(item, "Bản đã bị thay")
    rewrite(item, "Bản cuối")
    overtaken, last = of(follower.follow(), item)
    assert (overtaken["action"], overtaken["state"], last["action"]) == ("skip", "live", "put")
    assert not {"item", "path"} & set(overtaken)
    assert "Bản đã bị thay" not in str(overtaken)
    follower.is_up_to_date()


@pytest.mark.parametrize(
    ("kind", "state", "cause"),
    [
        ("withdrawn", "withdrawn", "withdrawn"),
        ("expired", "withdrawn", "expired"),
        ("gone", "gone", "gone"),
        ("redirect", "redirect", "redirect"),
        ("replaced", "withdrawn", "replaced"),
    ],
)
def test_every_ending_is_a_deletion_that_says_how(site: PublicSite, item: NewsPage, kind, state, cause) -> None:
    other = make_news(section_of(site), title="Nơi đến", slug="noi-den")
    publish(other)
    settle()
    follower = Follower(site).begin()
    leads = {"successor": other.translation_key} if kind in ("redirect", "replaced") else {}
    withdrawal(item, kind=kind, notice="Vì sao.", **leads)
    settle()
    (entry,) = of(follower.follow(), item)
    assert (entry["action"], entry["state"], entry["withheld"]) == ("delete", state, False)
    assert (entry["ending"]["cause"], entry["ending"]["notice"]) == (cause, "Vì sao.")
    assert entry["path"] == current(item).path
    assert ("location" in entry["ending"]) == (kind == "redirect")
    assert item.title not in str(entry)
    follower.is_up_to_date()


@pytest.mark.parametrize("kind", ["unlawful", "secret", "personal"])
def test_what_must_not_be_read_says_only_that(site: PublicSite, item: NewsPage, kind: str) -> None:
    follower = Follower(site).begin()
    withdrawal(item, kind=kind, notice="Chi tiết")
    settle()
    (entry,) = of(follower.follow(), item)
    assert (entry["action"], entry["withheld"], entry["why"]) == ("delete", True, ["erased"])
    assert not {"path", "ending", "item"} & set(entry)
    follower.is_up_to_date()


def test_an_erased_version_says_only_that_it_was_erased(site: PublicSite, item: NewsPage) -> None:
    before = written(_start())
    withdrawal(item)
    settle()
    one, other = make_person("mot.stc"), make_administrator("hai")
    erase_version(one, confirmed_by=other, seq=versions(item)[0].seq, kind="personal", basis="Luật 91/2025, Điều 4")
    settle()
    answer = get(f"{CHANGES}?since={before}&limit=100", site).json()
    told = [entry for entry in answer["results"] if entry["public_id"] == str(item.translation_key)]
    assert [(entry["action"], entry["withheld"]) for entry in told] == [
        ("skip", True),
        ("skip", False),
        ("delete", True),
    ]
    assert (told[0]["why"], told[-1]["why"]) == (["erased"], ["erased"])
    assert not {"item", "path", "ending"} & (set(told[0]) | set(told[-1]))


def _start() -> Cursor:
    """The cursor of somebody who has read nothing at all."""
    return Cursor(("0", "0" * 64))


def test_whoever_has_nothing_may_read_the_whole_log_from_its_beginning(site: PublicSite, item: NewsPage) -> None:
    rewrite(item, "Lần hai")
    follower = Follower(site, limits=(1, 2, 7))
    follower.cursor = written(_start())
    follower.follow().is_up_to_date()
    assert follower.read == list(
        Version.objects.filter(site=site.public_id).order_by("seq").values_list("seq", flat=True)
    )


# --- filters ------------------------------------------------------------------------------------------------------
def test_a_site_hears_of_itself_and_with_those_below_of_all(
    site: PublicSite, portal: PublicSite, item: NewsPage
) -> None:
    alone, own, whole = Follower(portal).begin(), Follower(site).begin(), Follower(portal, "include=subsites").begin()
    rewrite(item, "Của đơn vị")
    assert of(alone.follow(), item) == []
    assert len(of(own.follow(), item)) == len(of(whole.follow(), item)) == 1
    for follower in (alone, own, whole):
        follower.is_up_to_date()


def test_what_leaves_the_sites_below_is_deleted_and_comes_back(
    site: PublicSite, portal: PublicSite, item: NewsPage
) -> None:
    follower = Follower(portal, "include=subsites&type=news", limits=(1, 3)).begin()
    assert len(follower.kept) == 1
    PublicSite.objects.filter(pk=site.pk).update(parent=None)
    settle()
    (entry,) = follower.follow().entries
    assert (entry["action"], entry["state"], entry["public_id"]) == ("delete", "live", str(item.translation_key))
    assert not {"item", "ending"} & set(entry)
    follower.is_up_to_date()
    rewrite(item, "Ở nơi khác")
    assert follower.follow().entries == []
    follower.is_up_to_date()
    PublicSite.objects.filter(pk=site.pk).update(parent=portal)
    settle()
    assert [entry["action"] for entry in follower.follow().entries] == ["put"]
    follower.is_up_to_date()


def test_what_has_left_is_deleted_also_where_a_newer_change_has_overtaken_it(
    site: PublicSite, portal: PublicSite, item: NewsPage
) -> None:
    follower = Follower(portal, "include=subsites&type=news").begin()
    PublicSite.objects.filter(pk=site.pk).update(parent=None)
    settle()
    rewrite(item, "Ở nơi khác")  # of this one nobody is told who follows what lies below the portal
    (entry,) = follower.follow().entries
    assert entry["action"] == "delete"
    assert not {"item", "ending", "path"} & set(entry)
    follower.is_up_to_date()


def test_what_is_moved_to_another_site_is_deleted_on_the_one_and_put_on_the_other(
    site: PublicSite, portal: PublicSite, item: NewsPage
) -> None:
    followers = [Follower(site), Follower(portal), Follower(portal, "include=subsites")]
    for follower in followers:
        follower.begin()
    move_past_the_gate(item, section_of(portal))
    settle()
    left, came, both = (of(follower.follow(), item) for follower in followers)
    assert [entry["action"] for entry in left] == ["delete"]
    assert [entry["action"] for entry in came] == ["put"]
    assert {entry["action"] for entry in both} == {"put", "delete"}
    for follower in followers:
        follower.is_up_to_date()


def test_languages_and_types_narrow(site: PublicSite, item: NewsPage) -> None:
    english = make_news(section_of(site, "en"), title="News", slug="news", translation_key=item.translation_key)
    publish(english)
    settle()
    kinds = {entry["kind"] for entry in Follower(site, "type=news").begin().entries}
    assert kinds == {"item"}
    assert {entry["locale"] for entry in Follower(site, "locale=en").begin().entries} == {"en", None}
    assert {entry["locale"] for entry in Follower(site, "type=news").begin().entries} == {"vi", "en"}
    assert [entry["item"]["title"] for entry in Follower(site, "type=news&locale=en").begin().entries] == ["News"]


def test_a_language_that_was_closed_is_followed_to_its_end(site: PublicSite, item: NewsPage) -> None:
    english = make_news(section_of(site, "en"), title="News", slug="news", translation_key=item.translation_key)
    publish(english)
    settle()
    follower = Follower(site, "locale=en&type=news").begin()
    withdrawal(english)
    site.homes.filter(locale__language_code="en").delete()
    settle()
    assert get("/api/v1/content/?locale=en", site).json()["code"] == "unknown_locale"
    assert [entry["action"] for entry in follower.follow().entries] == ["delete"]


def test_a_reader_of_little_gets_past_much_that_is_not_for_him(site: PublicSite, item: NewsPage) -> None:
    follower = Follower(site, "type=news").begin()
    many = 2 * LOOKED_THROUGH + 10
    frame = {"site": host(site), "_type": "address", "_scope": [site.pk], "kind": "redirect"}
    append(
        [
            Presented(
                Thing("address", uuid4(), "", site.public_id),
                state="redirect",
                frame={**frame, "path": f"/cu/{number}/", "location": "/", "status": 301},
            )
            for number in range(many)
        ]
    )
    first = get(f"{CHANGES}?type=news&since={follower.cursor}", site).json()
    assert (first["results"], first["next"] is None) == ([], False)
    assert follower.follow().entries == []
    newer = fresh(item)
    newer.title = "Sau tất cả"
    newer.save_revision()
    publish(fresh(item))
    drain_in_transaction()
    (entry,) = follower.follow().entries
    assert entry["item"]["title"] == "Sau tất cả"
    follower.is_up_to_date()


# --- cursors ------------------------------------------------------------------------------------------------------
def test_what_happens_while_a_snapshot_is_read_comes_after_it(site: PublicSite, item: NewsPage) -> None:
    others = [make_news(section_of(site), title=f"Tin {n}", slug=f"tin-{n}") for n in range(4)]
    for page in others:
        publish(page)
    settle()
    follower = Follower(site)
    first = get(f"{CHANGES}?limit=3", site).json()
    for entry in first["results"]:
        follower._take(entry)
    rewrite(others[0], "Giữa chừng")
    withdrawal(others[1])
    settle()
    follower._walk("?" + first["next"].partition("?")[2])
    assert follower.cursor == first["cursor"]
    follower.follow().is_up_to_date()


@pytest.mark.parametrize("name", ["since", "cursor"])
@pytest.mark.parametrize(
    "value",
    [
        "x",
        "W10",
        written(Cursor(("1",))),
        written(Cursor(("-1", "0" * 64))),
        written(Cursor(("1", "0" * 63))),
        written(Cursor(("01", "0" * 64, "1"))),
        written(Cursor(("1", "g" * 64, "1"))),
        written(Cursor(("١", "0" * 64))),
    ],
)
def test_a_cursor_that_is_none_is_refused_by_name(site: PublicSite, name: str, value: str) -> None:
    answer = get(f"{CHANGES}?{urlencode({name: value})}", site)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")
    assert list(answer.json()["errors"]) == [name]


@pytest.mark.parametrize("key", [("1", "f" * 64), ("999999", "f" * 64), ("0", "f" * 64)])
def test_a_cursor_that_the_log_does_not_know_is_a_conflict(site: PublicSite, key: tuple[str, str]) -> None:
    answer = get(f"{CHANGES}?since={written(Cursor(key))}", site)
    assert (answer.status_code, answer.json()["code"]) == (409, "cursor_unknown")
    inside = get(f"{CHANGES}?cursor={written(Cursor((*key, '1')))}", site)
    assert (inside.status_code, inside.json()["code"]) == (409, "cursor_unknown")
    english = get(f"{CHANGES}?since={written(Cursor(key))}", site, **{"accept-language": "en"}).json()
    assert english["title"] == "The log does not know this cursor"
    assert english["title"] != answer.json()["title"]


def test_either_since_or_cursor(site: PublicSite) -> None:
    both = f"since={written(_start())}&cursor={written(Cursor(('0', '0' * 64, '1')))}"
    answer = get(f"{CHANGES}?{both}", site)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["cursor"])


# --- manners ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "code", "name"),
    [
        ("colour=red", "unknown_parameter", "colour"),
        ("limit=0", "invalid_parameter", "limit"),
        ("type=nothing", "invalid_parameter", "type"),
        ("fields=number", "invalid_parameter", "fields"),
        ("include=all", "invalid_parameter", "include"),
        ("site=nowhere.vn", "unknown_site", None),
        ("locale=fr", "unknown_locale", None),
    ],
)
def test_what_is_not_known_is_refused_by_name(site: PublicSite, query: str, code: str, name: str | None) -> None:
    answer = get(f"{CHANGES}?{query}", site)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert name is None or list(answer.json()["errors"]) == [name]


def test_fields_narrow_each_change(site: PublicSite, item: NewsPage) -> None:
    answer = get(f"{CHANGES}?fields=version,key,action&type=news", site).json()
    assert [set(entry) for entry in answer["results"]] == [{"version", "key", "action"}]
    heavy = get(f"{CHANGES}?fields=item&type=news", site).json()
    assert [set(entry) for entry in heavy["results"]] == [{"item"}]


def test_nothing_is_sent_that_is_not_described(site: PublicSite, item: NewsPage) -> None:
    withdrawal(item)
    settle()
    for entry in [*Follower(site).begin().entries, *_from_the_beginning(site)]:
        assert set(entry) <= set(CHANGE_FIELDS)
        assert set(entry.get("item", ())) <= set(Item().fields)


def _from_the_beginning(site: PublicSite) -> list[dict]:
    return get(f"{CHANGES}?since={written(_start())}&limit=100", site).json()["results"]


def test_an_answer_is_kept_for_seconds_and_is_not_sent_twice(site: PublicSite, item: NewsPage) -> None:
    address = f"{CHANGES}?since={Follower(site).begin().cursor}"
    answer = get(address, site)
    assert answer["Cache-Control"] == "public, max-age=5, stale-while-revalidate=5"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert get(address, site, **{"if-none-match": answer["ETag"]}).status_code == 304
    rewrite(item, "Khác")
    assert get(address, site, **{"if-none-match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize("query", ["", "include=subsites", "include=subsites&type=news&locale=vi", "fields=key"])
def test_each_answer_takes_one_query(site: PublicSite, portal: PublicSite, item: NewsPage, query: str) -> None:
    cursor, reader = Follower(portal).begin().cursor, reader_of(portal)
    rewrite(item, "Một câu hỏi")
    for since in ("", f"&since={cursor}"):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"{CHANGES}?{query}{since}").status_code == 200
        assert len(asked) == 1


def test_a_week_is_caught_up_with(site: PublicSite) -> None:
    follower = Follower(site, limits=(5,)).begin()
    start = clock.now() - timedelta(days=7)
    pages = []
    for day in range(7):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            page = make_news(section_of(site), title=f"Ngày {day}", slug=f"ngay-{day}")
            publish(page)
            drain_in_transaction()
            if day % 3 == 2:
                withdrawal(pages[-1])
            pages.append(page)
            drain_in_transaction()
    settle()
    follower.follow().is_up_to_date()
    assert follower.read[-1] == Version.objects.filter(site=site.public_id).latest("seq").seq
