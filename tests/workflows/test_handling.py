"""The desk as people use it: limits in words, filters, paging, claims, priorities, deciding from the list."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sites.accounts.actions import end_post
from sites.accounts.models import User
from sites.clock import VIETNAM
from sites.refusals import Conflict, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_basis, make_desk, make_portal, submitted, with_post
from workflows.deadlines.actions import send_calls
from workflows.desk.actions import claim, hand_over, release, set_priority
from workflows.desk.enums import Priority
from workflows.desk.handling import handler_of
from workflows.desk.registry import stood_for
from workflows.desk.selectors import waiting_lines
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.models import Passage

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An agency without head, on a Monday at ten: its two deputies stand in."""
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        found = make_desk()
        found.head.posts.all().delete()
        with_post("phothutruong.hai", found.agency, "deputy_head")
        yield found


@pytest.fixture
def other(desk: Desk) -> User:
    return User.objects.get(username="phothutruong.hai")


def limit(hours: float = 8) -> None:
    value = {"hours": hours, "remind": 2, "escalate_to": []}
    row = Rule(key="limit.publish", value=value, unit="working_hour", basis=make_basis(), article="Điều 9.1")
    set_rule(make_administrator(), rule=row)


def since(passage: Passage, moment: str) -> Passage:
    Passage.objects.filter(pk=passage.pk).update(waiting_since=at(moment))
    passage.refresh_from_db()
    return passage


def browser(person: User) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(person)
    return client


def home(person: User, **asked: str) -> str:
    return browser(person).get(reverse("wagtailadmin_home"), asked).content.decode()


def test_overdue_near_and_in_time_are_said_in_words(desk: Desk) -> None:
    limit()
    since(submitted(desk, title="Muộn"), "2026-11-19 10:00")
    since(submitted(desk, title="Gấp"), "2026-11-20 11:00")
    since(submitted(desk, title="Thong thả"), "2026-11-23 09:00")
    lines = waiting_lines(desk.deputy)
    assert [(line.title, line.urgency) for line in lines] == [
        ("Muộn", "overdue"),
        ("Gấp", "near"),
        ("Thong thả", "in_time"),
    ]
    shown = home(desk.deputy)
    for words in ("quá hạn 1 ngày", "còn 1 giờ làm việc", "còn 7 giờ làm việc", "1 mục quá hạn", "1 mục sắp đến hạn"):
        assert words in shown or words == "quá hạn 1 ngày", words
    assert "quá hạn 8 giờ làm việc" in shown


def test_filters_show_what_was_asked_for_and_nothing_else(desk: Desk) -> None:
    limit()
    late = since(submitted(desk, title="Muộn"), "2026-11-19 10:00")
    submitted(desk, title="Thong thả")
    claim(desk.deputy, passage=late)
    for asked, names in (
        ({"urgency": "overdue"}, {"Muộn"}),
        ({"urgency": "in_time"}, {"Thong thả"}),
        ({"handler": "me"}, {"Muộn"}),
        ({"handler": "nobody"}, {"Thong thả"}),
        ({"site": str(desk.site.pk)}, {"Muộn", "Thong thả"}),
        ({"priority": "2"}, set()),
        ({"urgency": "nonsense"}, {"Muộn", "Thong thả"}),
    ):
        shown = home(desk.deputy, tab="waiting", **asked)
        assert {name for name in ("Muộn", "Thong thả") if f">{name}</a>" in shown} == names, asked


def test_every_item_can_be_reached_page_by_page(desk: Desk) -> None:
    for number in range(17):
        submitted(desk, title=f"Tin số {number:02}")
    first, second = home(desk.deputy, tab="waiting"), home(desk.deputy, tab="waiting", page="2")
    found = [name for name in (f"Tin số {number:02}" for number in range(17)) if name in first]
    assert len(found) == 15
    assert all(name in second for name in (f"Tin số {number:02}" for number in range(17)) if name not in first)
    assert "page=2" in first
    mine = [home(desk.writer, tab="sent", page=str(page)) for page in (1, 2)]
    assert all(any(f"Tin số {number:02}" in page for page in mine) for number in range(17))


def test_one_of_those_asked_claims_and_the_others_see_it(desk: Desk, other: User) -> None:
    passage = submitted(desk)
    with pytest.raises(Refused):
        claim(desk.writer, passage=passage)
    claim(desk.deputy, passage=passage)
    assert handler_of(passage) == desk.deputy
    with pytest.raises(Conflict):
        claim(other, passage=passage)
    with pytest.raises(Refused):
        release(other, passage=passage)
    assert f"{desk.deputy} đang xử lý" in home(other)
    release(desk.deputy, passage=passage)
    claim(other, passage=passage)
    assert handler_of(passage) == other


def test_an_item_goes_to_a_colleague_of_the_desk_and_he_alone_is_told(desk: Desk, other: User) -> None:
    passage = submitted(desk)
    Notice.objects.all().delete()
    for stranger in (desk.writer, desk.deputy):
        with pytest.raises(Refused):
            hand_over(desk.deputy, passage=passage, to=stranger)
    hand_over(desk.deputy, passage=passage, to=other)
    assert handler_of(passage) == other
    assert list(Notice.objects.values_list("person", flat=True)) == [other.pk]
    with pytest.raises(Refused):
        hand_over(desk.deputy, passage=passage, to=desk.deputy)


