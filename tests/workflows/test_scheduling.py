"""Published and expired on time, to the second; one bad item stops no other; nothing is lost on the way."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Page
from wagtail.signals import page_published

from sites.refusals import Refused
from tests.factories.workflows import Desk, fresh_page, make_desk, published, seen
from workflows.passage import actions
from workflows.passage.enums import PassageState, WithdrawalKind
from workflows.passage.models import Passage, Release, Withdrawal
from workflows.passage.selectors import allowing, next_due_at, overdue, releases_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = START + timedelta(hours=3)


@pytest.fixture
def clock() -> time_machine.Traveller:  # type: ignore[misc]
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(clock: object) -> Desk:
    return make_desk()


def scheduled(desk: Desk, at: datetime = LATER, **fields: object) -> Passage:
    """An item that was approved for a moment to come."""
    page = desk.draft(go_live_at=at, **fields)
    passage = actions.submit(desk.writer, page=page)
    return actions.publish(desk.head, passage=passage, seen_sha256=seen(page))


def test_a_scheduled_item_becomes_public_at_its_second(desk: Desk, clock: time_machine.Traveller) -> None:
    passage = scheduled(desk)
    release = passage.release
    assert (passage.state, fresh_page(passage.page_id).live) == (PassageState.SCHEDULED, False)
    assert release.not_before == next_due_at(START) == LATER
    assert allowing(releases_of(passage.page), release.text_sha256, START) is None
    clock.move_to(LATER - timedelta(seconds=1))
    assert actions.publish_due().published == 0
    clock.move_to(LATER)
    assert actions.publish_due().published == 1
    passage.refresh_from_db()
    page = fresh_page(passage.page_id)
    assert (page.live, page.live_revision, passage.state) == (True, passage.revision, PassageState.PUBLISHED)
    assert page.first_published_at == LATER
    assert next_due_at(LATER) is None
    assert actions.publish_due().published == 0


def test_a_public_item_keeps_its_text_until_the_second_of_the_new_one(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    page = published(desk, title="Bản cũ")
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Bản mới", LATER
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert (fresh_page(page.pk).live, fresh_page(page.pk).title) == (True, "Bản cũ")
    clock.move_to(LATER)
    actions.publish_due()
    assert fresh_page(page.pk).title == "Bản mới"


def test_nobody_publishes_a_scheduled_text_before_its_time(desk: Desk) -> None:
    passage = scheduled(desk)
    page = fresh_page(passage.page_id)
    page.live = True
    with pytest.raises(Refused):
        page.save()
    early = fresh_page(page.pk).latest_revision.as_object()
    early.go_live_at = None
    revision = early.save_revision()
    with pytest.raises(Refused):
        revision.publish(skip_permission_checks=True)
    assert not fresh_page(page.pk).live


def test_one_bad_item_stops_no_other_and_is_tried_again(desk: Desk, clock: time_machine.Traveller) -> None:
    """Anchors M3, M4: Wagtail's command stops at the first error, and the failed one loses its schedule."""
    bad, good = scheduled(desk, slug="xau"), scheduled(desk, LATER + timedelta(seconds=1), slug="tot")
    other = desk.draft(slug="khac")
    Page.objects.filter(pk=bad.page_id).update(slug="khac-roi")
    Page.objects.filter(pk=other.pk).update(slug="xau")  # the revision's slug is taken now: validation fails
    clock.move_to(LATER + timedelta(minutes=1))
    due = actions.publish_due()
    assert (due.published, due.failed, due.overdue) == (1, 1, 1)
    bad.refresh_from_db()
    assert fresh_page(good.page_id).live
    assert bad.state == PassageState.SCHEDULED
    assert bad.fault
    assert bad.revision.approved_go_live_at == bad.go_live_at == LATER
    assert overdue(LATER + timedelta(minutes=1)) == 1
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    Page.objects.filter(pk=other.pk).update(slug="khac")
    call_command("publish_scheduled")
    bad.refresh_from_db()
    assert (bad.state, bad.fault) == (PassageState.PUBLISHED, "")


