"""Both chains of Bình Phước, from the writer to the public."""

import pytest

from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.workflows import (
    Desk,
    PortalDesk,
    fresh_page,
    make_desk,
    make_portal,
    now,
    person,
    published,
    seen,
    submitted,
    with_post,
)
from workflows.passage import actions
from workflows.passage.asking import asked, blocked, waiting_for
from workflows.passage.enums import Cause, DecisionKind, PassageState, ReleaseKind
from workflows.passage.models import Decision, Passage, Release
from workflows.passage.selectors import allowing, releases_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def portal() -> PortalDesk:
    return make_portal()


def test_on_a_component_site_the_head_of_the_agency_approves_and_publishes(desk: Desk) -> None:
    page = desk.draft()
    passage = actions.submit(desk.writer, page=page)
    assert asked(passage) == [desk.head]
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    page, passage, release = fresh_page(page.pk), Passage.objects.get(), Release.objects.get(kind="approval")
    assert page.live
    assert passage.state == PassageState.PUBLISHED
    assert release.text_sha256 == passage.text_sha256 == digest(text_of(page))
    assert (release.kind, release.cause, release.released_by) == (ReleaseKind.APPROVAL, Cause.FIRST, desk.head)
    assert page.live_revision == passage.revision
    assert page.workflow_states.get().status == "approved"


