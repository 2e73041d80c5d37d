"""Every state in which the public finds an item: corrected, withdrawn, replaced, moved, gone; and its history."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
import time_machine

from api.publications.drain import drain_in_transaction
from api.publications.models import Dirty
from cms.news.models import NewsPage
from sites.domains.addresses import Leading, leading_elsewhere
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.api import current, get, settle, versions, whole
from tests.factories.cms import section_of
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_basis, make_desk, make_portal, published
from workflows.endings.actions import mark_gone, redirect, replace
from workflows.passage import actions
from workflows.passage.enums import Cause

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NOTICE = "Số liệu “1.200” nay sửa là “1.250”."
OUTSIDE = "https://www.chinhphu.vn/nghi-dinh"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(clock: time_machine.Traveller) -> Desk:
    found = make_desk()
    values = [
        ("change.minor", {"guarded": [], "renews_date": False}),
        ("redirect.outside", ["chinhphu.vn"]),
    ]
    for key, value in values:
        rule = Rule(key=key, value=value, unit="text", basis=make_basis(), article="Điều 9.4")
        set_rule(make_administrator(), rule=rule)
    return found


def change(desk: Desk, page: NewsPage, title: str, **said: Any) -> None:
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=fresh_page(page.pk), **said)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)


def resolved(desk: Desk, path: str) -> Any:
    response = get(f"/api/v1/resolve/?path={quote(path)}", desk.site)
    assert response.status_code == 200, response.content
    return response.json()


def read(desk: Desk, page: NewsPage, query: str = "") -> Any:
    return get(f"/api/v1/content/{page.translation_key}/{query}", desk.site)


def history(desk: Desk, page: NewsPage, query: str = "") -> Any:
    response = get(f"/api/v1/content/{page.translation_key}/history/{query}", desk.site)
    assert response.status_code == 200, response.content
    return response.json()


def path_of(page: NewsPage) -> str:
    return str(current(page).path)


def test_a_correction_is_told_with_the_item_and_stays(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk, title="Thu 1.200 tỷ")
    settle()
    first = whole(page)
    assert first["corrections"] == []
    clock.shift(3600)
    change(desk, page, "Thu 1.250 tỷ", cause=Cause.CORRECTION, notice=NOTICE)
    settle()
    corrected = whole(page)
    at = "2026-11-23T10:00:00+07:00"
    assert corrected["corrections"] == [{"at": at, "kind": "correction", "notice": NOTICE}]
    assert corrected["updated_at"] == at != first["updated_at"]
    clock.shift(3600)
    change(desk, page, "Thu 1.250 tỷ đồng", cause=Cause.MINOR)
    settle()
    minor = whole(page)
    assert (minor["corrections"], minor["updated_at"]) == (corrected["corrections"], at)
    clock.shift(3600)
    change(desk, page, "Thu 1.250 tỷ đồng, tăng 4%", cause=Cause.SUPPLEMENT, notice="Bổ sung tỷ lệ tăng.")
    settle()
    assert [entry["kind"] for entry in whole(page)["corrections"]] == ["correction", "supplement"]
    assert whole(page)["updated_at"] == "2026-11-23T12:00:00+07:00"
    listed = get("/api/v1/content/?type=news", desk.site).json()["results"][0]
    assert listed["corrections"] == whole(page)["corrections"]
    entries = history(desk, page)["results"]
    assert [entry["why"] for entry in entries] == [["supplement"], ["minor"], ["correction"], ["first"]]
    assert [entry["notices"] for entry in entries] == [["Bổ sung tỷ lệ tăng."], [], [NOTICE], []]
    assert [entry["hash"] for entry in entries] == [version.hash for version in reversed(versions(page))]


def test_a_minor_change_renews_the_date_where_the_rule_says_so(desk: Desk, clock: time_machine.Traveller) -> None:
    Rule.objects.filter(key="change.minor").update(value={"renews_date": True})
    page = published(desk)
    settle()
    clock.shift(3600)
    change(desk, page, "Tiêu đề sửa lại", cause=Cause.MINOR)
    settle()
    assert whole(page)["updated_at"] == "2026-11-23T10:00:00+07:00"


def test_releases_that_are_consumed_together_all_leave_their_notices(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk)
    settle()
    for number in (1, 2):
        clock.shift(60)
        change(desk, page, f"Tiêu đề {number}", cause=Cause.CORRECTION, notice=f"Sửa lần {number}.")
    settle()
    assert [entry["notice"] for entry in whole(page)["corrections"]] == ["Sửa lần 1.", "Sửa lần 2."]
    assert history(desk, page)["results"][0]["notices"] == ["Sửa lần 1.", "Sửa lần 2."]


def test_notices_come_back_with_an_item_that_was_withdrawn(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk)
    change(desk, page, "Tiêu đề sửa", cause=Cause.CORRECTION, notice=NOTICE)
    settle()
    clock.shift(60)
    actions.withdraw(desk.head, page=fresh_page(page.pk), reason="Sai", notice="Đang xem lại.")
    settle()
    assert read(desk, page).json()["code"] == "withdrawn"
    clock.shift(60)
    change(desk, page, "Tiêu đề đúng", cause=Cause.SUPPLEMENT, notice="Đăng lại sau khi xem xét.")
    settle()
    assert [entry["kind"] for entry in whole(page)["corrections"]] == ["correction", "supplement"]


def test_golden_withdrawn(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk)
    settle()
    path = path_of(page)
    clock.shift(60)
    actions.withdraw(desk.head, page=page, reason="Sai số liệu", notice="Tin đang được xem lại.")
    settle()
    told = {
        "state": "withdrawn",
        "cause": "withdrawn",
        "notice": "Tin đang được xem lại.",
        "successor": None,
        "ended_at": "2026-11-23T09:01:00+07:00",
    }
    assert resolved(desk, path) == told
    problem = read(desk, page)
    assert problem.status_code == 410
    assert {name: problem.json()[name] for name in told} == told
    assert problem.json()["code"] == "withdrawn"
    assert history(desk, page)["results"][0]["why"] == ["withdrawal"]


def test_golden_replaced(desk: Desk, clock: time_machine.Traveller) -> None:
    page, other = published(desk, title="Bảng giá 2025"), published(desk, title="Bảng giá 2026")
    settle()
    path = path_of(page)
    clock.shift(60)
    replace(desk.head, page=page, successor=other.translation_key, reason="Hết hiệu lực", notice="Đã có bảng giá mới.")
    settle()
    goal = whole(other)
    successor = {"public_id": goal["public_id"], "path": goal["path"], "url": goal["url"]}
    told = {
        "state": "withdrawn",
        "cause": "replaced",
        "notice": "Đã có bảng giá mới.",
        "successor": successor,
        "ended_at": "2026-11-23T09:01:00+07:00",
    }
    assert resolved(desk, path) == told
    assert read(desk, page).json()["successor"] == successor
    assert history(desk, page)["results"][0]["why"] == ["replaced"]
    assert history(desk, page)["results"][0]["notices"] == ["Đã có bảng giá mới."]


def test_golden_gone(desk: Desk) -> None:
    page = published(desk)
    settle()
    path = path_of(page)
    mark_gone(desk.head, page=page, reason="Không còn dùng")
    settle()
    found = resolved(desk, path)
    assert (found["state"], found["cause"], found["notice"], found["successor"]) == ("gone", "gone", "", None)
    assert (read(desk, page).status_code, read(desk, page).json()["code"]) == (410, "gone")
    assert history(desk, page)["results"][0]["why"] == ["gone"]


@pytest.mark.parametrize("status", [301, 302])
def test_golden_redirect(desk: Desk, status: int) -> None:
    page, other = published(desk, title="Trang cũ"), published(desk, title="Trang mới")
    settle()
    path = path_of(page)
    redirect(desk.head, page=page, successor=other.translation_key, status=status, reason="Chuyển chỗ")
    settle()
    found = resolved(desk, path)
    assert (found["state"], found["location"], found["status"]) == ("redirect", path_of(other), status)
    problem = read(desk, page).json()
    assert (problem["status"], problem["code"], problem["location"]) == (410, "redirect", path_of(other))
    assert problem["redirect_status"] == status
    assert problem["successor"]["public_id"] == str(other.translation_key)
    assert history(desk, page)["results"][0]["why"] == ["redirect"]


def test_a_redirect_leads_outside_where_a_rule_lets_it(desk: Desk) -> None:
    page = published(desk)
    settle()
    path = path_of(page)
    redirect(desk.head, page=page, target=OUTSIDE, reason="Chuyển chỗ")
    settle()
    assert resolved(desk, path)["location"] == OUTSIDE


def test_a_redirect_to_the_portal_is_absolute_and_is_followed_in_each_language(desk: Desk) -> None:
    portal = make_portal()
    page = published(desk)
    goal = portal.draft(title="Trên Cổng")
    passage = actions.submit(portal.writer, page=goal)
    for verb, who in ((actions.approve, portal.head), (actions.forward, portal.editor)):
        verb(who, passage=passage, seen_sha256=passage.text_sha256)
        passage.refresh_from_db()
    actions.publish(portal.board_head, passage=passage, seen_sha256=passage.text_sha256)
    settle()
    path = path_of(page)
    redirect(desk.head, page=page, successor=goal.translation_key, reason="Lên Cổng")
    settle()
    assert resolved(desk, path)["location"] == whole(goal)["url"]


def test_chains_are_followed_and_what_ends_nowhere_is_gone(desk: Desk) -> None:
    one, two, three, four = (published(desk, title=f"Trang {number}") for number in range(4))
    settle()
    path = path_of(one)
    redirect(desk.head, page=one, successor=two.translation_key, reason="Chuyển")
    settle()
    replace(desk.head, page=two, successor=three.translation_key, reason="Thay")
    settle()
    assert resolved(desk, path)["location"] == path_of(three)
    redirect(desk.head, page=three, successor=four.translation_key, reason="Chuyển")
    settle()
    assert resolved(desk, path)["location"] == path_of(four)
    actions.withdraw(desk.head, page=four, reason="Sai")
    settle()
    assert resolved(desk, path)["state"] == "gone"
    assert resolved(desk, path_of(two))["successor"] is None


def test_live_beats_redirect_beats_withdrawn_beats_gone_at_one_path(desk: Desk) -> None:
    ways = {
        "gone": lambda page, _goal: mark_gone(desk.head, page=page, reason="Hết"),
        "withdrawn": lambda page, _goal: actions.withdraw(desk.head, page=page, reason="Sai"),
        "redirect": lambda page, goal: redirect(desk.head, page=page, successor=goal.translation_key, reason="Chuyển"),
    }
    goal = published(desk, title="Đích")
    pages = {}
    for number, way in enumerate(("redirect", "withdrawn", "gone")):
        page = published(desk, title=f"Trang {number}", slug="mot-cho")
        settle()
        path = path_of(page)
        ways[way](page, goal)
        NewsPage.objects.filter(pk=page.pk).update(slug=f"cho-khac-{number}")  # the slug becomes free
        pages[way] = page
        settle()
        assert resolved(desk, path)["state"] == "redirect"
    live = published(desk, title="Trang sống", slug="mot-cho")
    settle()
    assert resolved(desk, path)["item"]["public_id"] == str(live.translation_key)


def test_old_addresses_of_a_section_that_moves_lead_to_the_new_ones(desk: Desk) -> None:
    page = published(desk)
    settle()
    old = path_of(page)
    section = section_of(desk.site)
    section.slug = "tin-moi"
    section.save()
    drain_in_transaction()
    found = resolved(desk, old)
    assert (found["state"], found["location"], found["status"]) == ("redirect", path_of(page), 301)
    assert path_of(page) != old


def test_what_the_public_could_read_at_a_moment(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk, title="Bản đầu")
    settle()
    clock.shift(3600)
    change(desk, page, "Bản sửa", cause=Cause.CORRECTION, notice=NOTICE)
    settle()
    clock.shift(3600)
    actions.withdraw(desk.head, page=fresh_page(page.pk), reason="Sai", notice="Gỡ.")
    settle()

    def at(hours: float) -> Any:
        moment = (AT + timedelta(hours=hours)).isoformat()
        return read(desk, page, f"?as_of={quote(moment)}")

    assert at(0.5).json()["title"] == "Bản đầu"
    assert at(1.5).json()["title"] == "Bản sửa"
    assert at(2).json()["code"] == "withdrawn"
    assert (at(-1000).status_code, at(-1000).json()["code"]) == (404, "before_records")
    assert at(1000).json()["code"] == "invalid_parameter"
    assert at(0.5).json()["receipt"]["hash"] == versions(page)[0].hash
    narrow = read(desk, page, f"?as_of={quote(AT.isoformat())}&fields=title")
    assert narrow.json() == {"title": "Bản đầu"}


def test_the_moment_that_the_history_names_shows_that_version(desk: Desk, clock: time_machine.Traveller) -> None:
    clock.shift(0.4)  # the log knows parts of a second, readers are told whole ones
    page = published(desk, title="Bản đầu")
    settle()
    clock.shift(3600)
    change(desk, page, "Bản sửa", cause=Cause.CORRECTION, notice=NOTICE)
    settle()
    clock.shift(3600)
    rows = read(desk, page, "history/").json()["results"]
    shown = [read(desk, page, f"?as_of={quote(row['at'])}").json()["title"] for row in rows]
    assert shown == ["Bản sửa", "Bản đầu"]


def test_history_is_read_page_by_page_and_frames_are_left_out(desk: Desk) -> None:
    page = published(desk)
    settle()
    for number in range(4):
        change(desk, page, f"Tiêu đề {number}", cause=Cause.CORRECTION, notice=f"Lần {number}")
        settle()
    section = section_of(desk.site)
    section.slug = "cho-moi"
    section.save()
    settle()
    assert len(versions(page)) == 6
    seen, query = [], "?limit=2"
    while query:
        shown = history(desk, page, query)
        seen += [entry["notices"] for entry in shown["results"]]
        query = "?" + shown["next"].split("?", 1)[1] if shown["next"] else ""
    assert seen == [["Lần 3"], ["Lần 2"], ["Lần 1"], ["Lần 0"], []]
    back = history(desk, page, "?" + shown["previous"].split("?", 1)[1])
    assert [entry["notices"] for entry in back["results"]] == [["Lần 1"], ["Lần 0"]]


def test_what_is_not_understood_is_a_400(desk: Desk) -> None:
    page = published(desk)
    settle()
    for query in ("?cursor=xyz", "?cursor=WyJuIiwiYWJjIl0", "?limit=0", "?limit=1000", "?x=1"):
        answer = get(f"/api/v1/content/{page.translation_key}/history/{query}", desk.site)
        assert answer.status_code == 400, query


def test_history_and_moments_of_what_there_is_not_are_404(desk: Desk) -> None:
    settle()
    for key in (uuid4(), "abc"):
        for rest in ("history/", f"?as_of={quote(AT.isoformat())}"):
            assert get(f"/api/v1/content/{key}/{rest}", desk.site).status_code == 404


def test_next_door_does_not_answer_for_an_item(desk: Desk) -> None:
    page = published(desk)
    settle()
    other = make_desk("skhdt").site
    for rest in ("", "history/", f"?as_of={quote(AT.isoformat())}"):
        assert get(f"/api/v1/content/{page.translation_key}/{rest}", other).status_code == 404


@pytest.fixture
def source() -> Iterator[dict[UUID, Leading]]:
    """A keeper of paths that lead elsewhere, as a floor above hangs one."""
    rows: dict[UUID, Leading] = {}

    def given(wanted: Collection[UUID] | None) -> Iterable[Leading]:
        return [row for key, row in rows.items() if wanted is None or key in wanted]

    leading_elsewhere.register("test", given)
    yield rows
    leading_elsewhere._entries.pop("test")


def test_paths_that_never_were_items_lead_where_their_keeper_says(desk: Desk, source: dict[UUID, Leading]) -> None:
    page, other = published(desk, title="Đích"), published(desk, title="Đích sau")
    settle()
    key = uuid4()

    def mark(row: Leading | None) -> None:
        source.clear()
        source.update({key: row} if row else {})
        Dirty.objects.create(kind="address", ref=str(key))
        settle()

    mark(Leading(key, desk.site.public_id, "/default.aspx/", item=page.translation_key, status=302))
    found = resolved(desk, "/default.aspx")
    assert (found["state"], found["location"], found["status"]) == ("redirect", path_of(page), 302)
    replace(desk.head, page=page, successor=other.translation_key, reason="Thay")
    settle()
    assert resolved(desk, "/default.aspx")["location"] == path_of(other)
    mark(Leading(key, desk.site.public_id, "/default.aspx/", target=OUTSIDE))
    assert resolved(desk, "/default.aspx")["location"] == OUTSIDE
    mark(None)
    assert resolved(desk, "/default.aspx")["state"] == "gone"
    mark(Leading(key, desk.site.public_id, path_of(other), target=OUTSIDE))
    assert resolved(desk, path_of(other))["state"] == "live"
    assert get("/api/v1/content/?type=news", desk.site).json()["results"][0]["type"] == "news"


def test_an_ending_is_sent_as_it_is_described(desk: Desk) -> None:
    page, other = published(desk, title="Một"), published(desk, title="Hai")
    settle()
    redirect(desk.head, page=page, successor=other.translation_key, reason="Chuyển")
    settle()
    sent = json.loads(current(page).whole)
    assert set(sent) == {
        "public_id", "locale", "site", "state", "withheld", "cause", "notice", "successor", "ended_at", "location",
        "status", "receipt",
    }  # fmt: skip
