"""Dated delegation and recorded absence: by whom, to whom, for what, until when; every act shows on whose behalf."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from sites import clock
from sites.accounts.actions import end_seat
from sites.accounts.models import Seat, User
from sites.refusals import Invalid, Refused
from tests.factories.cms import home_of_site, make_notice, section_of
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, PortalDesk, make_desk, make_portal, person, submitted, with_seat
from workflows.delegation.actions import delegate, end, record_absence
from workflows.delegation.models import Delegation
from workflows.delegation.selectors import offices_of
from workflows.passage import actions
from workflows.passage.asking import asked, blocked, turn_of, waiting_for
from workflows.passage.models import Passage
from workflows.passage.panels import drawing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def portal() -> PortalDesk:
    return make_portal()


def days(length: int = 7, after: int = 0) -> dict[str, date]:
    begins = clock.today() + timedelta(days=after)
    return {"held_from": begins, "held_to": begins + timedelta(days=length)}


def handed(desk: Desk, to: User, **fields: Any) -> Delegation:
    """The head's post, handed to somebody by himself for a week."""
    values = {"giver": desk.head, "post": desk.head.posts.get(), "to": to, "decision": "12/UQ-STC", **days(), **fields}
    return delegate(desk.head, row=Delegation(**values))


def away(who: User, **fields: Any) -> Delegation:
    return record_absence(who, row=Delegation(giver=who, decision="Giấy đi đường 5", **{**days(), **fields}))


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in caught.value.reasons}


def test_a_delegate_decides_and_every_act_says_on_whose_behalf(desk: Desk) -> None:
    passage = submitted(desk)
    assert asked(passage) == [desk.head]
    row = handed(desk, desk.deputy)
    assert asked(passage) == [desk.head, desk.deputy]
    assert list(waiting_for(desk.deputy)) == [passage]
    actions.publish(desk.deputy, passage=passage, seen_sha256=passage.text_sha256)
    decision = passage.decisions.latest("pk")
    assert (decision.actor, decision.on_behalf_of, decision.delegation) == (desk.deputy, desk.head, row)
    shown = drawing_of(Passage.objects.get(pk=passage.pk))[-1].decisions[-1]
    assert shown.on_behalf_of == desk.head


def test_who_decides_in_his_own_office_acts_for_nobody(desk: Desk) -> None:
    handed(desk, desk.deputy)
    passage = submitted(desk)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert passage.decisions.latest("pk").on_behalf_of is None


def test_a_return_under_a_delegation_is_recorded_with_it_too(desk: Desk) -> None:
    row = handed(desk, desk.deputy)
    passage = submitted(desk)
    actions.return_to_author(desk.deputy, passage=passage, reason="Thiếu số liệu")
    assert passage.decisions.latest("pk").delegation == row


def test_a_withdrawal_under_a_delegation_is_recorded_with_it_too(desk: Desk) -> None:
    other = make_desk("skhdt")
    passage = submitted(desk)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    page = type(passage.page.specific).objects.get(pk=passage.page_id)
    with pytest.raises(Refused):
        actions.withdraw(other.head, page=page, reason="Sai")
    row = handed(desk, other.head)
    assert actions.withdraw(other.head, page=page, reason="Sai").delegation == row


def test_only_who_was_entitled_uses_it_and_only_on_its_days(desk: Desk) -> None:
    other = make_desk("skhdt")
    handed(desk, other.head, **days(3, after=2))
    passage = submitted(desk)
    for day, people in ((0, [desk.head]), (2, [desk.head, other.head]), (4, [desk.head, other.head]), (5, [desk.head])):
        assert asked(passage, clock.today() + timedelta(days=day)) == people
    with pytest.raises(Refused):
        actions.publish(other.head, passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Refused):
        actions.publish(other.deputy, passage=passage, seen_sha256=passage.text_sha256)


def test_an_ended_delegation_ends_the_rights_the_same_day(desk: Desk) -> None:
    row = handed(desk, desk.deputy)
    passage = submitted(desk)
    assert desk.deputy in asked(passage)
    end(desk.head, row=row, reason="Đã về")
    assert asked(passage) == [desk.head]
    assert not waiting_for(desk.deputy).exists()
    with pytest.raises(Refused):
        actions.publish(desk.deputy, passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Refused) as caught:
        end(desk.head, row=Delegation.objects.get(pk=row.pk), reason="Đã về")
    assert caught.value.code == "has_ended"


