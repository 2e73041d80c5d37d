"""Nothing unseen goes out: what changes between two steps, beside the text, or at one moment."""

import pytest
from django.db import transaction

from cms.media.actions import make_renditions
from cms.media.models import Picture
from sites import clock
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.cms import make_picture
from tests.factories.sites import make_administrator
from tests.factories.workflows import (
    Desk,
    PortalDesk,
    fresh_page,
    make_desk,
    make_portal,
    published,
    seen,
    submitted,
    with_seat,
)
from workflows.passage import actions
from workflows.passage.enums import PassageState, ReleaseKind
from workflows.passage.models import Passage, Release, Withdrawal

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def portal() -> PortalDesk:
    return make_portal()


def save_draft(page_id: int, **changes: object) -> None:
    draft = fresh_page(page_id).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=make_administrator())


def test_a_draft_saved_between_two_steps_is_not_what_the_board_publishes(portal: PortalDesk) -> None:
    """Anchors M5: Wagtail publishes the latest revision, whoever saved it."""
    passage = submitted(portal)
    passage = actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    passage = actions.forward(portal.editor, passage=passage, seen_sha256=passage.text_sha256)
    save_draft(passage.page_id, title="Chen vào")
    for hash_seen in (passage.text_sha256, seen(fresh_page(passage.page_id))):
        with pytest.raises(Conflict) as caught:
            actions.publish(portal.board_head, passage=passage, seen_sha256=hash_seen)
        assert caught.value.code == "newer_draft"
    assert not fresh_page(passage.page_id).live
    actions.return_to_author(portal.board_head, passage=passage, reason="Có bản nháp mới")


def test_what_was_saved_while_the_editor_read_is_not_forwarded_unread(portal: PortalDesk) -> None:
    passage = submitted(portal)
    passage = actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    save_draft(passage.page_id, title="Chen vào")
    with pytest.raises(Conflict):
        actions.forward(portal.editor, passage=passage, seen_sha256=passage.text_sha256)


def test_one_person_does_not_pass_his_own_text_through_both_steps(portal: PortalDesk) -> None:
    """Anchors M5: one person in both steps approves his own page."""
    with_seat(portal.editor.username, portal.site, "board_head")
    passage = submitted(portal)
    passage = actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    draft = fresh_page(passage.page_id).get_latest_revision_as_object()
    draft.title = "Biên tập viên viết lại"
    draft.save_revision(user=portal.editor)
    passage = actions.forward(portal.editor, passage=passage, seen_sha256=seen(draft))
    with pytest.raises(Refused) as caught:
        actions.publish(portal.editor, passage=passage, seen_sha256=passage.text_sha256)
    assert caught.value.code == "had_a_part"


def test_a_picture_changed_after_submission_is_a_conflict(desk: Desk) -> None:
    picture = make_picture(credit="Trần Văn Ảnh")
    make_renditions(picture)
    passage = submitted(desk, lead_image=picture, lead_image_alt="Cánh đồng", lead_image_credit="")
    Picture.objects.filter(pk=picture.pk).update(credit="Người khác")
    for hash_seen in (passage.text_sha256, seen(fresh_page(passage.page_id))):
        with pytest.raises(Conflict) as caught:
            actions.publish(desk.head, passage=passage, seen_sha256=hash_seen)
        assert caught.value.code == "text_changed"
    assert not Release.objects.filter(kind=ReleaseKind.APPROVAL).exists()


def test_a_caption_changed_in_a_new_draft_after_the_approval_stays_a_draft(desk: Desk) -> None:
    picture = make_picture()
    make_renditions(picture)
    page = published(desk, lead_image=picture, lead_image_alt="Cánh đồng", lead_image_caption="Cũ")
    save_draft(page.pk, lead_image_caption="Mới")
    assert fresh_page(page.pk).lead_image_caption == "Cũ"
    with pytest.raises(Refused), transaction.atomic():
        fresh_page(page.pk).latest_revision.publish(skip_permission_checks=True)
    live = fresh_page(page.pk)
    live.lead_image_caption = "Mới"
    with pytest.raises(Refused):
        live.save()
    assert fresh_page(page.pk).lead_image_caption == "Cũ"


def test_a_withdrawal_ends_it_at_once_and_the_same_text_needs_a_new_approval(desk: Desk) -> None:
    page = published(desk)
    with pytest.raises(Invalid):
        actions.withdraw(desk.head, page=page, reason=" ")
    with pytest.raises(Refused):
        actions.withdraw(desk.writer, page=page, reason="Vì vậy")
    with pytest.raises(Refused):
        page.unpublish()
    withdrawal = actions.withdraw(desk.head, page=page, reason="Sai số liệu", notice="Đang xem lại")
    assert (withdrawal.by, withdrawal.notice) == (desk.head, "Đang xem lại")
    assert not fresh_page(page.pk).live
    with pytest.raises(Refused):
        page.latest_revision.publish(skip_permission_checks=True)
    with pytest.raises(Refused):
        actions.withdraw(desk.head, page=page, reason="Lần nữa")
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert fresh_page(page.pk).live
    assert Withdrawal.objects.count() == 1


def test_after_a_withdrawal_everyone_who_wrote_the_text_had_a_part_in_it(desk: Desk) -> None:
    page = desk.draft()
    draft = page.get_latest_revision_as_object()
    draft.title = "Thủ trưởng viết"
    draft.save_revision(user=desk.head)
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.deputy, passage=passage, seen_sha256=seen(page))
    actions.withdraw(desk.deputy, page=page, reason="Sai")
    passage = actions.submit(desk.writer, page=page)
    with pytest.raises(Refused) as caught:
        actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert caught.value.code == "had_a_part"


def test_an_import_is_public_with_its_old_date_and_a_release_of_its_own(desk: Desk) -> None:
    page, day = desk.draft(), clock.now().replace(year=2024)
    for person in (desk.writer, desk.head):
        with pytest.raises(Refused):
            actions.release_import(person, page=page, first_published_at=day, basis="Chuyển dữ liệu")
    with pytest.raises(Invalid):
        actions.release_import(make_administrator(), page=page, first_published_at=day, basis="")
    release = actions.release_import(make_administrator(), page=page, first_published_at=day, basis="Chuyển dữ liệu")
    page = fresh_page(page.pk)
    assert (page.live, page.first_published_at, release.kind) == (True, day, ReleaseKind.IMPORT)
    assert release.revision == page.live_revision
    with pytest.raises(Refused):
        actions.release_import(make_administrator(), page=page, first_published_at=day, basis="Lần nữa")


def test_what_was_submitted_is_not_brought_in_as_an_import(desk: Desk) -> None:
    passage = submitted(desk)
    with pytest.raises(Refused):
        actions.release_import(
            make_administrator(), page=passage.page, first_published_at=clock.now(), basis="Chuyển dữ liệu"
        )


def test_homes_and_sections_are_public_when_a_site_is_opened(desk: Desk) -> None:
    from workflows.passage.selectors import releases_of

    for home in desk.site.homes.all():
        assert home.home.live
        assert releases_of(home.home).get().kind == ReleaseKind.OPENING


def test_wagtails_cancelling_takes_the_passage_with_it(desk: Desk) -> None:
    passage = submitted(desk)
    passage.page.current_workflow_state.cancel(user=desk.writer)
    passage.refresh_from_db()
    assert passage.state == PassageState.CANCELLED
    assert Passage.objects.count() == 1