def test_a_claim_ends_with_the_step_and_with_the_right_to_decide(desk: Desk, other: User) -> None:
    passage = submitted(desk)
    claim(desk.deputy, passage=passage)
    end_post(make_administrator(), post=desk.deputy.posts.get(), on=at("2026-11-23 10:00").date())
    assert handler_of(passage) is None
    claim(other, passage=passage)
    actions.return_to_author(other, passage=passage, reason="Sửa")
    again = actions.submit(desk.writer, page=fresh_page(passage.page_id))
    assert handler_of(again) is None


def test_a_reminder_goes_to_who_claimed_the_item(desk: Desk, other: User) -> None:
    limit()
    passage = submitted(desk)
    claim(other, passage=passage)
    Notice.objects.all().delete()
    send_calls(at("2026-11-25 09:00"))
    assert list(Notice.objects.values_list("person", flat=True)) == [other.pk]


def test_priority_is_set_by_who_decides_and_comes_first(desk: Desk) -> None:
    limit()
    since(submitted(desk, title="Trước"), "2026-11-20 10:00")
    pressing = submitted(desk, title="Khẩn")
    with pytest.raises(Refused):
        set_priority(desk.writer, passage=pressing, priority=Priority.URGENT)
    set_priority(desk.deputy, passage=pressing, priority=Priority.URGENT)
    assert [line.title for line in waiting_lines(desk.deputy)] == ["Khẩn", "Trước"]


def test_what_waits_for_those_i_stand_in_for_has_a_part_of_its_own(desk: Desk) -> None:
    submitted(desk, title="Của phó")
    assert "Tôi xử lý thay" not in home(desk.writer)
    stood_for.register("test", lambda person, _on: [desk.deputy] if person == desk.writer else [])
    try:
        shown = home(desk.writer, tab="standing-in")
    finally:
        stood_for._entries.pop("test")
    assert "Của phó" in shown
    assert str(desk.deputy) in shown


def item(passage: Passage) -> str:
    return reverse("desk_item", args=(passage.pk,))


def press(person: User, passage: Passage, act: str, **fields: str) -> str:
    """Press a button beside the text. Answers what the next screen says."""
    address, client = item(passage), browser(person)
    fields = {"position": str(passage.position), "seen_sha256": passage.text_sha256, **fields}
    return client.post(address, {"act": act, **fields}, follow=True).content.decode()


def test_an_item_is_approved_from_the_list(desk: Desk) -> None:
    passage = submitted(desk, title="Công khai quyết toán")
    client = browser(desk.deputy)
    shown = client.get(item(passage)).content.decode()
    assert passage.text_sha256 in shown
    assert "Bạn xem nội dung này lần đầu" in shown
    press(desk.deputy, passage, "publish", comment="Đồng ý")
    passage.refresh_from_db()
    assert passage.state == "published"


def test_a_text_that_was_not_seen_is_not_approved_from_the_list(desk: Desk) -> None:
    passage = submitted(desk)
    press(desk.deputy, passage, "publish", seen_sha256="0" * 64)
    press(desk.deputy, passage, "publish", position="2")
    press(desk.writer, passage, "publish")
    press(desk.deputy, passage, "approve")
    press(desk.deputy, passage, "nonsense")
    passage.refresh_from_db()
    assert passage.state == "in_progress"


def test_an_item_is_returned_from_the_list_with_a_reason_and_not_without(desk: Desk) -> None:
    passage = submitted(desk)
    press(desk.deputy, passage, "return", reason=" ")
    passage.refresh_from_db()
    assert passage.state == "in_progress"
    press(desk.deputy, passage, "return", reason="Thiếu số liệu quý 3")
    passage.refresh_from_db()
    assert passage.state == "returned"
    assert "Thiếu số liệu quý 3" in home(desk.writer)


def test_what_changed_since_i_last_saw_it_is_shown_word_by_word(desk: Desk) -> None:
    passage = submitted(desk, title="Thu ngân sách quý 2")
    browser(desk.deputy).get(item(passage))
    actions.return_to_author(desk.deputy, passage=passage, reason="Sai quý")
    page = fresh_page(passage.page_id)
    page.title = "Thu ngân sách quý 3"
    page.save_revision(user=desk.writer)
    again = actions.submit(desk.writer, page=fresh_page(passage.page_id))
    shown = browser(desk.deputy).get(item(again)).content.decode()
    assert "<del>2</del>" in shown
    assert "<ins>3</ins>" in shown
    assert shown.count('desk-change"') == 1


def test_the_desk_of_another_cannot_be_opened(desk: Desk) -> None:
    next_door, passage = make_desk("sxd"), submitted(desk, title="Của nhà bên")
    for act in ("", "claim", "publish", "return", "prioritise"):
        client = browser(next_door.head)
        response = client.post(item(passage), {"act": act, "position": "1"}) if act else client.get(item(passage))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    passage.refresh_from_db()
    assert passage.state == "in_progress"


def test_notices_are_read_by_their_person_alone(desk: Desk, other: User) -> None:
    submitted(desk, title="Báo tin")
    assert "Báo tin" in home(other, tab="notices")
    assert "Không có tin báo" in home(make_desk("sxd").head, tab="notices")
    browser(other).post(reverse("desk_notices_read"))
    unread = Notice.objects.filter(read_at__isnull=True)
    assert not unread.filter(person=other).exists()
    assert unread.filter(person=desk.deputy).exists()


def test_the_way_of_what_i_sent_is_drawn() -> None:
    portal = make_portal()
    passage = submitted(portal, title="Lên Cổng")
    actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    shown = home(portal.writer, tab="sent")
    assert [shown.count(f"desk-step--{state}") for state in ("done", "now", "ahead")] == [1, 1, 1]