def test_it_ends_with_the_office_and_with_the_account_of_either(portal: PortalDesk) -> None:
    seat = portal.board_head.seats.get()
    values = {"giver": portal.board_head, "seat": seat, "to": portal.board_deputy, "decision": "1/QĐ", **days(60)}
    delegate(portal.board_head, row=Delegation(**values))
    office = f"seat/board_head/{portal.site.pk}"
    assert office in offices_of(portal.board_deputy, clock.today())
    User.objects.filter(pk=portal.board_head.pk).update(is_active=False)
    assert office not in offices_of(portal.board_deputy, clock.today())
    User.objects.filter(pk=portal.board_head.pk).update(is_active=True)
    end_seat(make_administrator(), seat=seat, on=clock.today() + timedelta(days=3))
    assert office in offices_of(portal.board_deputy, clock.today() + timedelta(days=2))
    assert office not in offices_of(portal.board_deputy, clock.today() + timedelta(days=3))


def test_whoever_is_away_is_not_asked_and_who_stands_in_acts_for_him(desk: Desk) -> None:
    passage = submitted(desk)
    assert asked(passage) == [desk.head]
    row = away(desk.head)
    assert asked(passage) == [desk.deputy]
    assert list(waiting_for(desk.deputy)) == [passage]
    assert not waiting_for(desk.head).exists()
    with pytest.raises(Refused):
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    actions.publish(desk.deputy, passage=passage, seen_sha256=passage.text_sha256)
    decision = passage.decisions.latest("pk")
    assert (decision.on_behalf_of, decision.delegation) == (desk.head, row)


def test_where_all_are_away_the_item_says_so(desk: Desk) -> None:
    away(desk.head)
    away(desk.deputy)
    stuck = blocked(submitted(desk))
    assert stuck is not None
    assert len(stuck.why) == 2
    assert str(desk.head) in stuck.why[0]
    assert str(desk.deputy) in stuck.why[1]


def test_nobody_hands_on_the_power_to_approve_what_he_wrote(portal: PortalDesk) -> None:
    other = make_desk("skhdt")
    with_seat(portal.head.username, portal.site, "writer")
    page = portal.draft(user=portal.head)
    passage = actions.submit(portal.head, page=page)
    handed(portal, other.head)
    assert asked(passage) == [portal.deputy]
    assert not waiting_for(other.head).exists()
    assert turn_of(passage, other.head) is None


def test_a_delegation_for_one_section_holds_there_and_not_next_door(desk: Desk) -> None:
    other = make_desk("skhdt")
    news, about = section_of(desk.site), section_of(desk.site, code="about")
    handed(desk, other.head, section=about)
    passage = submitted(desk)
    assert passage.page.get_parent().pk == news.pk
    assert asked(passage) == [desk.head]
    handed(desk, other.deputy, section=news)
    assert asked(passage) == [desk.head, other.deputy]
    handed(desk, desk.deputy, section=home_of_site(desk.site))
    assert set(asked(passage)) == {desk.head, other.deputy, desk.deputy}
    assert list(waiting_for(other.deputy)) == [passage]
    assert not waiting_for(other.head).exists()


def test_what_is_no_delegation_is_refused(desk: Desk) -> None:
    other = make_desk("skhdt")
    alone = make_person("khongcoghe")
    cases: list[tuple[User, dict[str, Any], str]] = [
        (desk.deputy, {}, "not_his_office"),
        (other.head, {"giver": other.head}, "not_held"),
        (desk.head, {"to": desk.head}, "himself"),
        (desk.head, {"to": alone}, "no_desk"),
        (desk.head, {"to": make_administrator()}, "cannot_hold"),
        (desk.head, {"decision": " "}, "no_decision"),
        (desk.head, {"held_from": clock.today() - timedelta(days=1)}, "in_the_past"),
        (desk.head, {"to": None}, "nothing_given"),
    ]
    for actor, fields, code in cases:
        values: dict[str, Any] = {"giver": desk.head, "post": desk.head.posts.get(), "to": desk.deputy}
        with pytest.raises(Refused) as caught:
            delegate(actor, row=Delegation(**{**values, "decision": "1", **days(), **fields}))
        assert code in codes(caught)
    assert not Delegation.objects.exists()
    assert handed(desk, desk.deputy).pk


