"""Bundles: many items, one approval, one moment, all or none, taken back as one; next door gets nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse

from cms.news.models import NewsPage
from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.cms import body_of, make_page, make_picture, section_of
from tests.factories.sites import make_administrator
from tests.factories.workflows import (
    Desk,
    decided,
    fresh_page,
    make_bundle,
    make_desk,
    make_portal,
    published,
    sent_bundle,
    submitted,
    with_seat,
)
from workflows.bundles import actions as bundles
from workflows.bundles.enums import ActKind, BundleState
from workflows.bundles.findings import findings_of
from workflows.bundles.models import Bundle, BundleAct, BundleItem
from workflows.bundles.selectors import items_of
from workflows.deadlines.selectors import calls_to_make
from workflows.desk.selectors import pile_of, sent_lines, waiting_lines
from workflows.emergency.policies import reasons_not_to_release_at_once
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.company import company_of
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import Decision, Passage, Release, Withdrawal
from workflows.passage.texts import hash_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MOMENT = START + timedelta(hours=3)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def drafts(desk: Desk, number: int = 3, **fields: Any) -> list[NewsPage]:
    return [desk.draft(title=f"Tin {n}", slug=f"tin-{n}", **fields) for n in range(1, number + 1)]


def fresh(bundle: Bundle) -> Bundle:
    return Bundle.objects.get(pk=bundle.pk)


def live(bundle: Bundle) -> list[bool]:
    return [item.page.live for item in items_of(bundle)]


def codes(actor: User, bundle: Bundle) -> dict[str, bool]:
    """Every finding by its code, and whether it is hard."""
    return {finding.reason.code: finding.is_hard for finding in findings_of(actor, bundle, list(items_of(bundle)))}


def logged_in(person: User) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(person)
    return client


# --- one approval, all or none ---------------------------------------------------------------------------------------


def test_one_approval_makes_all_items_public(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    assert (bundle.state, live(bundle)) == (BundleState.UNDER_WAY, [False] * 3)
    done = decided(desk.head, bundle)
    assert (done.state, live(done)) == (BundleState.PUBLISHED, [True] * 3)
    for item in items_of(done):
        assert item.passage is not None
        release = item.passage.release
        last = item.passage.decisions.latest("pk")
        assert (last.actor, last.kind) == (desk.head, DecisionKind.PUBLISH)
        assert hash_of(fresh_page(item.page_id)) == release.text_sha256 == last.text_sha256
    assert not BundleItem.objects.filter(bundle=bundle, binds=True).exists()


def test_it_is_approved_step_by_step_as_one() -> None:
    portal = make_portal()
    bundle = sent_bundle(portal, *drafts(portal))
    bundle = decided(portal.head, bundle, "approve")
    bundle = decided(portal.editor, bundle, "forward")
    assert live(bundle) == [False] * 3
    positions = {passage.position for passage in company_of(latest_of(bundle))}
    assert positions == {3}
    assert decided(portal.board_head, bundle).state == BundleState.PUBLISHED
    assert Decision.objects.filter(passage__led_by=bundle.leader_id, kind=DecisionKind.APPROVE).count() == 3


def latest_of(bundle: Bundle) -> Passage:
    return Passage.objects.get(pk=bundle.leader_id)


def test_who_had_a_part_in_one_text_approves_none(desk: Desk) -> None:
    pages = drafts(desk)
    changed = pages[2].get_latest_revision_as_object()
    changed.title = "Thủ trưởng sửa"
    changed.save_revision(user=desk.head)
    bundle = sent_bundle(desk, *pages)
    with pytest.raises(Refused) as refusal:
        decided(desk.head, bundle)
    assert refusal.value.code == "had_a_part"
    assert [line.bundle for line in waiting_lines(desk.head)] == []
    assert decided(desk.deputy, bundle).state == BundleState.PUBLISHED


def test_no_item_is_decided_about_alone_while_the_bundle_is_under_way(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    passage = company_of(latest_of(bundle))[1]
    alone = (
        lambda: actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256),
        lambda: actions.return_to_author(desk.head, passage=passage, reason="Sửa"),
        lambda: actions.cancel(desk.writer, passage=passage),
    )
    for act in alone:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "in_company"
    codes_of_lane = [r.code for r in reasons_not_to_release_at_once(desk.head, page=fresh_page(passage.page_id))]
    assert codes_of_lane in (["in_company"], ["no_lane"])
    assert fresh(bundle).state == BundleState.UNDER_WAY


def test_a_text_that_was_not_seen_stops_all(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    leader = latest_of(bundle)
    seen = {one.pk: one.text_sha256 for one in company_of(leader)}
    seen[company_of(leader)[1].pk] = "0" * 64
    with pytest.raises(Conflict) as refusal:
        actions.decide_together(desk.head, leader=leader, kind=DecisionKind.PUBLISH, seen=seen)
    assert "Tin 2" in str(refusal.value)
    assert live(bundle) == [False] * 3
    assert not Release.objects.filter(passage__led_by=leader).exists()


def test_it_is_returned_with_a_reason_and_notes_on_single_items(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    leader = latest_of(bundle)
    second = company_of(leader)[1]
    with pytest.raises(Invalid):
        actions.return_together(desk.head, leader=leader, reason=" ")
    actions.return_together(desk.head, leader=leader, reason="Chưa đủ", notes={second.pk: "Sai số liệu"})
    assert fresh(bundle).state == BundleState.OPEN
    assert {one.state for one in company_of(leader)} == {PassageState.RETURNED}
    assert second.decisions.latest("pk").comment == "Chưa đủ\nSai số liệu"
    (line,) = sent_lines(desk.writer)
    assert (line.bundle, line.passage.state) == (bundle, PassageState.RETURNED)
    assert "“Tin 2”: Sai số liệu" in line.returned.comment  # type: ignore[union-attr]
    bundles.remove_item(desk.writer, item=list(items_of(bundle))[1])
    again = bundles.submit_bundle(desk.writer, bundle=fresh(bundle))
    assert live(decided(desk.head, again)) == [True, True]
    assert not fresh_page(second.page_id).live


# --- locked ----------------------------------------------------------------------------------------------------------


def test_nothing_changes_in_a_bundle_once_it_is_submitted(desk: Desk) -> None:
    with time_machine.travel(START, tick=False):
        bundle = sent_bundle(desk, *drafts(desk), at=MOMENT)
        _is_locked(desk, bundle)
        assert decided(desk.head, bundle).state == BundleState.SCHEDULED
        _is_locked(desk, fresh(bundle))
        page = fresh_page(items_of(bundle)[0].page_id)
        assert page.scheduled_revision is not None
        assert page.get_lock() is not None


def _is_locked(desk: Desk, bundle: Bundle) -> None:
    item = items_of(bundle)[0]
    attempts = (
        lambda: bundles.add_item(desk.writer, bundle=bundle, page=desk.draft(title="Thêm", slug="them")),
        lambda: bundles.remove_item(desk.writer, item=item),
        lambda: bundles.move_down(desk.writer, item=item),
        lambda: bundles.change_bundle(desk.writer, bundle=bundle, title="Khác", occasion="Khác", at=None),
        lambda: bundles.submit_bundle(desk.writer, bundle=bundle),
        lambda: bundles.abandon_bundle(desk.writer, bundle=bundle, reason="Thôi"),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refusal, transaction.atomic():
            attempt()
        assert refusal.value.code == "locked"


def test_what_was_edited_after_the_approval_is_not_what_becomes_public(desk: Desk) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        bundle = decided(desk.head, sent_bundle(desk, *drafts(desk), at=MOMENT))
        page = fresh_page(items_of(bundle)[0].page_id)
        sneaky = page.get_latest_revision_as_object()
        sneaky.title = "Lén sửa"
        sneaky.save_revision(user=desk.writer)
        traveller.move_to(MOMENT)
        assert actions.publish_due().failed == 0
        assert fresh_page(page.pk).title == "Tin 1"
        assert live(bundle) == [True] * 3


def test_a_moment_that_passes_while_it_is_approved_parts_nobody(desk: Desk) -> None:
    """They are released one after another: what the first one waits for, all wait for."""
    with time_machine.travel(MOMENT - timedelta(seconds=1), tick=False) as traveller:
        bundle = sent_bundle(desk, *drafts(desk), at=MOMENT)

        def passes(sender: type[Release], **_said: Any) -> None:
            traveller.move_to(MOMENT + timedelta(seconds=1))

        post_save.connect(passes, sender=Release)
        try:
            assert decided(desk.head, bundle).state == BundleState.SCHEDULED
        finally:
            post_save.disconnect(passes, sender=Release)
        assert clock.now() > MOMENT
        assert live(bundle) == [False] * 3
        assert actions.publish_due().published == 1
        assert (fresh(bundle).state, live(bundle)) == (BundleState.PUBLISHED, [True] * 3)


def test_those_who_decide_cancel_it_before_its_moment_with_a_reason(desk: Desk) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        bundle = decided(desk.head, sent_bundle(desk, *drafts(desk), at=MOMENT))
        with pytest.raises(Invalid):
            bundles.cancel_bundle(desk.head, bundle=bundle, reason="")
        with pytest.raises(Refused):
            bundles.cancel_bundle(desk.writer, bundle=bundle, reason="Thôi")
        assert bundles.cancel_bundle(desk.deputy, bundle=bundle, reason="Hoãn lễ").state == BundleState.OPEN
        traveller.move_to(MOMENT)
        actions.publish_due()
        assert live(bundle) == [False] * 3
        assert not Release.objects.filter(passage__led_by=bundle.leader_id, revoked_at__isnull=True).exists()
        act = BundleAct.objects.filter(bundle=bundle).latest("pk")
        assert (act.kind, act.actor, act.reason) == (ActKind.CANCELLED, desk.deputy, "Hoãn lễ")


def test_who_submitted_it_takes_it_off_its_way_before_it_is_approved(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    assert bundles.cancel_bundle(desk.writer, bundle=bundle, reason="Sót ảnh").state == BundleState.OPEN
    bundles.abandon_bundle(desk.writer, bundle=fresh(bundle), reason="Không làm nữa")
    assert make_bundle(desk, *[item.page for item in items_of(bundle)]).state == BundleState.OPEN


# --- its moment ------------------------------------------------------------------------------------------------------


def test_all_become_public_at_the_moment_and_none_before(desk: Desk) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        bundle = decided(desk.head, sent_bundle(desk, *drafts(desk), at=MOMENT))
        traveller.move_to(MOMENT - timedelta(seconds=1))
        actions.publish_due()
        assert live(bundle) == [False] * 3
        traveller.move_to(MOMENT)
        assert actions.publish_due().published == 1
        assert (fresh(bundle).state, live(bundle)) == (BundleState.PUBLISHED, [True] * 3)
        assert fresh(bundle).public_at == MOMENT
        assert BundleAct.objects.filter(bundle=bundle).latest("pk").actor is None


def test_when_one_item_fails_none_is_public_the_fault_is_shown_and_it_is_tried_again(desk: Desk) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        bundle = decided(desk.head, sent_bundle(desk, *drafts(desk), at=MOMENT))
        leader = latest_of(bundle)
        third = company_of(leader)[2]
        third.page.revisions.filter(pk=third.revision_id).update(approved_go_live_at=None)
        traveller.move_to(MOMENT)
        assert actions.publish_due().failed == 1
        assert (fresh(bundle).state, live(bundle)) == (BundleState.SCHEDULED, [False] * 3)
        assert "Tin 3" in latest_of(bundle).fault
        for person in (desk.head, desk.writer):
            home = logged_in(person).get(reverse("wagtailadmin_home")).content.decode()
            assert f'data-failed-bundle="{bundle.pk}"' in home
            assert "Tin 3" in home
        assert "data-failed-bundle" not in logged_in(make_desk("skhdt").head).get("/admin/").content.decode()
        screen = reverse("bundles:bundle", args=(bundle.pk,))
        logged_in(desk.head).post(screen, {"act": "retry"})
        assert live(bundle) == [False] * 3
        third.page.revisions.filter(pk=third.revision_id).update(approved_go_live_at=MOMENT)
        logged_in(desk.writer).post(screen, {"act": "retry"})
        assert live(bundle) == [False] * 3
        logged_in(desk.head).post(screen, {"act": "retry"})
        assert (fresh(bundle).state, live(bundle)) == (BundleState.PUBLISHED, [True] * 3)
        assert latest_of(bundle).fault == ""


def test_withdrawing_a_page_whose_next_text_is_in_an_approved_bundle_takes_the_bundle_off(desk: Desk) -> None:
    public = published(desk, title="Đã có", slug="da-co")
    with time_machine.travel(clock.now(), tick=False) as traveller:
        changed = public.get_latest_revision_as_object()
        changed.title = "Bản mới"
        changed.save_revision(user=desk.writer)
        moment = clock.now() + timedelta(hours=1)
        bundle = decided(desk.head, sent_bundle(desk, fresh_page(public.pk), *drafts(desk, 2), at=moment))
        assert bundle.state == BundleState.SCHEDULED
        actions.withdraw(desk.head, page=fresh_page(public.pk), reason="Sai")
        assert fresh(bundle).state == BundleState.OPEN
        traveller.move_to(moment)
        actions.publish_due()
        assert live(bundle) == [False] * 3


# --- taken back ------------------------------------------------------------------------------------------------------


def test_it_is_taken_back_as_one(desk: Desk) -> None:
    bundle = decided(desk.head, sent_bundle(desk, *drafts(desk)))
    with pytest.raises(Invalid):
        bundles.take_back_bundle(desk.head, bundle=bundle, reason="")
    with pytest.raises(Refused):
        bundles.take_back_bundle(desk.writer, bundle=bundle, reason="Sai")
    done = bundles.take_back_bundle(desk.deputy, bundle=bundle, reason="Hoãn lễ", notice="Đợt này đã được gỡ.")
    assert (done.state, live(done)) == (BundleState.WITHDRAWN, [False] * 3)
    assert set(Withdrawal.objects.values_list("notice", "by")) == {("Đợt này đã được gỡ.", desk.deputy.pk)}
    assert Notice.objects.filter(person=desk.writer, subject__contains=bundle.title).count() >= 1
    with pytest.raises(Refused):
        bundles.take_back_bundle(desk.head, bundle=done, reason="Lần nữa")


@pytest.mark.parametrize("also", [False, True])
def test_what_was_changed_since_by_an_approval_of_its_own_stays_unless_it_is_named(desk: Desk, also: bool) -> None:
    bundle = decided(desk.head, sent_bundle(desk, *drafts(desk)))
    first, second = (item.page_id for item in list(items_of(bundle))[:2])
    changed = fresh_page(first).get_latest_revision_as_object()
    changed.title = "Đính chính"
    changed.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=fresh_page(first))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    actions.withdraw(desk.head, page=fresh_page(second), reason="Riêng")
    bundles.take_back_bundle(desk.head, bundle=bundle, reason="Hoãn", also=[first] if also else [])
    assert live(bundle) == [not also, False, False]


# --- conflicts, shown beforehand -------------------------------------------------------------------------------------


def test_an_item_lies_in_one_open_bundle_only(desk: Desk) -> None:
    page = desk.draft()
    bundle = make_bundle(desk, page)
    with pytest.raises(Refused) as refusal:
        make_bundle(desk, page, title="Đợt khác")
    assert (refusal.value.code, bundle.title in str(refusal.value)) == ("in_a_bundle", True)
    other = make_bundle(desk, title="Đợt khác")
    item = BundleItem(bundle=other, page=page, position=1, added_by=desk.writer, added_at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()


def test_pages_of_another_site_stay_outside(desk: Desk) -> None:
    other = make_desk("skhdt")
    with pytest.raises(Refused) as refusal:
        make_bundle(desk, other.draft())
    assert refusal.value.code == "foreign_page"
    with pytest.raises(Refused) as refusal:
        bundles.open_bundle(other.writer, site=desk.site, title="Ké", occasion="Ké")
    assert refusal.value.code == "not_of_team"
    for person in (desk.head, make_administrator()):
        with pytest.raises(Refused):
            bundles.open_bundle(person, site=desk.site, title="Ké", occasion="Ké")


def test_every_conflict_is_found_beforehand_with_its_name(desk: Desk) -> None:
    with time_machine.travel(START, tick=False):
        bundle = make_bundle(desk, at=MOMENT)
        assert codes(desk.writer, bundle) == {"no_items": True}
        running = fresh_page(submitted(desk, title="Đang chạy", slug="dang-chay").page_id)
        own_moment = desk.draft(title="Hẹn riêng", slug="hen-rieng", go_live_at=MOMENT + timedelta(days=1))
        ends = desk.draft(title="Sắp hết", slug="sap-het", expire_at=MOMENT - timedelta(hours=1))
        locked = desk.draft(title="Bị khóa", slug="bi-khoa", locked=True, locked_by=desk.head)
        hidden = make_page(section_of(desk.site), title="Trang mẹ nháp", slug="trang-me")
        child = make_page(hidden, title="Trang con", slug="trang-con")
        links = desk.draft(
            title="Có liên kết",
            slug="co-lien-ket",
            body=body_of(("paragraph", f'<p><a linktype="page" id="{hidden.pk}">xem</a></p>')),
        )
        bad = desk.draft(title="Thiếu chú thích", slug="thieu-chu-thich", lead_image=make_picture())
        expected = {
            running: "is_in_progress",
            own_moment: "own_moment",
            ends: "expires_before",
            locked: "page_locked",
            child: "parent_not_public",
            bad: "alt_missing",
        }
        for page in expected:
            bundles.add_item(desk.writer, bundle=bundle, page=page)
        bundles.add_item(desk.writer, bundle=bundle, page=links)
        found = findings_of(desk.writer, bundle, list(items_of(bundle)))
        by_page = {(finding.page_id, finding.reason.code): finding for finding in found}
        for page, code in expected.items():
            assert by_page[page.pk, code].is_hard
            assert page.title in str(by_page[page.pk, code].reason)
        assert not by_page[links.pk, "link_not_public"].is_hard
        with pytest.raises(Refused) as refusal:
            bundles.submit_bundle(desk.writer, bundle=bundle)
        assert {reason.code for reason in refusal.value.reasons} >= set(expected.values())
        shown = logged_in(desk.writer).get(reverse("bundles:bundle", args=(bundle.pk,))).content.decode()
        assert shown.count("bundle-finding--hard") >= len(expected)
        assert 'value="submit" disabled' in shown
        bundles.add_item(desk.writer, bundle=bundle, page=hidden)
        later = {(f.page_id, f.reason.code) for f in findings_of(desk.writer, bundle, list(items_of(bundle)))}
        assert (child.pk, "parent_not_public") not in later
        assert (links.pk, "link_not_public") not in later


def test_two_things_at_one_minute_are_marked(desk: Desk) -> None:
    with time_machine.travel(START, tick=False):
        passage = submitted(desk, title="Lẻ", slug="le", go_live_at=MOMENT)
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        bundle = make_bundle(desk, *drafts(desk), at=MOMENT)
        assert codes(desk.writer, bundle) == {"same_minute": False}
        shown = logged_in(desk.writer).get(reverse("bundles:index")).content.decode()
        assert shown.count('class="strip-clash"') == 2
        assert bundles.submit_bundle(desk.writer, bundle=bundle).state == BundleState.UNDER_WAY


def test_items_of_different_chains_make_no_bundle(desk: Desk) -> None:
    from tests.factories.workflows import SHORT, make_chain
    from workflows.boards.actions import Use, use_chain

    section = section_of(desk.site, code="about")
    use_chain(make_administrator(), chain=make_chain("rieng", SHORT), use=Use(site=desk.site, section=section))
    page = make_page(section, title="Giới thiệu", slug="gioi-thieu-moi")
    bundle = make_bundle(desk, desk.draft(), page)
    found = findings_of(desk.writer, bundle, list(items_of(bundle)))
    (finding,) = [finding for finding in found if finding.reason.code == "different_chains"]
    assert finding.is_hard
    assert "Giới thiệu" in str(finding.reason)


def test_items_for_whom_nobody_decides_about_all_make_no_bundle() -> None:
    portal, other = make_portal(), make_desk()
    bundle = make_bundle(portal, portal.draft(), portal.draft(title="Của sở", slug="cua-so", agency=other.agency))
    assert codes(portal.writer, bundle)["nobody_for_all"]


# --- the desk --------------------------------------------------------------------------------------------------------


def test_it_is_one_line_on_the_desk_and_one_reminder(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    assert len(pile_of(desk.head).items) == 1
    (line,) = waiting_lines(desk.head)
    assert (line.title, line.bundle) == (bundle.title, bundle)
    far = clock.now() + timedelta(days=30)
    assert {passage_id for passage_id, _kind, _due in calls_to_make(far)} <= {bundle.leader_id}
    assert Notice.objects.filter(person=desk.head).count() == 1
    assert bundle.title in Notice.objects.get(person=desk.head).subject


def test_a_head_reads_every_item_and_decides_once(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    leader = latest_of(bundle)
    client = logged_in(desk.head)
    address = reverse("desk_bundle", args=(bundle.pk,))
    assert client.get(reverse("desk_item", args=(leader.pk,))).url == f"{address}?item={leader.pk}"
    post = {"act": "publish", "position": "1", "comment": ""}
    first = client.get(address).content.decode()
    assert "Tin 1" in first
    assert 'value="publish" disabled' in first
    client.post(address, post)
    assert fresh(bundle).state == BundleState.UNDER_WAY  # two were not read
    for passage in company_of(leader):
        client.get(address, {"item": passage.pk})
    assert 'value="publish" disabled' not in client.get(address).content.decode()
    client.post(address, {**post, "position": "2"})
    assert fresh(bundle).state == BundleState.UNDER_WAY
    client.post(address, {"act": "claim", "position": "1"})
    assert [line.is_mine for line in waiting_lines(desk.head)] == [True]
    client.post(address, post)
    assert (fresh(bundle).state, live(bundle)) == (BundleState.PUBLISHED, [True] * 3)


def test_a_head_returns_it_from_the_desk(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk))
    client, address = logged_in(desk.head), reverse("desk_bundle", args=(bundle.pk,))
    client.post(address, {"act": "return", "position": "1", "reason": ""})
    assert fresh(bundle).state == BundleState.UNDER_WAY
    note = {f"note-{company_of(latest_of(bundle))[0].pk}": "Ảnh mờ"}
    client.post(address, {"act": "return", "position": "1", "reason": "Làm lại", **note})
    assert fresh(bundle).state == BundleState.OPEN
    assert "Ảnh mờ" in latest_of(bundle).decisions.latest("pk").comment
    assert client.get(address).url == reverse("bundles:bundle", args=(bundle.pk,))


def test_the_standing_unit_edits_items_and_forwards_all() -> None:
    portal = make_portal()
    bundle = decided(portal.head, sent_bundle(portal, *drafts(portal)), "approve")
    second = company_of(latest_of(bundle))[1]
    edited = fresh_page(second.page_id).get_latest_revision_as_object()
    edited.title = "Biên tập lại"
    edited.save_revision(user=portal.editor)
    client, address = logged_in(portal.editor), reverse("desk_bundle", args=(bundle.pk,))
    shown = client.get(address, {"item": second.pk}).content.decode()
    assert "Biên tập lại" in shown
    stamp = str(fresh_page(second.page_id).latest_revision_created_at)
    for passage in company_of(latest_of(bundle)):
        client.get(address, {"item": passage.pk})
    post = {"act": "forward", "position": "2", f"stamp-{second.pk}": "gestern"}
    client.post(address, post)
    assert latest_of(bundle).position == 2
    client.post(address, {**post, f"stamp-{second.pk}": stamp})
    assert latest_of(bundle).position == 3
    assert decided(portal.board_head, bundle).state == BundleState.PUBLISHED
    assert fresh_page(second.page_id).title == "Biên tập lại"


# --- the screens -----------------------------------------------------------------------------------------------------


def test_a_writer_puts_a_bundle_together_on_the_screens(desk: Desk) -> None:
    pages = drafts(desk)
    client = logged_in(desk.writer)
    form = {"site": desk.site.pk, "title": "Lễ kỷ niệm", "occasion": "", "at": ""}
    assert client.post(reverse("bundles:new"), form).status_code == 200
    client.post(reverse("bundles:new"), {**form, "occasion": "80 năm"})
    bundle = Bundle.objects.get(title="Lễ kỷ niệm")
    screen = reverse("bundles:bundle", args=(bundle.pk,))
    assert all(page.title in client.get(screen, {"q": "Tin"}).content.decode() for page in pages)
    for page in pages:
        client.post(screen, {"act": "add", "page": page.pk})
    first = items_of(bundle)[0]
    client.post(screen, {"act": "down", "item": first.pk})
    assert [item.page_id for item in items_of(bundle)] == [pages[1].pk, pages[0].pk, pages[2].pk]
    client.post(screen, {"act": "remove", "item": items_of(bundle)[2].pk})
    client.post(reverse("bundles:details", args=(bundle.pk,)), {"title": "Lễ", "occasion": "80 năm", "at": ""})
    client.post(screen, {"act": "submit"})
    assert (fresh(bundle).state, fresh(bundle).title) == (BundleState.UNDER_WAY, "Lễ")
    assert [one.page_id for one in company_of(latest_of(fresh(bundle)))] == [pages[1].pk, pages[0].pk]
    assert 'value="cancel"' in client.get(screen).content.decode()
    kinds = list(BundleAct.objects.filter(bundle=bundle).values_list("kind", flat=True))
    assert kinds == ["opened", "added", "added", "added", "ordered", "removed", "changed", "submitted"]


def test_a_closed_button_says_why(desk: Desk) -> None:
    bundle = decided(desk.head, sent_bundle(desk, *drafts(desk)))
    shown = logged_in(desk.writer).get(reverse("bundles:bundle", args=(bundle.pk,))).content.decode()
    assert 'disabled aria-describedby="bundle-why-not-back"' in shown


def test_next_door_gets_nothing(desk: Desk) -> None:
    bundle = sent_bundle(desk, *drafts(desk), title="Đợt bí mật kx7431zq")
    other = make_desk("skhdt")
    for person in (other.writer, other.head, with_seat("thanhvien.skhdt", other.site, "board_member")):
        client = logged_in(person)
        for name in ("bundles:bundle", "bundles:details", "desk_bundle"):
            address = reverse(name, args=(bundle.pk,))
            for answer in (client.get(address), client.post(address, {"act": "publish", "position": "1"})):
                assert answer.status_code == 404
        assert "kx7431zq" not in client.get(reverse("bundles:index")).content.decode()
        assert "kx7431zq" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert fresh(bundle).state == BundleState.UNDER_WAY
    for person in (desk.writer, desk.head, desk.deputy, make_administrator()):
        assert logged_in(person).get(reverse("bundles:bundle", args=(bundle.pk,))).status_code == 200


def test_acts_are_never_changed(desk: Desk) -> None:
    make_bundle(desk)
    for attempt in (lambda: BundleAct.objects.update(reason="x"), lambda: BundleAct.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
