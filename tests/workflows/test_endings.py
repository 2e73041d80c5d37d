"""Replaced, moved, no longer there: one entitled person, a reason, at once; a second one looks at it afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cms.news.models import NewsPage
from sites import clock
from sites.accounts.models import User
from sites.clock import VIETNAM
from sites.refusals import Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.api import settle
from tests.factories.cms import body_of, home_of_site, section_of
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_basis, make_desk, make_portal, published
from workflows.endings.actions import mark_gone, redirect, replace, review
from workflows.endings.enums import Verdict
from workflows.endings.links import broken_links, broken_number, links_to
from workflows.endings.models import Review
from workflows.endings.selectors import unreviewed_for
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.enums import WithdrawalKind
from workflows.passage.models import Withdrawal

pytestmark = pytest.mark.django_db
WHY = "Hết hiệu lực"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An office on a Friday morning, where a second person has eight working hours."""
    with time_machine.travel(at("2026-11-20 08:00"), tick=False):
        found = make_desk()
        for key, value in (("ending.review", {"hours": 8}), ("redirect.outside", ["gov.vn"])):
            rule = Rule(key=key, value=value, unit="text", basis=make_basis(), article="Điều 10")
            set_rule(make_administrator(), rule=rule)
        yield found


@pytest.fixture
def page(desk: Desk) -> NewsPage:
    return published(desk, title="Bảng giá 2025")


@pytest.fixture
def other(desk: Desk) -> NewsPage:
    return published(desk, title="Bảng giá 2026")


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_was_replaced_leaves_the_public_and_names_what_took_its_place(
    desk: Desk, page: NewsPage, other: NewsPage
) -> None:
    row = replace(desk.head, page=page, successor=other.translation_key, reason=WHY, notice="Xem bảng giá mới.")
    assert (row.kind, row.successor, row.notice) == (
        WithdrawalKind.REPLACED,
        other.translation_key,
        "Xem bảng giá mới.",
    )
    assert (row.page_id, row.site, row.title, row.by) == (page.pk, desk.site, "Bảng giá 2025", desk.head)
    assert not fresh_page(page.pk).live


def test_only_who_decides_ends_and_never_without_a_reason(desk: Desk, page: NewsPage, other: NewsPage) -> None:
    stranger = make_desk("skhdt").head
    key = other.translation_key
    for person in (desk.writer, stranger):
        for act in (
            lambda who: replace(who, page=page, successor=key, reason=WHY),
            lambda who: mark_gone(who, page=page, reason=WHY),
            lambda who: redirect(who, page=page, successor=key, reason=WHY),
        ):
            with pytest.raises(Refused) as caught:
                act(person)
            assert caught.value.code == "not_entitled"
    with pytest.raises(Invalid):
        mark_gone(desk.head, page=page, reason="  ")
    assert fresh_page(page.pk).live


def test_nothing_takes_the_place_of_itself_or_is_replaced_by_what_is_not_public(
    desk: Desk, page: NewsPage, other: NewsPage
) -> None:
    draft = desk.draft()
    next_door = published(make_desk("skhdt"), title="Của sở khác")
    expected = {page: "leads_back", draft: "successor_not_public", next_door: "successor_elsewhere"}
    for goal_page, code in expected.items():
        with pytest.raises(Refused) as caught:
            replace(desk.head, page=page, successor=goal_page.translation_key, reason=WHY)
        assert caught.value.code == code
    replace(desk.head, page=page, successor=other.translation_key, reason=WHY)
    with pytest.raises(Refused) as caught:  # a circle: what was replaced is not public any more
        replace(desk.head, page=other, successor=page.translation_key, reason=WHY)
    assert caught.value.code == "successor_not_public"