def test_no_office_is_handed_over_twice_on_a_day_and_none_backwards(desk: Desk) -> None:
    handed(desk, desk.deputy)
    with pytest.raises(Invalid):
        handed(desk, make_desk("skhdt").head)
    with pytest.raises(Invalid):
        handed(desk, desk.deputy, held_from=clock.today() + timedelta(days=9), held_to=clock.today())
    handed(desk, desk.deputy, **days(5, after=8))
    away(desk.head)
    with pytest.raises(Invalid):
        away(desk.head)


def test_a_seat_is_narrowed_only_within_its_own_site(portal: PortalDesk) -> None:
    seat = portal.board_head.seats.get()
    values = {"giver": portal.board_head, "seat": seat, "to": portal.board_deputy, "decision": "1/QĐ", **days()}
    with pytest.raises(Refused) as caught:
        delegate(portal.board_head, row=Delegation(section=section_of(make_desk().site), **values))
    assert caught.value.code == "foreign_section"
    assert delegate(portal.board_head, row=Delegation(section=section_of(portal.site), **values)).pk


def test_an_administrator_records_it_on_a_decision_and_nobody_else_for_others(desk: Desk) -> None:
    with pytest.raises(Refused):
        record_absence(desk.deputy, row=Delegation(giver=desk.head, decision="Giấy đi đường", **days()))
    row = record_absence(make_administrator(), row=Delegation(giver=desk.head, decision="Giấy đi đường", **days()))
    with pytest.raises(Refused):
        end(desk.deputy, row=row, reason="Đã về")
    with pytest.raises(Invalid):
        end(desk.head, row=row, reason=" ")
    with pytest.raises(Invalid):
        end(desk.head, row=row, reason="Đã về", on=clock.today() + timedelta(days=30))
    assert end(desk.head, row=row, reason="Đã về").held_to == clock.today()


def test_it_begins_at_midnight_here_and_not_in_london(desk: Desk) -> None:
    with time_machine.travel("2026-12-01T10:00:00+07:00", tick=False):
        passage = submitted(desk)
        handed(desk, desk.deputy, held_from=date(2026, 12, 2), held_to=date(2026, 12, 3))
    for moment, people in (
        ("2026-12-01T23:59:59+07:00", [desk.head]),
        ("2026-12-02T00:00:00+07:00", [desk.head, desk.deputy]),
        ("2026-12-02T23:59:59+07:00", [desk.head, desk.deputy]),
        ("2026-12-03T00:00:00+07:00", [desk.head]),
    ):
        with time_machine.travel(moment, tick=False):
            assert asked(passage) == people


