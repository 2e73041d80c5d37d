"""A proposed change that waits too long: who may answer is reminded, before the limit and after it, once each."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from sites.accounts.models import User
from sites.administration.changes import DOMAIN, HOST
from sites.changes.carrying import carry_out
from sites.clock import VIETNAM
from sites.domains.models import Host, ProvinceDomain
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_basis, make_desk
from workflows.changes import actions
from workflows.changes.models import Proposal
from workflows.changes.selectors import lines_of
from workflows.deadlines.jobs import send_calls
from workflows.deadlines.models import ProposalCall
from workflows.deadlines.proposals import remind_of_proposals
from workflows.notices.models import Mail, Notice

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def first() -> User:
    return make_administrator()


@pytest.fixture
def second(first: User) -> User:
    return make_administrator("quantri2")


@pytest.fixture
def desk(first: User) -> Iterator[Desk]:
    """A Friday afternoon; a change is to be decided about in eight working hours, two before them is near."""
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        value = {"persons": 2, "approve": [{"administrator": "province"}], "hours": 8, "remind": 2, "days": 30}
        row = Rule(key="changes", value=value, unit="persons", basis=make_basis(), article="Điều 1")
        desk = make_desk("stc")
        set_rule(first, rule=row)
        yield desk


@pytest.fixture
def proposal(desk: Desk, first: User, second: User) -> Proposal:
    row = Host(site=desk.site, hostname="taichinh.binhphuoc.gov.vn", role="equal")
    carry_out(first, change=HOST.change(row, reason="Tên quen dùng"))
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    return Proposal.objects.get()


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_who_may_answer_is_reminded_before_the_limit_and_after_it_once_each(
    desk: Desk, proposal: Proposal, first: User, second: User
) -> None:
    assert remind_of_proposals(at("2026-11-23 10:00")) == 0
    assert remind_of_proposals(at("2026-11-23 10:30")) == 1  # six working hours later: over a week-end and a noon
    assert remind_of_proposals(at("2026-11-23 11:00")) == 0
    assert [subject.startswith("Sắp đến hạn trả lời") for subject in told(second)] == [True]
    assert told(first) == []
    assert remind_of_proposals(at("2026-11-23 14:31")) == 1
    assert remind_of_proposals(at("2026-11-23 16:00")) == 0
    assert [subject.startswith("Quá hạn trả lời") for subject in told(second)] == [False, True]
    assert [subject.startswith("Chưa có người trả lời") for subject in told(first)] == [True]
    assert str(second) in Notice.objects.get(person=first).body
    assert told(desk.head) == told(desk.writer) == []  # next to it, but not asked
    assert set(ProposalCall.objects.values_list("due_at", flat=True)) == {at("2026-11-23 14:30")}


def test_the_job_reminds_and_a_reminder_that_was_missed_is_not_made_up_for(
    proposal: Proposal, first: User, second: User
) -> None:
    with time_machine.travel(at("2026-11-24 09:00"), tick=False):
        send_calls(timestamp=0)
        send_calls(timestamp=0)
    assert list(ProposalCall.objects.values_list("kind", flat=True)) == ["escalation"]
    assert len(told(second)) == 1


def test_nobody_is_reminded_of_what_was_decided_or_has_no_limit(
    desk: Desk, proposal: Proposal, first: User, second: User
) -> None:
    Rule.objects.filter(key="changes").update(value={"persons": 2, "approve": [{"administrator": "province"}]})
    row = Host(site=desk.site, hostname="khong-han.binhphuoc.gov.vn", role="equal")
    carry_out(first, change=HOST.change(row, reason="Không có hạn"))
    actions.refuse(second, proposal=proposal, reason="Không cần")
    Notice.objects.all().delete()
    assert remind_of_proposals(at("2026-12-20 09:00")) == 0
    assert told(second) == []


def test_what_belongs_to_no_site_has_its_limit_too(desk: Desk, first: User, second: User) -> None:
    row = ProvinceDomain(name="binhphuoc2.gov.vn", basis="Quyết định 1/QĐ-UBND")
    carry_out(first, change=DOMAIN.change(row, reason="Tên miền mới"))
    proposal = Proposal.objects.get()
    assert proposal.site is None
    assert lines_of([proposal])[0].until == at("2026-11-23 14:30")
    assert remind_of_proposals(at("2026-11-23 14:31")) == 1
