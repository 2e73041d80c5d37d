"""Limits of steps: computed from rules and calendar, reminded of once, told upward once, in each reader's language."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import override_settings
from wagtail.users.models import UserProfile

from sites.calendar.actions import enter_day
from sites.calendar.models import CalendarDay
from sites.clock import VIETNAM
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_basis, make_desk, make_portal, submitted
from workflows.deadlines.actions import send_calls
from workflows.deadlines.models import Call
from workflows.deadlines.selectors import due_of
from workflows.notices.actions import send_unsent
from workflows.notices.models import Mail, Notice
from workflows.passage import actions
from workflows.passage.models import Passage

pytestmark = pytest.mark.django_db
DEAD = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 9}}
}
ABOVE = [{"post": "deputy_head", "agency": "site"}]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def limit(key: str = "limit.publish", hours: float = 8, **fields: Any) -> Rule:
    value = {"hours": hours, "remind": 2, "escalate_to": ABOVE}
    row = Rule(key=key, value=value, unit="working_hour", basis=make_basis(), article="Điều 9.1", **fields)
    return set_rule(make_administrator(), rule=row)


def waiting(desk: Desk, since: str = "2026-11-20 14:30", **fields: Any) -> Passage:
    """An item that came to its step at a moment: a Friday afternoon."""
    passage = submitted(desk, **fields)
    Passage.objects.filter(pk=passage.pk).update(waiting_since=at(since))
    Mail.objects.all().delete()
    Notice.objects.all().delete()
    passage.refresh_from_db()
    return passage


@pytest.fixture
def desk() -> Iterator[Desk]:
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        yield make_desk()


def told(person: object) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_a_limit_runs_in_working_time_and_follows_the_calendar(desk: Desk) -> None:
    passage = waiting(desk)
    assert due_of(passage) is None  # no rule, no limit
    limit()
    due = due_of(passage)
    assert due is not None
    assert (due.at, due.near_at) == (at("2026-11-23 14:30"), at("2026-11-23 10:30"))
    day = CalendarDay(day=date(2026, 11, 23), kind="off", name_vi="Nghỉ tránh bão", basis=make_basis())
    enter_day(make_administrator(), day=day)
    moved = due_of(passage)
    assert moved is not None
    assert moved.at == at("2026-11-24 14:30")


def test_the_step_of_a_chain_beats_the_kind_and_a_site_beats_the_province(desk: Desk) -> None:
    passage = waiting(desk)
    limit(hours=8)
    limit(hours=6, site=desk.site)
    assert due_of(passage).at == at("2026-11-23 10:30")  # type: ignore[union-attr]
    limit("limit.short.1", hours=2)
    assert due_of(passage).at == at("2026-11-20 16:30")  # type: ignore[union-attr]


def test_a_new_limit_does_not_change_what_came_before_it(desk: Desk) -> None:
    passage = waiting(desk)
    limit(hours=8)
    limit(hours=1, holds_from=date(2026, 11, 21))
    assert due_of(passage).at == at("2026-11-23 14:30")  # type: ignore[union-attr]
    assert due_of(waiting(desk, "2026-11-23 08:00")).at == at("2026-11-23 09:00")  # type: ignore[union-attr]


def test_who_is_asked_is_reminded_once_and_those_above_are_told_once(desk: Desk) -> None:
    waiting(desk, title="Công khai quyết toán")
    limit()
    assert send_calls(at("2026-11-23 10:29")) == 0
    assert send_calls(at("2026-11-23 10:30")) == 1
    assert send_calls(at("2026-11-23 11:00")) == 0
    assert (len(told(desk.head)), told(desk.deputy), told(desk.writer)) == (1, [], [])
    assert send_calls(at("2026-11-23 14:30")) == 0  # its last moment
    assert send_calls(at("2026-11-23 14:31")) == 1
    assert send_calls(at("2026-11-24 14:31")) == 0
    assert (len(told(desk.head)), len(told(desk.deputy)), told(desk.writer)) == (2, 1, [])
    assert Mail.objects.filter(person=desk.deputy).count() == 1
    assert list(Call.objects.order_by("pk").values_list("kind", flat=True)) == ["reminder", "escalation"]


def test_what_was_decided_is_not_called_about(desk: Desk) -> None:
    passage = waiting(desk)
    limit()
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert send_calls(at("2026-12-20 10:30")) == 0


def test_the_next_step_has_its_own_limit() -> None:
    portal = make_portal()
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        limit("limit.approve", hours=1)
        limit("limit.edit_and_forward", hours=4)
        passage = submitted(portal)
        assert send_calls(at("2026-11-20 16:00")) == 1
        passage = actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
        assert due_of(passage).at == at("2026-11-23 08:30")  # type: ignore[union-attr]
        assert send_calls(at("2026-11-23 09:00")) == 1
    assert list(Call.objects.order_by("pk").values_list("passage", "kind")) == [(passage.pk, "escalation")] * 2


def test_a_reminder_is_in_the_language_of_its_reader(desk: Desk) -> None:
    UserProfile.objects.update_or_create(user=desk.head, defaults={"preferred_language": "en"})
    waiting(desk, title="Quyết toán")
    limit()
    send_calls(at("2026-11-24 10:30"))
    (notice,) = Notice.objects.filter(person=desk.head)
    assert notice.subject == "Overdue: Quyết toán"
    assert "14:30 23/11/2026" in notice.body
    assert "Điều 9.1" in notice.body
    (above,) = Notice.objects.filter(person=desk.deputy)
    assert above.subject.startswith("Quá hạn")


def test_who_has_no_address_is_told_in_the_admin_and_a_closed_account_not_at_all(desk: Desk) -> None:
    waiting(desk)
    limit()
    desk.head.email = ""
    desk.head.save(update_fields=("email",))
    send_calls(at("2026-11-23 10:30"))
    assert (len(told(desk.head)), Mail.objects.count()) == (1, 0)
    assert told(desk.deputy) == []


def test_a_dead_mail_server_loses_no_reminder(desk: Desk) -> None:
    waiting(desk)
    limit()
    with override_settings(MAILERS=DEAD):
        assert send_calls(at("2026-11-23 10:30")) == 1
        with pytest.raises(OSError, match="refused"):
            send_unsent()
        assert send_calls(at("2026-11-23 10:31")) == 0
    assert Mail.objects.filter(sent_at__isnull=True).count() == 1
    assert send_unsent() == 1
    assert [message.to for message in mail.outbox] == [[desk.head.email]]
