"""Two persons for what is not content: nobody passes alone, superusers included."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cms.identity.models import SiteIdentity
from sites import clock
from sites.accounts.actions import end_seat, give_seat
from sites.accounts.changes import SEAT
from sites.accounts.models import Seat, SeatKind, User
from sites.administration.changes import HOST, RULE
from sites.changes.carrying import carry_out
from sites.changes.kinds import Sent
from sites.domains.models import Host, PublicSite
from sites.refusals import Conflict, Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_basis, make_desk, with_post, with_seat
from workflows.changes import actions
from workflows.changes.enums import Alone, Answer
from workflows.changes.models import Proposal, Verdict
from workflows.changes.selectors import description_of, to_review, visible_to, waiting_for
from workflows.notices.models import Notice

pytestmark = pytest.mark.django_db
OF_THE_SITE = {"approve": [{"administrator": "province"}, {"post": "head", "agency": "site"}]}
NAME = "taichinh.binhphuoc.gov.vn"
EMPTY = {"held_from": "", "held_to": "", "section": ""}


@pytest.fixture
def stc() -> Desk:
    return make_desk("stc")


@pytest.fixture
def first() -> User:
    return make_administrator()


@pytest.fixture
def second(first: User) -> User:
    return make_administrator("quantri2")


def rule(key: str, value: dict[str, Any], site: PublicSite | None = None) -> Rule:
    row = Rule(key=key, value=value, unit="persons", basis=make_basis(), article="Điều 1", site=site)
    return set_rule(make_administrator(), rule=row)


def host_change(site: PublicSite, name: str = NAME, why: str = "Tên quen dùng") -> Any:
    return HOST.change(Host(site=site, hostname=name, role="equal"), reason=why)


def proposed(actor: User, site: PublicSite, **fields: Any) -> Proposal:
    assert isinstance(carry_out(actor, change=host_change(site, **fields)), Sent)
    return Proposal.objects.latest("pk")


def seat_change(person: User, site: PublicSite, kind: str = "writer") -> Any:
    row = Seat(person=person, kind=SeatKind.objects.get(code=kind), site=site)
    return SEAT.change(row, reason="Phân công mới")


# --- two persons ----------------------------------------------------------------------------------------------------


def test_what_one_administrator_asks_for_holds_when_another_has_said_yes(stc: Desk, first: User, second: User) -> None:
    proposal = proposed(first, stc.site)
    assert not Host.objects.filter(hostname=NAME).exists()
    assert list(waiting_for(second)) == [proposal]
    assert Notice.objects.filter(person=second, path=reverse("changes:proposal", args=[proposal.pk])).exists()
    assert actions.approve(second, proposal=proposal).answer == Answer.APPROVED
    assert Host.objects.get(hostname=NAME).site == stc.site
    assert not waiting_for(second).exists()
    assert Notice.objects.filter(person=first).exists()


def test_nobody_approves_his_own_proposal_administrators_included(stc: Desk, first: User, second: User) -> None:
    proposal = proposed(first, stc.site)
    with pytest.raises(Refused) as refusal:
        actions.approve(first, proposal=proposal)
    assert refusal.value.code == "same_person"
    assert not waiting_for(first).exists()
    assert not Host.objects.filter(hostname=NAME).exists()


def test_who_gains_by_a_seat_does_not_approve_it(stc: Desk, first: User) -> None:
    rule("changes.seat", {"approve": [{"post": "head", "agency": "site"}, {"post": "deputy_head", "agency": "site"}]})
    assert isinstance(carry_out(first, change=seat_change(stc.head, stc.site)), Sent)
    proposal = Proposal.objects.get()
    with pytest.raises(Refused) as refusal:
        actions.approve(stc.head, proposal=proposal)
    assert refusal.value.code == "gains_by_it"
    actions.approve(stc.deputy, proposal=proposal)
    assert stc.head.seats.get().kind.code == "writer"


def test_people_of_another_site_neither_see_nor_decide(stc: Desk, first: User) -> None:
    rule("changes.seat", OF_THE_SITE)
    sxd = make_desk("sxd")
    carry_out(first, change=seat_change(make_person("moi"), stc.site))
    proposal = Proposal.objects.get()
    assert list(waiting_for(stc.head)) == [proposal]
    assert not visible_to(sxd.head).exists()
    with pytest.raises(Refused) as refusal:
        actions.approve(sxd.head, proposal=proposal)
    assert refusal.value.code == "not_entitled"
    with pytest.raises(Refused):
        actions.refuse(sxd.head, proposal=proposal, reason="Không")
    with pytest.raises(Refused):
        actions.take_back(sxd.head, proposal=proposal)


def test_what_cannot_be_done_is_refused_before_anybody_is_asked(stc: Desk, first: User, second: User) -> None:
    make_desk("sxd")
    with pytest.raises(Invalid) as refusal:
        carry_out(first, change=host_change(stc.site, name="sxd.binhphuoc.gov.vn"))
    assert refusal.value.code == "host_taken"
    with pytest.raises(Invalid) as refusal:
        carry_out(first, change=host_change(stc.site, why=""))
    assert "why" in refusal.value.errors
    with pytest.raises(Refused):
        carry_out(stc.writer, change=host_change(stc.site))
    assert not Proposal.objects.exists()


def test_a_target_that_changed_meanwhile_is_a_conflict_and_the_proposal_is_out_of_date(
    stc: Desk, first: User, second: User
) -> None:
    host = stc.site.hosts.create(hostname=NAME, role="equal")
    host.role = "former"
    carry_out(first, change=HOST.change(host, reason="Bỏ"))
    proposal = Proposal.objects.get()
    Host.objects.filter(pk=host.pk).update(since=None, role="former")
    with pytest.raises(Conflict) as conflict:
        actions.approve(second, proposal=proposal)
    assert conflict.value.code == "stale"
    assert Verdict.objects.get().answer == Answer.STALE
    with pytest.raises(Refused):
        actions.approve(second, proposal=proposal)


def test_it_is_carried_out_as_its_action_would_carry_it_out_then(stc: Desk, first: User, second: User) -> None:
    """Who proposed it has lost his right meanwhile; the name was taken meanwhile."""
    of_first, of_second = proposed(first, stc.site), proposed(second, stc.site, name="hai.binhphuoc.gov.vn")
    Host.objects.create(site=make_desk("sxd").site, hostname=NAME, role="equal")
    with pytest.raises(Conflict):
        actions.approve(second, proposal=of_first)
    User.objects.filter(pk=second.pk).update(is_superuser=False)
    with pytest.raises(Conflict):
        actions.approve(first, proposal=of_second)
    assert not Host.objects.filter(hostname="hai.binhphuoc.gov.vn").exists()


def test_refusing_needs_a_reason_and_settles_it(stc: Desk, first: User, second: User) -> None:
    proposal = proposed(first, stc.site)
    with pytest.raises(Invalid):
        actions.refuse(second, proposal=proposal, reason=" ")
    actions.refuse(second, proposal=proposal, reason="Tên dài quá")
    for again in (actions.approve, actions.review):
        with pytest.raises(Refused):
            again(second, proposal=proposal)
    assert not Host.objects.filter(hostname=NAME).exists()


def test_only_who_proposed_it_takes_it_back(stc: Desk, first: User, second: User) -> None:
    proposal = proposed(first, stc.site)
    with pytest.raises(Refused):
        actions.take_back(second, proposal=proposal)
    assert actions.take_back(first, proposal=proposal).answer == Answer.TAKEN_BACK
    with pytest.raises(Refused):
        actions.approve(second, proposal=proposal)


def test_what_nobody_decides_expires(stc: Desk, first: User, second: User) -> None:
    rule("changes", {"days": 30})
    proposal = proposed(first, stc.site)
    assert actions.expire_old() == 0
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert actions.expire_old() == 1
        assert actions.expire_old() == 0
        with pytest.raises(Refused):
            actions.approve(second, proposal=proposal)
    assert Verdict.objects.get().by is None


def test_nothing_of_it_is_changed_or_deleted_by_whatever_door(stc: Desk, first: User, second: User) -> None:
    proposal = proposed(first, stc.site)
    actions.refuse(second, proposal=proposal, reason="Không")
    tries = (
        lambda: Proposal.objects.update(title="khác"),
        lambda: Verdict.objects.update(answer=Answer.APPROVED),
        lambda: Verdict.objects.all()._raw_delete("default"),
        lambda: Proposal.objects.all()._raw_delete("default"),
    )
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.parametrize("answer", [Answer.APPROVED, Answer.REFUSED, Answer.REVIEWED])
def test_the_database_itself_asks_for_two_persons(stc: Desk, first: User, second: User, answer: str) -> None:
    proposal = proposed(first, stc.site)
    verdict = {"proposal": proposal, "answer": answer, "at": clock.now()}
    for people in ({"proposed_by": first, "by": first}, {"proposed_by": second, "by": first}, {"proposed_by": first}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Verdict.objects.create(**verdict, **people)


# --- one person -----------------------------------------------------------------------------------------------------


def test_the_first_administrator_of_a_fresh_province_works_alone_and_the_second_one_looks_at_it(
    stc: Desk, first: User
) -> None:
    assert isinstance(carry_out(first, change=host_change(stc.site)), Host)
    second = make_administrator("quantri2")
    (proposal,) = to_review(second)
    assert proposal.alone == Alone.FIRST
    with pytest.raises(Refused):
        actions.review(first, proposal=proposal)
    actions.review(second, proposal=proposal, comment="Đúng")
    assert not to_review(second).exists()
    assert isinstance(carry_out(first, change=host_change(stc.site, name="hai.binhphuoc.gov.vn")), Sent)


def test_where_the_second_one_has_gone_it_is_said_whom_to_turn_to(stc: Desk, first: User, second: User) -> None:
    User.objects.filter(pk=second.pk).update(is_active=False, closed_at=clock.now())
    with pytest.raises(Refused) as refusal:
        carry_out(first, change=host_change(stc.site))
    assert refusal.value.code == "nobody_to_approve"
    rule("changes.host", {"approve": [{"post": "head", "agency": "site"}]})
    User.objects.filter(pk__in=[stc.head.pk]).update(is_active=False)
    with pytest.raises(Refused) as refusal:
        carry_out(first, change=host_change(stc.site))
    assert refusal.value.code == "nobody_to_approve"


def test_a_rule_may_say_that_one_person_is_enough(stc: Desk, first: User, second: User) -> None:
    rule("changes.host", {"persons": 1}, site=stc.site)
    assert isinstance(carry_out(first, change=host_change(stc.site)), Host)
    assert Proposal.objects.get().alone == Alone.RULE
    assert not to_review(second).exists()
    sxd = make_desk("sxd")
    assert isinstance(carry_out(first, change=host_change(sxd.site, name="hai.binhphuoc.gov.vn")), Sent)


def test_a_rule_about_rules_needs_two_persons_too(stc: Desk, first: User, second: User) -> None:
    row = Rule(key="changes.host", value={"persons": 1}, unit="persons", basis=make_basis(), article="Điều 1")
    assert isinstance(carry_out(first, change=RULE.change(row, reason="Cho nhanh")), Sent)
    assert isinstance(carry_out(first, change=host_change(stc.site)), Sent)


def test_a_rule_may_name_who_proposes_and_ask_for_a_document(stc: Desk, first: User, second: User) -> None:
    rule("changes.host", {"propose": [{"post": "head", "agency": "site"}], "basis": "required"})
    with pytest.raises(Refused) as refusal:
        carry_out(first, change=host_change(stc.site))
    assert refusal.value.code == "may_not_propose"
    rule("changes.host", {"basis": "required"}, site=stc.site)
    with pytest.raises(Invalid) as invalid:
        carry_out(first, change=host_change(stc.site))
    assert set(invalid.value.errors) == {"why_basis"}


def test_under_a_delegation_it_is_said_for_whom(stc: Desk, first: User) -> None:
    from workflows.delegation.actions import delegate
    from workflows.delegation.models import Delegation

    rule("changes.seat", {"approve": [{"post": "head", "agency": "site"}]})
    post = stc.head.posts.get()
    row = Delegation(giver=stc.head, post=post, to=stc.deputy, held_from=clock.today(), decision="12/QĐ-STC")
    delegate(stc.head, row=row)
    carry_out(first, change=seat_change(make_person("moi"), stc.site))
    verdict = actions.approve(stc.deputy, proposal=Proposal.objects.get())
    assert verdict.delegation == row


# --- the screens ----------------------------------------------------------------------------------------------------


def post(client: Client, person: User, address: str, **fields: Any) -> Any:
    client.force_login(person)
    return client.post(address, fields, follow=True)


def test_the_screen_of_hosts_says_that_it_was_sent(client: Client, stc: Desk, first: User, second: User) -> None:
    fields = {"site": stc.site.pk, "hostname": NAME, "role": "equal"}
    response = post(client, first, reverse("host:add"), **fields)
    assert "why" in response.context["form"].errors
    response = post(client, first, reverse("host:add"), **fields, why="Tên quen dùng")
    assert "chờ người thứ hai duyệt" in response.text
    assert not Host.objects.filter(hostname=NAME).exists()
    address = reverse("changes:proposal", args=[Proposal.objects.get().pk])
    assert NAME in client.get(address).text
    post(client, first, address, act="approve")
    assert not Host.objects.filter(hostname=NAME).exists()
    post(client, second, address, act="approve")
    assert Host.objects.filter(hostname=NAME).exists()


def test_an_administrator_of_a_site_gives_a_seat_and_its_head_approves(client: Client, stc: Desk, first: User) -> None:
    rule("changes.seat", OF_THE_SITE)
    admin = with_seat("quantri.stc", stc.site, "site_admin")
    person = with_post("moi.stc", stc.agency, "staff")
    fields = {
        **EMPTY, "site": stc.site.pk, "kind": SeatKind.objects.get(code="writer").pk, "held_from": str(clock.today()),
        "basis": "Quyết định 5", "why": "Phân công",
    }  # fmt: skip
    response = post(client, admin, reverse("people:give_seat", args=[person.pk]), **fields)
    assert "chờ người thứ hai duyệt" in response.text
    assert not person.seats.exists()
    proposal = Proposal.objects.get()
    sxd = make_desk("sxd")
    address = reverse("changes:proposal", args=[proposal.pk])
    client.force_login(sxd.head)
    assert client.get(address).status_code == 404
    post(client, stc.head, address, act="approve")
    assert person.seats.get().basis == "Quyết định 5"


def test_ending_a_seat_is_at_once_and_stands_in_the_review(
    client: Client, stc: Desk, first: User, second: User
) -> None:
    seat = stc.writer.seats.get()
    post(
        client,
        first,
        reverse("people:end_seat", args=[seat.pk]),
        on=str(clock.today()),
        reason="Thôi việc",
        anyway="on",
    )
    assert not Seat.objects.filter(pk=seat.pk, held_to=None).exists()
    (proposal,) = to_review(second)
    assert proposal.alone == Alone.TAKING_AWAY
    client.force_login(second)
    assert "Thôi việc" in client.get(reverse("changes:proposal", args=[proposal.pk])).text
    post(client, second, reverse("changes:proposal", args=[proposal.pk]), act="review")
    assert not to_review(second).exists()


def test_the_desk_shows_what_waits_with_its_number(client: Client, stc: Desk, first: User, second: User) -> None:
    proposed(first, stc.site)
    client.force_login(second)
    response = client.get(reverse("wagtailadmin_home"))
    assert NAME in response.text
    client.force_login(stc.head)
    assert NAME not in client.get(reverse("wagtailadmin_home"), {"tab": "changes"}).text


def test_the_identity_of_a_site_changes_when_its_head_agrees(client: Client, stc: Desk, first: User) -> None:
    rule("changes.identity", OF_THE_SITE)
    admin = with_seat("quantri.stc", stc.site, "site_admin")
    colours = {"primary": "#8c1c13", "primary_text": "#ffffff", "accent": "", "accent_text": "#ffffff"}
    fields = {"site": stc.site.pk, "responsible_person": "Người mới", "emblem": "", "emblem_alt": "", **colours}
    post(client, admin, reverse("siteidentity:add"), **fields, why="Đổi người phụ trách")
    stc.site.refresh_from_db()
    assert stc.site.responsible_person != "Người mới"
    proposal = Proposal.objects.get()
    assert ("Người mới", True) in [(line.after, line.is_changed) for line in description_of(proposal).lines]
    actions.approve(stc.head, proposal=proposal)
    stc.site.refresh_from_db()
    assert stc.site.responsible_person == "Người mới"
    assert SiteIdentity.objects.get(site=stc.site).primary == "#8c1c13"


def test_actions_themselves_are_the_floor_below(stc: Desk, first: User, second: User) -> None:
    """Opening a province, and tests, call them directly: no proposal is written."""
    seat = give_seat(first, person=make_person("moi"), kind_code="writer", site=stc.site)
    end_seat(first, seat=seat)
    assert not Proposal.objects.exists()