def test_the_command_is_ours(capsys: pytest.CaptureFixture[str], desk: Desk, clock: time_machine.Traveller) -> None:
    passage = scheduled(desk)
    clock.move_to(LATER)
    call_command("publish_scheduled", "--dryrun")
    assert f"publish page {passage.page_id}" in capsys.readouterr().out
    call_command("publish_scheduled")
    assert "published 1, expired 0, failed 0, overdue 0" in capsys.readouterr().out


def test_an_item_expires_at_its_second_with_a_withdrawal(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk, expire_at=LATER)
    assert next_due_at(START) == LATER
    clock.move_to(LATER)
    assert actions.publish_due().expired == 1
    page = fresh_page(page.pk)
    assert (page.live, page.expired) == (False, True)
    assert Withdrawal.objects.get().kind == WithdrawalKind.EXPIRED
    assert not Release.objects.filter(public_id=page.translation_key, revoked_at__isnull=True).exists()
    assert actions.publish_due().expired == 0


def test_expiry_leaves_what_is_still_to_come_scheduled(desk: Desk, clock: time_machine.Traveller) -> None:
    page = published(desk, expire_at=LATER)
    draft = page.get_latest_revision_as_object()
    draft.title, draft.go_live_at, draft.expire_at = "Bản mới", LATER + timedelta(hours=1), None
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    clock.move_to(LATER)
    actions.publish_due()
    assert not fresh_page(page.pk).live
    clock.move_to(LATER + timedelta(hours=1))
    assert actions.publish_due().published == 1
    assert (fresh_page(page.pk).live, fresh_page(page.pk).title) == (True, "Bản mới")


def test_an_item_that_would_expire_before_it_is_public_is_not_submitted(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        actions.submit(desk.writer, page=desk.draft(expire_at=START - timedelta(hours=1)))
    assert caught.value.code == "expires_before"


def test_a_schedule_is_cancelled_by_those_who_decide_and_takes_its_release(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    passage = scheduled(desk)
    with pytest.raises(Refused):
        actions.submit(desk.writer, page=passage.page)
    with pytest.raises(Refused):
        actions.cancel(desk.writer, passage=passage)
    actions.cancel(desk.head, passage=passage)
    clock.move_to(LATER)
    assert actions.publish_due() == actions.Due(0, 0, 0, 0)
    assert not fresh_page(passage.page_id).live
    actions.submit(desk.writer, page=passage.page)


def test_withdrawing_a_scheduled_item_cancels_it(desk: Desk, clock: time_machine.Traveller) -> None:
    passage = scheduled(desk)
    actions.withdraw(desk.head, page=passage.page, reason="Chưa đúng lúc")
    passage.refresh_from_db()
    assert passage.state == PassageState.CANCELLED
    clock.move_to(LATER)
    actions.publish_due()
    assert not fresh_page(passage.page_id).live


def test_a_signal_at_scheduling_time_tells_of_no_live_page(desk: Desk) -> None:
    """Anchors M2: Wagtail says `page_published` when it schedules; whoever listens has to look at `live`."""
    heard: list[bool] = []

    def hear(instance: Page, **_kwargs: object) -> None:
        heard.append(Page.objects.get(pk=instance.pk).live)

    page_published.connect(hear)
    try:
        passage = scheduled(desk)
    finally:
        page_published.disconnect(hear)
    assert heard == [False]
    assert allowing(releases_of(passage.page), passage.text_sha256, START) is None


def test_a_draft_has_no_alias_that_could_go_live_before_it(desk: Desk) -> None:
    """Anchors M1 (wagtail/wagtail#11344)."""
    page = desk.draft(go_live_at=LATER)
    with pytest.raises(Refused):
        page.create_alias(update_slug="ban-sao")