def test_the_database_refuses_what_is_neither_a_delegation_nor_an_absence(desk: Desk) -> None:
    seat = Seat.objects.filter(person=desk.writer).get()
    for fields in ({"kind": "absence", "seat": seat}, {"kind": "delegation", "seat": seat}, {"kind": "delegation"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.create(
                giver=desk.head,
                decision="1",
                recorded_by=desk.head,
                recorded_at=clock.now(),
                held_from=clock.today(),
                **fields,
            )


def test_a_stranger_with_an_account_is_never_asked(desk: Desk) -> None:
    handed(desk, desk.deputy)
    assert not waiting_for(person("ngoai")).exists()


def test_the_screen_hands_over_refuses_and_ends(desk: Desk, client: Client) -> None:
    client.force_login(desk.head)
    post = desk.head.posts.get()
    data = {
        "office": f"post:{post.pk}",
        "to": desk.deputy.pk,
        "held_from": clock.today().isoformat(),
        "decision": "7/UQ",
    }
    refused = client.post("/admin/delegations/give/", {**data, "held_from": "2020-01-01"})
    assert refused.status_code == 200
    assert refused.context["form"].errors["held_from"]
    assert client.post("/admin/delegations/give/", data).status_code == 302
    row = Delegation.objects.get()
    assert "7/UQ" in client.get("/admin/delegations/").content.decode()
    stranger = make_desk("skhdt").head
    client.force_login(stranger)
    assert "7/UQ" not in client.get("/admin/delegations/").content.decode()
    assert client.get(f"/admin/delegations/{row.pk}/end/").status_code == 404
    assert client.post("/admin/delegations/give/", data).context["form"].errors["office"]
    client.force_login(desk.head)
    ending = {"on": clock.today().isoformat(), "reason": "Đã về"}
    assert client.post(f"/admin/delegations/{row.pk}/end/", ending).status_code == 302
    assert Delegation.objects.get().held_to == clock.today()


# --- narrowed to a step or a kind of content -------------------------------------------------------------------------


def of_first_step(portal: PortalDesk, to: User, **fields: Any) -> Delegation:
    """The head of the portal's agency hands over the first step of the portal's chain."""
    values = {"giver": portal.head, "post": portal.head.posts.get(), "to": to, "decision": "14/UQ", **days()}
    return delegate(portal.head, row=Delegation(**{**values, "part": "long.1", **fields}))


def test_who_is_handed_one_step_decides_there_and_nowhere_else(portal: PortalDesk) -> None:
    row = of_first_step(portal, portal.editor)
    later = submitted(portal, title="Tin sau", slug="tin-sau")
    assert asked(later) == [portal.head, portal.editor]
    assert later in waiting_for(portal.editor)
    actions.approve(portal.editor, passage=later, seen_sha256=later.text_sha256)
    decision = later.decisions.latest("pk")
    assert (decision.on_behalf_of, decision.delegation) == (portal.head, row)


def test_a_step_of_another_chain_is_not_handed_over_with_it(portal: PortalDesk, desk: Desk) -> None:
    row = handed(desk, desk.deputy, part="short.1")
    assert asked(submitted(desk)) == [desk.head, desk.deputy]
    end(desk.head, row=row, reason="Xong")
    handed(desk, desk.deputy, part="long.1")
    passage = submitted(desk, title="Tin khác", slug="tin-khac")
    assert asked(passage) == [desk.head]
    assert list(waiting_for(desk.deputy)) == []


def test_a_kind_of_content_is_handed_over_alone(desk: Desk) -> None:
    handed(desk, desk.deputy, part="notice")
    notice = actions.submit(desk.writer, page=make_notice(desk.site))
    news = submitted(desk)
    assert asked(notice) == [desk.head, desk.deputy]
    assert asked(news) == [desk.head]
    assert list(waiting_for(desk.deputy)) == [notice]
    with pytest.raises(Refused):
        actions.publish(desk.deputy, passage=news, seen_sha256=news.text_sha256)
    actions.publish(desk.deputy, passage=notice, seen_sha256=notice.text_sha256)
    assert notice.decisions.latest("pk").on_behalf_of == desk.head


def test_a_step_within_one_section_is_handed_over(desk: Desk) -> None:
    handed(desk, desk.deputy, part="news", section=section_of(desk.site))
    assert asked(submitted(desk)) == [desk.head, desk.deputy]


def test_a_part_that_the_office_does_not_have_is_refused(desk: Desk) -> None:
    for part in ("long.2", "short.9", "khac"):
        with pytest.raises(Refused) as caught:
            handed(desk, desk.deputy, part=part)
        assert codes(caught) == {"no_such_part"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            kind="absence", giver=desk.head, decision="x", part="news", recorded_by=desk.head,
            recorded_at=clock.now(), **days(),
        )  # fmt: skip


def test_the_screen_offers_the_parts_of_ones_own_offices_and_says_them(desk: Desk) -> None:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(desk.head)
    form = client.get("/admin/delegations/give/").context["form"]
    offered = dict(form.fields["part"].choices)
    assert {"", "news", "notice", "short.1", "long.1"} <= offered.keys()
    assert "long.2" not in offered
    data = {"office": f"post:{desk.head.posts.get().pk}", "to": desk.deputy.pk, "part": "short.1", "decision": "9/UQ"}
    answer = client.post("/admin/delegations/give/", {**data, "held_from": clock.today().isoformat()})
    assert answer.status_code == 302
    assert offered["short.1"] in client.get("/admin/delegations/").content.decode()
