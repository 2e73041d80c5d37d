"""Promotion: the unit offers, the portal takes a version as its own copy; neither alters what is the other's."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from cms.media.actions import make_renditions
from cms.media.models import File, Picture
from cms.news.models import NewsPage
from sites import clock
from sites.refusals import Conflict, Invalid, Refused
from sites.rules.models import Rule
from tests.factories.cms import body_of, make_file, make_news, make_picture, section_of
from tests.factories.promotion import (
    approved,
    copied,
    corrected,
    edit,
    proposed,
    question,
    set_promotion,
    source_of,
    taken,
    through,
)
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_desk, make_portal, now, published, seen
from workflows.notices.models import Notice
from workflows.passage import actions
from workflows.passage.actions import submit
from workflows.passage.enums import Cause
from workflows.passage.models import Passage, Release
from workflows.passage.texts import hash_of
from workflows.promotion.actions import (
    agree,
    ask,
    decline,
    keep,
    look_after,
    propose,
    refuse_proposal,
    take,
    take_english,
    take_over,
    withdraw_copy,
    withdraw_proposal,
)
from workflows.promotion.models import Copy, Proposal, ProposalAct, Provenance
from workflows.promotion.policies import may_see_copy, may_see_proposal
from workflows.promotion.selectors import proposals_decided

pytestmark = pytest.mark.django_db
SENTENCES = "<p>Câu thứ nhất. Câu thứ hai. Câu thứ ba.</p>"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def portal() -> PortalDesk:
    found = make_portal()
    make_desk().site.__class__.objects.exclude(pk=found.site.pk).update(parent=found.site)
    return found


@pytest.fixture(autouse=True)
def rules(desk: Desk, portal: PortalDesk) -> None:
    set_promotion()


def state_of(page: NewsPage) -> list[Any]:
    """Everything of a page of the unit that the portal could have changed."""
    found = fresh_page(page.pk)
    return [hash_of(found), found.live, found.latest_revision_id, found.path, found.title, found.go_live_at]


# --- proposing ----------------------------------------------------------------------------------------------------
def test_the_units_writer_proposes_and_its_head_lets_it_go(desk: Desk, portal: PortalDesk) -> None:
    page = published(desk)
    proposal = propose(desk.writer, page=page)
    assert proposal.state == "asked"
    assert set(Notice.objects.filter(subject__contains=page.title).values_list("person", flat=True)) >= {desk.head.pk}
    for person in (desk.writer, portal.editor, make_desk("skhdt").head):
        with pytest.raises(Refused):
            agree(person, proposal=proposal)
    proposal = agree(desk.head, proposal=proposal, comment="Đồng ý")
    assert proposal.state == "proposed"
    last = proposal.acts.last()
    assert last is not None
    assert (last.kind, last.actor, last.basis) == ("agree", desk.head, "Điều 8.5, Quy chế")


def test_the_head_who_proposes_has_consented(desk: Desk) -> None:
    assert proposed(desk).state == "proposed"


def test_another_unit_a_draft_and_the_portals_own_text_are_not_proposed(desk: Desk, portal: PortalDesk) -> None:
    for person in (make_desk("skhdt").head, portal.editor, portal.board_head):
        with pytest.raises(Refused) as caught:
            propose(person, page=published(desk))
        assert caught.value.code == "not_entitled"
    with pytest.raises(Refused) as caught:
        propose(desk.head, page=desk.draft())
    assert caught.value.code == "not_released"
    with pytest.raises(Refused) as caught:
        propose(portal.writer, page=portal.draft())
    assert caught.value.code == "not_promotable"


def test_one_open_proposal_a_text(desk: Desk) -> None:
    proposal = proposed(desk)
    with pytest.raises(Refused) as caught:
        propose(desk.writer, page=proposal.page.specific)
    assert caught.value.code == "is_proposed"
    withdraw_proposal(desk.head, proposal=proposal)
    assert propose(desk.head, page=proposal.page.specific).state == "proposed"


def test_the_portal_asks_and_the_unit_says_yes_or_no(desk: Desk, portal: PortalDesk) -> None:
    first, second = published(desk, title="Bài một"), published(desk, title="Bài hai")
    for person in (desk.head, portal.writer, make_administrator()):
        with pytest.raises(Refused):
            ask(person, page=first)
    with pytest.raises(Refused):
        ask(portal.editor, page=desk.draft())
    assert agree(desk.head, proposal=ask(portal.editor, page=first)).state == "proposed"
    asked = ask(portal.editor, page=second)
    with pytest.raises(Invalid):
        decline(desk.head, proposal=asked, reason=" ")
    assert decline(desk.head, proposal=asked, reason="Chỉ dành cho nội bộ ngành").state == "declined"
    assert "Chỉ dành" in Notice.objects.filter(person=portal.editor).latest("pk").body


def test_a_refusal_has_a_reason_and_the_unit_is_told(desk: Desk, portal: PortalDesk) -> None:
    proposal = proposed(desk)
    for person in (desk.head, portal.writer):
        with pytest.raises(Refused):
            refuse_proposal(person, proposal=proposal, reason="Không")
    with pytest.raises(Invalid):
        refuse_proposal(portal.editor, proposal=proposal, reason="")
    assert refuse_proposal(portal.editor, proposal=proposal, reason="Đã có tin tương tự").state == "refused"
    assert "Đã có tin tương tự" in Notice.objects.filter(person=desk.head).latest("pk").body


def test_an_open_proposal_follows_what_the_unit_publishes(desk: Desk, portal: PortalDesk) -> None:
    stale = proposed(desk)
    page = stale.page.specific
    draft = page.get_latest_revision_as_object()
    draft.title = "Bản mới"
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=fresh_page(page.pk))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Conflict):
        taken(desk, portal, stale)
    fresh = Proposal.objects.get(pk=stale.pk)
    assert fresh.title == "Bản mới"
    assert taken(desk, portal, fresh).page.title == "Bản mới"
    actions.withdraw(desk.head, page=page, reason="Sai")
    assert fresh.acts.filter(kind="renew").exists()


def test_a_proposal_closes_when_the_unit_withdraws_the_text(desk: Desk, portal: PortalDesk) -> None:
    proposal = proposed(desk)
    actions.withdraw(desk.head, page=proposal.page, reason="Sai")
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    with pytest.raises(Refused):
        taken(desk, portal, proposal)


# --- taking -------------------------------------------------------------------------------------------------------
def test_the_copy_is_a_new_page_with_the_words_of_the_version(desk: Desk, portal: PortalDesk) -> None:
    source = published(desk, title="Tin của Sở")
    before = state_of(source)
    copy = taken(desk, portal, proposed(desk, source))
    page = fresh_page(copy.page_id)
    assert page.translation_key != source.translation_key
    assert (page.title, page.summary, page.source) == (source.title, source.summary, source.source)
    assert [credit.name for credit in page.credits.all()] == ["Nguyễn Thị Viết"]
    assert list(page.tags.names()) == ["ngân sách"]
    assert page.agency == desk.agency
    assert page.owner == portal.editor
    assert not page.live
    origin = page.origin
    assert (origin.public_id, origin.site, origin.unit) == (source.translation_key, desk.site, "Sở Tài chính")
    assert origin.text_sha256 == hash_of(source)
    assert state_of(source) == before


def test_only_the_desk_takes_and_only_what_it_has_seen(desk: Desk, portal: PortalDesk) -> None:
    proposal = proposed(desk)
    there = {"proposal": proposal, "section": section_of(portal.site), "seen_sha256": proposal.text_sha256}
    for person in (desk.head, portal.writer, portal.board_head, make_administrator()):
        with pytest.raises(Refused):
            take(person, **there)
    with pytest.raises(Refused):
        take(portal.editor, **{**there, "section": section_of(desk.site)})
    with pytest.raises(Conflict):
        take(portal.editor, **{**there, "seen_sha256": "0" * 64})
    take(portal.editor, **there)
    with pytest.raises((Refused, Conflict)):
        take(portal.editor, **there)


def test_pictures_and_files_become_the_portals_own_once(desk: Desk, portal: PortalDesk) -> None:
    picture = make_picture(collection=desk.site.collection)
    make_renditions(picture)
    file = make_file(collection=desk.site.collection)
    goal = published(desk, title="Bài liên quan")
    link = '<a linktype="%s" id="%s">%s</a>'
    body = body_of(
        ("paragraph", f"<p>Xem {link % ('document', file.pk, 'tệp')} và {link % ('page', goal.pk, 'bài')}.</p>"),
        ("image", {"picture": picture.pk, "alt": "Hội trường", "decorative": False, "caption": "Ảnh", "credit": ""}),
        ("file", {"file": file.pk, "title": "Báo cáo"}),
        ("related", {"title": "Cùng chủ đề", "items": [str(goal.translation_key)]}),
    )
    fields = {"lead_image": picture, "lead_image_alt": "Cánh đồng", "body": body}
    first, second = (taken(desk, portal, title=title, **fields) for title in ("Một", "Hai"))
    collection = portal.site.collection
    ours = Picture.objects.get(collection=collection)
    assert (ours.sha256, ours.credit) == (picture.sha256, picture.credit)
    assert ours.file.name != picture.file.name
    own_file = File.objects.get(collection=collection)
    assert own_file.sha256 == file.sha256
    for copy in (first, second):
        page = fresh_page(copy.page_id)
        assert page.lead_image == ours
        stored = str(page.body.get_prep_value())
        assert f'linktype="document" id="{own_file.pk}"' in stored.replace('\\"', '"')
        assert f'linktype="page" id="{goal.pk}"' in stored.replace('\\"', '"')
        assert page.body[1].value["picture"] == ours
        assert page.body[2].value["file"] == own_file
        assert page.body[3].block_type == "link_list"
    assert approved(desk, portal, first).live


# --- changing -----------------------------------------------------------------------------------------------------
def refused_to_submit(portal: PortalDesk, copy: Copy) -> list[str]:
    """The codes with which the text of a copy is refused."""
    with pytest.raises(Refused) as caught:
        actions.submit(portal.editor, page=fresh_page(copy.page_id))
    assert all(reason.basis for reason in caught.value.reasons if reason.code == "not_as_taken")
    return [reason.code for reason in caught.value.reasons]


def test_by_the_rule_the_portal_retitles_and_shortens_and_no_more(desk: Desk, portal: PortalDesk) -> None:
    body = body_of(("heading", {"level": "2", "text": "Mục"}), ("paragraph", SENTENCES))
    copy = taken(desk, portal, body=body)
    for paragraph in (
        "<p>Câu thứ nhất. Câu khác.</p>",
        "<p>Câu thứ hai. Câu thứ nhất.</p>",
        SENTENCES + "<p>Thêm.</p>",
    ):
        edit(portal, copy, body=body_of(("paragraph", paragraph)))
        assert refused_to_submit(portal, copy) == ["not_as_taken"]
    edit(portal, copy, body=body_of(("paragraph", SENTENCES)), source="Cổng tỉnh")
    assert refused_to_submit(portal, copy) == ["not_as_taken"]
    edit(
        portal,
        copy,
        title="Tiêu đề của Cổng",
        summary="Ngắn hơn.",
        source="Sở Tài chính",
        body=body_of(("paragraph", "<p>Câu thứ nhất. Câu thứ ba.</p>")),
    )
    page = approved(desk, portal, copy)
    assert (page.live, page.title) == (True, "Tiêu đề của Cổng")
    assert Provenance.objects.get(copy=copy).changes == ["title", "summary", "shortened"]


def test_what_is_edited_on_the_way_is_held_to_the_rule_too(desk: Desk, portal: PortalDesk) -> None:
    copy = taken(desk, portal)
    passage = actions.submit(portal.editor, page=fresh_page(copy.page_id))
    actions.approve(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    page = edit(portal, copy, body=body_of(("paragraph", "<p>Viết lại hẳn.</p>")))
    with pytest.raises(Refused) as caught:
        actions.forward(portal.editor, passage=now(page), seen_sha256=seen(page))
    assert caught.value.code == "not_as_taken"


@pytest.mark.parametrize(("kind", "passes"), [("none", False), ("rewrite", True)])
def test_the_rule_says_how_far(desk: Desk, portal: PortalDesk, kind: str, passes: bool) -> None:
    Rule.objects.filter(key="promotion.changes").update(value={"kind": kind})
    copy = taken(desk, portal)
    edit(portal, copy, title="Khác", body=body_of(("paragraph", "<p>Viết lại hẳn.</p>")))
    if passes:
        assert approved(desk, portal, copy).live
    else:
        assert set(refused_to_submit(portal, copy)) == {"not_as_taken"}


def test_without_a_rule_nothing_is_promoted(desk: Desk) -> None:
    Rule.objects.filter(key="promotion.changes").delete()
    with pytest.raises(Refused) as caught:
        proposed(desk)
    assert caught.value.code == "no_promotion"


# --- embargo ------------------------------------------------------------------------------------------------------
def test_a_copy_is_never_public_before_its_source(desk: Desk, portal: PortalDesk) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        opens = clock.now().replace(microsecond=0) + timedelta(hours=2)
        passage = actions.submit(desk.writer, page=desk.draft(go_live_at=opens))
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        copy = taken(desk, portal, proposed(desk, fresh_page(passage.page_id)))
        draft = fresh_page(copy.page_id).get_latest_revision_as_object()
        assert draft.go_live_at == opens
        for moment in (None, opens - timedelta(minutes=1)):
            edit(portal, copy, go_live_at=moment)
            assert refused_to_submit(portal, copy) == ["before_source"]
        edit(portal, copy, go_live_at=opens)
        assert not approved(desk, portal, copy).live
        traveller.shift(timedelta(hours=2))
        actions.publish_due()
        assert source_of(copy).live
        assert fresh_page(copy.page_id).live


def test_a_source_that_is_put_off_takes_its_copy_along(desk: Desk, portal: PortalDesk) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        opens = clock.now().replace(microsecond=0) + timedelta(hours=2)
        passage = actions.submit(desk.writer, page=desk.draft(go_live_at=opens))
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        copy = taken(desk, portal, proposed(desk, fresh_page(passage.page_id)))
        approved(desk, portal, copy)
        actions.cancel(desk.head, passage=Passage.objects.get(pk=passage.pk))
        traveller.shift(timedelta(hours=3))
        actions.publish_due()
        assert not fresh_page(copy.page_id).live


# --- the source changes -------------------------------------------------------------------------------------------
def test_a_corrected_source_marks_the_copy_and_is_taken_over_by_approval(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    corrected(desk, copy, summary="Số liệu đã đính chính.")
    event = question(copy)
    assert event.kind == "corrected"
    assert Notice.objects.filter(person=portal.editor, path=f"/admin/promotion/copy/{copy.pk}/").exists()
    assert fresh_page(copy.page_id).summary == "Tỉnh lắng nghe doanh nghiệp."
    newest = source_of(copy)
    for person in (desk.head, portal.writer, portal.board_head):
        with pytest.raises(Refused):
            take_over(person, event=event, seen_sha256=hash_of(newest))
    with pytest.raises(Conflict):
        take_over(portal.editor, event=event, seen_sha256="0" * 64)
    page = take_over(portal.editor, event=event, seen_sha256=hash_of(newest)).page
    passage = submit(portal.editor, page=fresh_page(page.pk), cause=Cause.CORRECTION, notice="Số liệu cũ sai.")
    assert passage.cause == "correction"
    assert fresh_page(copy.page_id).summary == "Tỉnh lắng nghe doanh nghiệp."
    assert through(desk, portal, passage).summary == "Số liệu đã đính chính."
    event.refresh_from_db()
    assert (event.answer.kind, event.answer.by) == ("taken_over", portal.editor)
    assert Provenance.objects.filter(copy=copy).count() == 2


def test_the_portals_own_title_outlives_a_newer_version(desk: Desk, portal: PortalDesk) -> None:
    copy = taken(desk, portal)
    edit(portal, copy, title="Tiêu đề của Cổng")
    approved(desk, portal, copy)
    corrected(desk, copy, title="Tiêu đề mới ở Sở", summary="Tóm tắt mới.")
    take_over(portal.editor, event=question(copy), seen_sha256=hash_of(source_of(copy)))
    draft = fresh_page(copy.page_id).get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Tiêu đề của Cổng", "Tóm tắt mới.")


def test_a_copy_is_kept_as_it_is_with_a_reason(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    corrected(desk, copy)
    edit(portal, copy, title="Khác")
    assert refused_to_submit(portal, copy) == ["source_corrected"]
    with pytest.raises(Invalid):
        keep(portal.editor, event=question(copy), reason="")
    with pytest.raises(Refused):
        keep(desk.head, event=question(copy), reason="Không cần")
    keep(portal.editor, event=question(copy), reason="Chỉ sửa lỗi chính tả")
    assert approved(desk, portal, copy).title == "Khác"


def test_a_correction_while_the_copy_is_under_way_stops_it_at_the_last_step(desk: Desk, portal: PortalDesk) -> None:
    copy = taken(desk, portal)
    passage = actions.submit(portal.editor, page=fresh_page(copy.page_id))
    corrected(desk, copy)
    page = fresh_page(copy.page_id)
    actions.approve(desk.head, passage=now(page), seen_sha256=seen(page))
    actions.forward(portal.editor, passage=now(page), seen_sha256=seen(page))
    with pytest.raises(Refused) as caught:
        actions.publish(portal.board_head, passage=now(page), seen_sha256=seen(page))
    assert caught.value.code == "source_corrected"
    with pytest.raises(Refused):
        take_over(portal.editor, event=question(copy), seen_sha256=hash_of(source_of(copy)))
    actions.return_to_author(portal.board_head, passage=now(page), reason="Nguồn đã sửa")
    take_over(portal.editor, event=question(copy), seen_sha256=hash_of(source_of(copy)))
    assert approved(desk, portal, copy).title == "Đã sửa ở nguồn"
    assert passage.decisions.count() >= 2


def test_a_scheduled_correction_marks_the_copy_when_it_is_public(desk: Desk, portal: PortalDesk) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        copy = copied(desk, portal)
        corrected(desk, copy, title="Hẹn giờ", go_live_at=clock.now() + timedelta(hours=1))
        assert not copy.events.exists()
        assert look_after() == 0
        traveller.shift(timedelta(hours=1))
        actions.publish_due()
        assert look_after() == 1
        assert look_after() == 0
        assert question(copy).kind == "corrected"


# --- the source is withdrawn ----------------------------------------------------------------------------------------
def test_by_the_rule_a_copy_goes_with_its_source_at_once(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    actions.withdraw(desk.head, page=source_of(copy), reason="Sai số liệu", notice="Đã gỡ để kiểm tra")
    page = fresh_page(copy.page_id)
    assert not page.live
    assert not Release.objects.filter(public_id=page.translation_key, revoked_at=None).exists()
    event = copy.events.get()
    assert (event.answer.kind, event.answer.by, event.answer.basis) == ("withdrawn", None, "Điều 8.5, Quy chế")
    with pytest.raises(Refused):
        actions.submit(portal.editor, page=page)


@pytest.mark.parametrize("how_far", ["draft", "under way", "scheduled"])
def test_what_is_not_public_yet_does_not_become_so(desk: Desk, portal: PortalDesk, how_far: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        copy = taken(desk, portal)
        if how_far == "under way":
            actions.submit(portal.editor, page=fresh_page(copy.page_id))
        if how_far == "scheduled":
            edit(portal, copy, go_live_at=clock.now() + timedelta(hours=1))
            approved(desk, portal, copy)
        actions.withdraw(desk.head, page=source_of(copy), reason="Sai")
        traveller.shift(timedelta(hours=2))
        actions.publish_due()
        page = fresh_page(copy.page_id)
        assert not page.live
        assert not page.passages.filter(state__in=("in_progress", "scheduled")).exists()
        with pytest.raises(Refused):
            actions.submit(portal.editor, page=page)


def ask_when_withdrawn(**value: Any) -> None:
    given = {"then": "ask", "hours": 8, "escalate_to": [{"seat": "board_deputy", "site": "portal"}], **value}
    Rule.objects.filter(key="promotion.withdrawn_at_source").update(value=given)


def test_by_the_rule_the_board_is_asked_and_answers_in_time(desk: Desk, portal: PortalDesk) -> None:
    ask_when_withdrawn()
    copy = copied(desk, portal)
    actions.withdraw(desk.head, page=source_of(copy), reason="Sai số liệu")
    assert fresh_page(copy.page_id).live
    event = question(copy)
    assert Notice.objects.filter(person=portal.board_head, path=f"/admin/promotion/copy/{copy.pk}/").exists()
    with pytest.raises(Refused):
        keep(portal.editor, event=event, reason="Vẫn đúng")
    with pytest.raises(Refused):
        withdraw_copy(portal.editor, event=event, reason="Gỡ")
    withdraw_copy(portal.board_head, event=event, reason="Gỡ theo đơn vị")
    assert not fresh_page(copy.page_id).live
    assert "Gỡ theo đơn vị" in Notice.objects.filter(person=desk.head).latest("pk").body


def test_the_board_may_keep_what_the_unit_withdrew(desk: Desk, portal: PortalDesk) -> None:
    ask_when_withdrawn()
    copy = copied(desk, portal)
    actions.withdraw(desk.head, page=source_of(copy), reason="Chuyển sang chuyên mục khác")
    edit(portal, copy, title="Khác")
    assert refused_to_submit(portal, copy) == ["source_withdrawn"]
    keep(portal.board_head, event=question(copy), reason="Vẫn còn giá trị")
    assert fresh_page(copy.page_id).live
    assert approved(desk, portal, copy).title == "Khác"


@pytest.mark.parametrize(("after", "stays"), [("escalate", True), ("withdraw", False)])
def test_nobody_answers_in_time(desk: Desk, portal: PortalDesk, after: str, stays: bool) -> None:
    ask_when_withdrawn(after=after)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        copy = copied(desk, portal)
        actions.withdraw(desk.head, page=source_of(copy), reason="Sai")
        assert look_after() == 0
        traveller.shift(timedelta(days=12))
        told = Notice.objects.filter(person=portal.board_deputy).count()
        assert look_after() == 1
        assert look_after() == 0
        assert fresh_page(copy.page_id).live is stays
        assert (Notice.objects.filter(person=portal.board_deputy).count() > told) is stays


def test_what_comes_back_settles_the_question(desk: Desk, portal: PortalDesk) -> None:
    ask_when_withdrawn()
    copy = copied(desk, portal)
    source = source_of(copy)
    actions.withdraw(desk.head, page=source, reason="Nhầm")
    passage = actions.submit(desk.writer, page=fresh_page(source.pk))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert not copy.events.filter(answer__isnull=True).exists()
    assert copy.events.latest("pk").kind == "back"


def test_a_copy_withdrawn_on_the_portal_leaves_the_source_and_tells_the_unit(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    source = source_of(copy)
    before = state_of(source)
    actions.withdraw(portal.board_head, page=fresh_page(copy.page_id), reason="Hết tính thời sự")
    assert state_of(source) == before
    assert "Hết tính thời sự" in Notice.objects.filter(person=desk.head).latest("pk").body
    again = taken(desk, portal, propose(desk.head, page=source))
    assert again.pk == copy.pk
    assert approved(desk, portal, again).live


# --- English ------------------------------------------------------------------------------------------------------
def test_english_is_taken_with_the_same_name_and_goes_its_own_way(desk: Desk, portal: PortalDesk) -> None:
    source = published(desk)
    english = make_news(
        section_of(desk.site, "en"), user=desk.writer, title="Dialogue", translation_key=source.translation_key
    )
    copy = taken(desk, portal, proposed(desk, source))
    with pytest.raises(Refused) as caught:
        take_english(portal.editor, copy=copy, page=english)
    assert caught.value.code == "no_translation"
    passage = actions.submit(desk.writer, page=english)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Refused):
        take_english(desk.head, copy=copy, page=fresh_page(english.pk))
    second = take_english(portal.editor, copy=copy, page=fresh_page(english.pk))
    page = fresh_page(second.page_id)
    assert page.translation_key == copy.page.translation_key
    assert (page.locale.language_code, page.title, page.live) == ("en", "Dialogue", False)
    assert approved(desk, portal, second).live
    assert not fresh_page(copy.page_id).live


# --- next door, and what is kept --------------------------------------------------------------------------------------
def test_who_may_see_proposals_and_copies(desk: Desk, portal: PortalDesk) -> None:
    other = make_desk("skhdt")
    proposal = propose(desk.writer, page=published(desk))
    for person, sees in ((desk.writer, True), (desk.head, True), (other.head, False), (portal.editor, False)):
        assert may_see_proposal(person, proposal) is sees, person
    proposal = agree(desk.head, proposal=proposal)
    assert may_see_proposal(portal.editor, proposal)
    copy = taken(desk, portal, proposal)
    for person, sees in ((portal.editor, True), (portal.writer, True), (desk.writer, False), (other.head, False)):
        assert may_see_copy(person, copy) is sees, person


def test_what_the_unit_did_not_let_go_stays_its_own_matter(desk: Desk, portal: PortalDesk) -> None:
    opens = clock.now().replace(microsecond=0) + timedelta(hours=2)
    passage = actions.submit(desk.writer, page=desk.draft(go_live_at=opens))
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    proposal = decline(desk.head, proposal=propose(desk.writer, page=fresh_page(passage.page_id)), reason="Chưa")
    assert not may_see_proposal(portal.editor, proposal)
    assert not proposals_decided(portal.site).exists()


def test_a_scheduled_correction_is_not_shown_to_the_portal_before_it_is_public(desk: Desk, portal: PortalDesk) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        page = published(desk, title="Bản đang công khai")
        proposal = ask(portal.editor, page=page)
        draft = page.get_latest_revision_as_object()
        draft.title, draft.go_live_at = "Bản hẹn giờ", clock.now() + timedelta(hours=1)
        draft.save_revision(user=desk.writer)
        passage = actions.submit(desk.writer, page=fresh_page(page.pk))
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
        proposal.refresh_from_db()
        assert proposal.title == "Bản đang công khai"
        traveller.shift(timedelta(hours=1))
        actions.publish_due()
        assert look_after() == 1
        assert look_after() == 0
        assert Proposal.objects.get().title == "Bản hẹn giờ"


def test_acts_snapshots_and_provenances_are_only_added(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    rows: list[Any] = [ProposalAct.objects.first(), copy.origin, Provenance.objects.get(copy=copy)]
    for row in rows:
        for act in (row.save, row.delete):
            with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
                act()


def test_a_copy_is_not_deleted_even_as_a_draft(desk: Desk, portal: PortalDesk) -> None:
    copy = taken(desk, portal)
    with pytest.raises(Refused) as caught:
        fresh_page(copy.page_id).delete()
    assert caught.value.code == "kept"