def test_the_portals_chain_goes_from_the_unit_over_the_centre_to_the_board(portal: PortalDesk) -> None:
    page = portal.draft()
    passage = actions.submit(portal.writer, page=page)
    assert asked(passage) == [portal.head]
    passage = actions.approve(portal.head, passage=passage, seen_sha256=seen(page))
    assert asked(passage) == [portal.editor]
    edited = fresh_page(page.pk).get_latest_revision_as_object()
    edited.title = "Hội nghị với doanh nghiệp"
    edited.save_revision(user=portal.editor)
    passage = actions.forward(portal.editor, passage=passage, seen_sha256=seen(page))
    assert asked(passage) == [portal.board_head]
    actions.publish(portal.board_head, passage=passage, seen_sha256=seen(page))
    page = fresh_page(page.pk)
    assert page.live
    assert page.title == "Hội nghị với doanh nghiệp"
    kinds = list(Decision.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [DecisionKind.SUBMIT, DecisionKind.APPROVE, DecisionKind.FORWARD, DecisionKind.PUBLISH]
    last = Decision.objects.order_by("id").last()
    assert last is not None
    assert last.text_sha256 == Release.objects.get(kind="approval").text_sha256 == digest(text_of(page))


def test_whoever_is_not_asked_decides_nothing(portal: PortalDesk) -> None:
    other = make_desk("skhdt")
    passage = submitted(portal)
    for someone in (portal.writer, portal.editor, portal.board_head, other.head, person("ngoai")):
        with pytest.raises(Refused) as caught:
            actions.approve(someone, passage=passage, seen_sha256=passage.text_sha256)
        assert caught.value.code == "not_asked"
    with pytest.raises(Refused) as caught:
        actions.approve(portal.deputy, passage=passage, seen_sha256=passage.text_sha256)
    assert caught.value.code == "not_needed"
    with pytest.raises(Refused) as caught:
        actions.publish(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    assert caught.value.code == "other_step"


def test_an_administrator_decides_nothing(desk: Desk) -> None:
    administrator = person("quantri")
    assert administrator.is_superuser
    passage = submitted(desk)
    with pytest.raises(Refused):
        actions.publish(administrator, passage=passage, seen_sha256=passage.text_sha256)
    assert not waiting_for(administrator).exists()


def test_a_head_who_wrote_the_text_does_not_approve_it_and_the_deputy_stands_in(desk: Desk) -> None:
    page = desk.draft()
    draft = page.get_latest_revision_as_object()
    draft.summary = "Tóm tắt của thủ trưởng."
    draft.save_revision(user=desk.head)
    passage = actions.submit(desk.writer, page=page)
    assert asked(passage) == [desk.deputy]
    with pytest.raises(Refused) as caught:
        actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert caught.value.code == "had_a_part"
    assert list(waiting_for(desk.deputy)) == [passage]
    assert not waiting_for(desk.head).exists()
    actions.publish(desk.deputy, passage=passage, seen_sha256=seen(page))
    assert fresh_page(page.pk).live


def test_an_item_for_which_nobody_is_eligible_says_so(desk: Desk) -> None:
    page = desk.draft()
    for someone in (desk.head, desk.deputy):
        fresh_page(page.pk).get_latest_revision_as_object().save_revision(user=someone)
    passage = actions.submit(desk.writer, page=page)
    found = blocked(passage)
    assert asked(passage) == []
    assert found is not None
    assert str(desk.head) in str(found)
    assert str(desk.deputy) in str(found)


def test_an_item_of_an_agency_without_head_says_so_and_goes_on_when_there_is_one(desk: Desk) -> None:
    desk.head.posts.all().delete()
    desk.deputy.posts.all().delete()
    passage = submitted(desk)
    assert blocked(passage) is not None
    new = with_post("moi", desk.agency, "head")
    assert asked(passage) == [new]
    assert list(waiting_for(new)) == [passage]


def test_the_desk_shows_what_waits_in_few_queries(portal: PortalDesk, django_assert_num_queries: object) -> None:
    passages = [submitted(portal, title=f"Tin {number}", slug=f"tin-{number}") for number in range(5)]
    with django_assert_num_queries(5):  # type: ignore[operator]
        found = list(waiting_for(portal.head))
    assert {passage.pk for passage in found} == {passage.pk for passage in passages}
    assert not waiting_for(portal.deputy).exists()
    assert not waiting_for(portal.board_head).exists()


def test_a_return_needs_a_reason_and_the_author_starts_anew(portal: PortalDesk) -> None:
    page = portal.draft()
    first = actions.submit(portal.writer, page=page)
    first = actions.approve(portal.head, passage=first, seen_sha256=seen(page))
    with pytest.raises(Invalid):
        actions.return_to_author(portal.editor, passage=first, reason="  ")
    with pytest.raises(Refused):
        actions.return_to_author(portal.head, passage=first, reason="Sai")
    actions.return_to_author(portal.editor, passage=first, reason="Thiếu số liệu")
    first.refresh_from_db()
    assert first.state == PassageState.RETURNED
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.summary = "Có số liệu."
    draft.save_revision(user=portal.writer)
    second = actions.submit(portal.writer, page=page)
    assert (second.position, second.previous) == (1, first)
    assert asked(second) == [portal.head]
    assert second.text_sha256 != first.text_sha256
    statuses = sorted(fresh_page(page.pk).workflow_states.values_list("status", flat=True))
    assert statuses == ["cancelled", "in_progress"]


def test_only_who_may_edit_submits(desk: Desk) -> None:
    other = make_desk("skhdt")
    page = desk.draft()
    for someone in (other.writer, other.head, desk.head):
        with pytest.raises(Refused) as caught:
            actions.submit(someone, page=page)
        assert caught.value.code == "may_not_edit"
    actions.submit(desk.writer, page=page)
    with pytest.raises(Refused) as caught:
        actions.submit(desk.writer, page=page)
    assert caught.value.code == "is_in_progress"


def test_a_correction_passes_the_chain_again_and_only_its_own_editors_are_kept_from_approving(desk: Desk) -> None:
    page = published(desk)
    draft = page.get_latest_revision_as_object()
    draft.summary = "Đính chính."
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=page, cause=Cause.CORRECTION, notice="Số cũ sai.")
    assert fresh_page(page.pk).summary != "Đính chính."
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert fresh_page(page.pk).summary == "Đính chính."
    first, second = Release.objects.filter(kind="approval").order_by("id")
    assert (second.cause, second.text_sha256 != first.text_sha256) == (Cause.CORRECTION, True)


def test_an_older_text_does_not_come_back_by_itself(desk: Desk) -> None:
    page = published(desk)
    old = Release.objects.get(kind="approval")
    draft = page.get_latest_revision_as_object()
    draft.summary = "Mới."
    draft.save_revision(user=desk.writer)
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    new = Release.objects.filter(kind="approval").order_by("-id")[0]
    at = new.released_at
    assert allowing(releases_of(page), old.text_sha256, at) == old
    assert allowing(releases_of(page), old.text_sha256, at, since_id=new.pk) is None
    with pytest.raises(Refused):
        old.revision.publish(skip_permission_checks=True)  # type: ignore[union-attr]


def test_an_edit_re_opens_the_earlier_steps_where_the_chain_says_so(portal: PortalDesk) -> None:
    import dataclasses

    from tests.factories.workflows import LONG, make_chain

    steps = (LONG[0], dataclasses.replace(LONG[1], reopens_on_edit=True), LONG[2])
    make_chain("long", steps, "portal")
    page = portal.draft()
    passage = actions.submit(portal.writer, page=page)
    passage = actions.approve(portal.head, passage=passage, seen_sha256=seen(page))
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.summary = "Biên tập."
    draft.save_revision(user=portal.editor)
    passage = actions.forward(portal.editor, passage=passage, seen_sha256=seen(page))
    assert passage.position == 1
    assert asked(passage) == [portal.head]
    passage = actions.approve(portal.head, passage=passage, seen_sha256=seen(page))
    passage = actions.forward(portal.editor, passage=passage, seen_sha256=seen(page))
    actions.publish(portal.board_head, passage=passage, seen_sha256=seen(page))
    assert fresh_page(page.pk).summary == "Biên tập."


def test_items_under_way_finish_under_the_chain_they_began_with(desk: Desk) -> None:
    from tests.factories.workflows import LONG, make_chain

    passage = submitted(desk)
    make_chain("short", LONG, "department")
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert fresh_page(passage.page_id).live


def test_a_text_that_was_not_seen_is_not_approved(desk: Desk) -> None:
    passage = submitted(desk)
    for hash_seen in ("", "0" * 64):
        with pytest.raises(Conflict) as caught:
            actions.publish(desk.head, passage=passage, seen_sha256=hash_seen)
        assert caught.value.code == "text_changed"
    assert now(fresh_page(passage.page_id)).position == 1