def test_the_portal_may_take_the_place(desk: Desk, page: NewsPage) -> None:
    portal = make_portal()
    passage = actions.submit(portal.writer, page=portal.draft(title="Trên Cổng"))
    for verb, who in ((actions.approve, portal.head), (actions.forward, portal.editor)):
        verb(who, passage=passage, seen_sha256=passage.text_sha256)
        passage.refresh_from_db()
    actions.publish(portal.board_head, passage=passage, seen_sha256=passage.text_sha256)
    assert replace(desk.head, page=page, successor=passage.page.translation_key, reason=WHY)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("https://chinhphu.example/", "target_not_allowed"),
        ("https://gov.vn.example.com/", "target_not_allowed"),
        ("https://user@stc.gov.vn/", "target_not_allowed"),
        ("javascript:alert(1)", "target_invalid"),
        ("//gov.vn/", "target_invalid"),
    ],
)
def test_addresses_outside_are_those_that_the_rule_names(desk: Desk, page: NewsPage, target: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        redirect(desk.head, page=page, target=target, reason=WHY)
    assert caught.value.code == code
    assert redirect(desk.head, page=page, target="https://www.moc.gov.vn/bang-gia", reason=WHY).status == 301


def test_an_own_address_is_no_address_outside(desk: Desk, page: NewsPage) -> None:
    Rule.objects.filter(key="redirect.outside").update(value=["localhost", "vn"])
    host = desk.site.hosts.get(role="canonical").hostname
    with pytest.raises(Refused) as caught:
        redirect(desk.head, page=page, target=f"https://{host}/tin/", reason=WHY)
    assert caught.value.code in ("target_is_own", "target_not_allowed")
    assert fresh_page(page.pk).live


def test_a_redirect_has_one_goal_and_a_known_status(desk: Desk, page: NewsPage, other: NewsPage) -> None:
    key = other.translation_key
    for values in ({}, {"successor": key, "target": "https://a.gov.vn/"}, {"successor": key, "status": 307}):
        with pytest.raises(Invalid):
            redirect(desk.head, page=page, reason=WHY, **values)  # type: ignore[arg-type]


def test_what_has_ended_may_end_otherwise_but_not_what_a_law_withholds(
    desk: Desk, page: NewsPage, other: NewsPage
) -> None:
    actions.withdraw(desk.head, page=page, reason=WHY)
    assert redirect(desk.head, page=page, successor=other.translation_key, reason=WHY).kind == WithdrawalKind.REDIRECT
    with pytest.raises(Refused):
        actions.withdraw(desk.head, page=page, reason=WHY)
    Withdrawal.objects.create(
        public_id=page.translation_key, locale="vi", kind=WithdrawalKind.SECRET, reason="Mật", at=clock.now()
    )
    with pytest.raises(Refused) as caught:
        mark_gone(desk.head, page=page, reason=WHY)
    assert caught.value.code == "withheld"
    with pytest.raises(Refused):
        mark_gone(desk.head, page=desk.draft(), reason=WHY)


def test_a_home_does_not_end(desk: Desk) -> None:
    home = home_of_site(desk.site)
    for act in (
        lambda: actions.withdraw(desk.head, page=home, reason=WHY),
        lambda: mark_gone(desk.head, page=home, reason=WHY),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "home_stays"


def test_endings_are_only_ever_added(desk: Desk, page: NewsPage) -> None:
    row = mark_gone(desk.head, page=page, reason=WHY)
    (made,) = review(desk.deputy, endings=[row], verdict=Verdict.AGREED)
    for rows in (Withdrawal.objects.filter(pk=row.pk), Review.objects.filter(pk=made.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(at=clock.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_a_second_person_looks_at_it_within_the_limit(desk: Desk, page: NewsPage) -> None:
    row = actions.withdraw(desk.head, page=page, reason=WHY)
    assert (
        "Bảng giá 2025" in Notice.objects.get(person=desk.deputy, path=reverse("endings_review", args=(row.pk,))).body
    )
    (line,) = unreviewed_for(desk.deputy)
    assert (line.ending, line.is_mine_to_review, line.is_late) == (row, True, False)
    assert line.until == at("2026-11-23 08:00")
    (own,) = unreviewed_for(desk.head)
    assert not own.is_mine_to_review
    assert unreviewed_for(desk.writer) == []
    assert unreviewed_for(make_desk("skhdt").head) == []
    home, line = reverse("wagtailadmin_home"), f'data-ending="{row.pk}"'
    assert line in client_of(desk.deputy).get(home).text
    assert line not in client_of(desk.writer).get(home).text
    with time_machine.travel(at("2026-11-23 08:01"), tick=False):
        assert unreviewed_for(desk.deputy)[0].is_late


def test_the_second_look_leads_to_the_editor_only_who_may_open_it(desk: Desk, page: NewsPage) -> None:
    row = actions.withdraw(desk.head, page=page, reason=WHY)
    address, editor = reverse("endings_review", args=(row.pk,)), reverse("wagtailadmin_pages:edit", args=(page.pk,))
    client = Client()
    client.force_login(desk.deputy)
    assert editor not in client.get(address).content.decode()
    client.force_login(make_administrator())
    assert editor in client.get(address).content.decode()


def test_who_ended_it_and_who_decides_nothing_do_not_look_at_it(desk: Desk, page: NewsPage) -> None:
    row = actions.withdraw(desk.head, page=page, reason=WHY)
    expected = {
        desk.head: "same_person",
        desk.writer: "not_entitled",
        make_desk("skhdt").head: "not_entitled",
        make_administrator(): "not_entitled",
    }
    for person, code in expected.items():
        with pytest.raises(Refused) as caught:
            review(person, endings=[row], verdict=Verdict.AGREED)
        assert caught.value.code == code
    with pytest.raises(Invalid):
        review(desk.deputy, endings=[row], verdict=Verdict.OBJECTED)
    review(desk.deputy, endings=[row], verdict=Verdict.OBJECTED, comment="Chưa nên gỡ")
    assert "Chưa nên gỡ" in Notice.objects.filter(person=desk.head).latest("pk").body
    with pytest.raises(Refused):
        review(desk.deputy, endings=[row], verdict=Verdict.AGREED)
    assert not fresh_page(page.pk).live  # an objection brings nothing back
    assert unreviewed_for(desk.deputy) == []


def test_where_no_rule_asks_for_it_nobody_is_asked(desk: Desk, page: NewsPage) -> None:
    Rule.objects.filter(key="ending.review").delete()
    actions.withdraw(desk.head, page=page, reason=WHY)
    assert unreviewed_for(desk.deputy) == []


def linking(desk: Desk, to: NewsPage, **fields: Any) -> NewsPage:
    words = f'<p>Xem <a linktype="page" id="{to.pk}">bảng giá</a>.</p>'
    return published(desk, body=body_of(("paragraph", words)), **fields)


def test_what_points_at_it_is_said_by_title_and_of_others_only_the_number(desk: Desk, page: NewsPage) -> None:
    mine = linking(desk, page, title="Tin dẫn tới")
    linking(make_desk("skhdt"), page, title="Tin của sở khác")
    draft = desk.draft(
        title="Nháp dẫn tới", body=body_of(("paragraph", f'<p><a linktype="page" id="{page.pk}">x</a></p>'))
    )
    draft.save_revision()
    settle()
    links = links_to(page)
    assert {(link.title, link.is_draft) for link in links.own} == {("Tin dẫn tới", False), ("Nháp dẫn tới", True)}
    assert links.own[0].address == reverse("wagtailadmin_pages:edit", args=(mine.pk,))
    (found,) = links.others
    assert found[1] == 1
    assert "Tin của sở khác" not in str(links)
    screen = client_of(desk.head).get(reverse("wagtailadmin_pages:unpublish", args=(page.pk,))).content.decode()
    assert "Tin dẫn tới" in screen
    assert "Nháp dẫn tới" in screen
    assert "Tin của sở khác" not in screen


def test_a_draft_of_what_is_public_is_found_too(desk: Desk, page: NewsPage, other: NewsPage) -> None:
    draft = other.get_latest_revision_as_object()
    draft.body = body_of(("paragraph", f'<p><a linktype="page" id="{page.pk}">x</a></p>'))
    draft.save_revision()
    settle()
    assert [(link.title, link.is_draft) for link in links_to(page).own] == [("Bảng giá 2026", True)]


def test_links_to_what_has_ended_are_reported_where_they_stand(desk: Desk, page: NewsPage) -> None:
    next_door = make_desk("skhdt")
    linking(desk, page, title="Tin dẫn tới")
    theirs = linking(next_door, page, title="Tin của sở khác")
    settle()
    assert broken_number([desk.site, next_door.site]) == 0
    actions.withdraw(desk.head, page=page, reason=WHY)
    settle()
    (mine,), (others,) = broken_links([desk.site]), broken_links([next_door.site])
    assert [link.title for link in mine[1]] == ["Tin dẫn tới"]
    assert [link.title for link in others[1]] == ["Tin của sở khác"]
    path = reverse("wagtailadmin_pages:edit", args=(theirs.pk,))
    told = Notice.objects.filter(person=next_door.writer, path=path).latest("pk")
    assert "Tin của sở khác" in told.subject
    assert "Bảng giá 2025" in told.body
    screen = client_of(next_door.writer).get(reverse("endings_broken")).content.decode()
    assert "Tin của sở khác" in screen
    assert "Tin dẫn tới" not in screen
    assert reverse("endings_broken") in client_of(next_door.writer).get(reverse("wagtailadmin_home")).content.decode()
    mended = theirs.get_latest_revision_as_object()
    mended.body = body_of(("paragraph", "<p>Không dẫn nữa.</p>"))
    mended.save_revision(user=next_door.writer)
    passage = actions.submit(next_door.writer, page=fresh_page(theirs.pk))
    actions.publish(next_door.head, passage=passage, seen_sha256=passage.text_sha256)
    settle()
    assert broken_links([next_door.site]) == []


def test_the_screens_end_and_review_and_are_closed_to_next_door(desk: Desk, page: NewsPage, other: NewsPage) -> None:
    kinds = {
        "replaced": {"successor": other.pk, "reason": WHY, "notice": "Xem bảng giá mới."},
        "redirect": {"successor": other.pk, "target": "", "status": 301, "reason": WHY},
        "gone": {"reason": WHY},
    }
    for number, (kind, values) in enumerate(kinds.items()):
        one = published(desk, title=f"Trang {number}")
        address = reverse("endings_end", args=(one.pk, kind))
        for stranger in (make_desk("skhdt").head, desk.writer):
            assert client_of(stranger).post(address, values).status_code == 302
            assert fresh_page(one.pk).live
        shown = client_of(desk.head).get(address)
        assert shown.status_code == 200
        missing = client_of(desk.head).post(address, {**values, "reason": ""})
        assert missing.status_code == 200
        assert fresh_page(one.pk).live
        assert client_of(desk.head).post(address, values).status_code == 302
        row = Withdrawal.objects.get(page=one)
        assert row.kind == kind
        screen = reverse("endings_review", args=(row.pk,))
        assert client_of(make_desk("skhdt").head).get(screen).status_code == 302
        assert WHY in client_of(desk.deputy).get(screen).content.decode()
        assert str(row.pk) in client_of(desk.deputy).get(reverse("wagtailadmin_home")).content.decode()
        assert client_of(desk.deputy).post(screen, {"act": "agreed"}).status_code == 302
        assert Review.objects.get(withdrawal=row).by == desk.deputy


def test_deleting_a_draft_says_what_points_at_it(desk: Desk) -> None:
    draft = desk.draft(title="Chưa gửi")
    pointing = desk.draft(
        title="Nháp dẫn tới", body=body_of(("paragraph", f'<p><a linktype="page" id="{draft.pk}">x</a></p>'))
    )
    screen = client_of(desk.writer).get(reverse("wagtailadmin_pages:delete", args=(draft.pk,))).content.decode()
    assert 'data-links="1"' in screen
    assert pointing.title in screen


def test_the_section_of_an_item_is_nothing_that_points_at_it(desk: Desk, page: NewsPage) -> None:
    settle()
    assert {link.kind for link in links_to(section_of(desk.site)).own} == {"menu"}
