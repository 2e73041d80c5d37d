"""The screens of promotion: who finds what there, and what a button does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sites.accounts.models import User
from tests.factories.cms import section_of
from tests.factories.promotion import copied, corrected, edit, proposed, question, set_promotion, source_of, taken
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_desk, make_portal, published, submitted
from workflows.passage.texts import hash_of
from workflows.promotion.actions import propose
from workflows.promotion.models import Copy, Proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture(autouse=True)
def portal(desk: Desk) -> PortalDesk:
    found = make_portal()
    type(found.site).objects.exclude(pk=found.site.pk).update(parent=found.site)
    set_promotion()
    return found


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def seen(person: User, name: str, *args: Any, query: str = "") -> str:
    answer = browser_of(person).get(reverse(f"promotion:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_text_is_proposed_let_go_and_taken_by_the_buttons(desk: Desk, portal: PortalDesk) -> None:
    page = published(desk, title="Tin của Sở")
    writer, head, editor = map(browser_of, (desk.writer, desk.head, portal.editor))
    assert "Đề nghị đưa lên Cổng" in writer.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    writer.post(reverse("promotion:propose", args=(page.pk,)), {"comment": "Xin đăng"})
    proposal = Proposal.objects.get()
    here = reverse("promotion:proposal", args=(proposal.pk,))
    assert editor.get(here).status_code == 403 or editor.get(here).status_code == 302
    assert "Tin của Sở" in seen(desk.head, "index")
    head.post(here, {"act": "agree", "state": "asked", "release": proposal.release_id, "comment": ""})
    assert "Tin của Sở" in seen(portal.editor, "index")
    answer = editor.post(
        here,
        {
            "act": "take",
            "state": "proposed",
            "release": proposal.release_id,
            "section": section_of(portal.site).pk,
            "seen_sha256": proposal.text_sha256,
        },
    )
    copy = Copy.objects.get()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=(copy.page_id,))
    editing = editor.get(answer.headers["Location"]).content.decode()
    assert "Tin nguồn của bản này" in editing
    assert "Đã duyệt" not in seen(portal.editor, "copy", copy.pk)


def test_the_desk_says_how_much_waits(desk: Desk, portal: PortalDesk) -> None:
    propose(desk.writer, page=published(desk, title="Một"))
    proposed(desk, title="Hai")
    corrected(desk, copied(desk, portal, title="Ba"))
    at_the_unit = browser_of(desk.head).get(reverse("wagtailadmin_home")).content.decode()
    assert "1 tin chờ đơn vị đồng ý đưa lên Cổng" in at_the_unit
    on_the_portal = browser_of(portal.editor).get(reverse("wagtailadmin_home")).content.decode()
    assert "1 tin đề nghị đưa lên Cổng" in on_the_portal
    assert "1 bản trên Cổng cũ hơn tin nguồn" in on_the_portal
    assert "lên Cổng" not in _desk_of(make_desk("skhdt").head)


def _desk_of(person: User) -> str:
    body = browser_of(person).get(reverse("wagtailadmin_home")).content.decode()
    return body[body.index('id="my-desk"') :]


def test_the_difference_is_shown_word_by_word_and_taken_over(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    corrected(desk, copy, summary="Tỉnh lắng nghe hợp tác xã.")
    shown = seen(portal.editor, "copy", copy.pk)
    assert "<del>doanh</del>" in shown or "<del>doanh nghiệp.</del>" in shown
    assert "tin nguồn đã có bản mới" in shown
    values = {"act": "take_over_and_submit", "event": question(copy).pk, "seen_sha256": hash_of(source_of(copy))}
    editor = browser_of(portal.editor)
    asked = editor.post(reverse("promotion:copy", args=(copy.pk,)), values)
    assert asked.headers["Location"] == reverse("passage_change", args=(copy.page_id,))
    editor.post(asked.headers["Location"], {"cause": "correction", "notice": "Sửa theo tin nguồn."})
    assert fresh_page(copy.page_id).passages.latest("pk").state == "in_progress"


def test_tags_in_another_order_are_no_difference(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal, title="Tin có thẻ", tags=["ngân sách", "đầu tư công"])
    page = edit(portal, copy)
    draft = page.get_latest_revision_as_object()
    draft.tagged_items.set(reversed(draft.tagged_items.all()))
    draft.save_revision(user=portal.editor)
    turned = [row.tag.name for row in fresh_page(copy.page_id).get_latest_revision_as_object().tagged_items.all()]
    assert turned == ["đầu tư công", "ngân sách"]
    assert "ngân sách" not in seen(portal.editor, "copy", copy.pk)
    draft.tags.add("của Cổng")
    draft.save_revision(user=portal.editor)
    assert "<ins>" in seen(portal.editor, "copy", copy.pk)
    corrected(desk, copy, title="Tiêu đề đã sửa")  # tags that the portal has put in stay
    browser_of(portal.editor).post(
        reverse("promotion:copy", args=(copy.pk,)),
        {"act": "take_over", "event": question(copy).pk, "seen_sha256": hash_of(source_of(copy))},
    )
    taken_over = fresh_page(copy.page_id).get_latest_revision_as_object()
    assert sorted(taken_over.tags.names()) == ["của Cổng", "ngân sách", "đầu tư công"]


def test_keeping_needs_a_reason_on_the_screen_too(desk: Desk, portal: PortalDesk) -> None:
    copy = copied(desk, portal)
    corrected(desk, copy)
    here = reverse("promotion:copy", args=(copy.pk,))
    editor = browser_of(portal.editor)
    assert (
        "Hãy ghi lý do" in editor.post(here, {"act": "keep", "event": question(copy).pk}, follow=True).content.decode()
    )
    editor.post(here, {"act": "keep", "event": question(copy).pk, "reason": "Chỉ sửa chính tả"})
    assert "Chỉ sửa chính tả" in seen(portal.editor, "copy", copy.pk)


def test_only_what_is_public_is_found_among_the_units_items(desk: Desk, portal: PortalDesk) -> None:
    desk.draft(title="Nháp kín")
    submitted(desk, title="Đang chờ duyệt")
    page = published(desk, title="Công khai rồi")
    draft = page.get_latest_revision_as_object()
    draft.title = "Nháp mới kín"
    draft.save_revision(user=desk.writer)
    found = seen(portal.editor, "items")
    assert "Công khai rồi" in found
    for hidden in ("Nháp kín", "Đang chờ duyệt", "Nháp mới kín"):
        assert hidden not in found
    assert "Công khai rồi" in seen(portal.editor, "items", query="?q=cong+khai")
    assert "Công khai rồi" not in seen(portal.editor, "items", query="?q=vang+mat")
    assert "Công khai rồi" in seen(portal.editor, "ask", page.pk)
    assert "Nháp mới kín" not in seen(portal.editor, "ask", page.pk)


@pytest.mark.parametrize("person", ["stranger", "unit"])
def test_screens_are_closed_to_whom_they_do_not_concern(desk: Desk, portal: PortalDesk, person: str) -> None:
    who = make_desk("skhdt").head if person == "stranger" else desk.writer
    copy = taken(desk, portal)
    edit(portal, copy, title="Tiêu đề kín")
    page = published(desk)
    closed = [("items", ()), ("ask", (page.pk,)), ("copy", (copy.pk,))]
    if person == "stranger":
        closed += [("propose", (page.pk,)), ("proposal", (copy.proposal_id,))]
    for name, args in closed:
        answer = browser_of(who).get(reverse(f"promotion:{name}", args=args))
        assert answer.status_code in (302, 403), name
    assert "Tiêu đề kín" not in seen(who, "index", query="?part=copies")
