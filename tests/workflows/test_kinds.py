"""What a change of a public text is said to be: minor, a correction, a supplement; and what rules say about that."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cms.news.models import NewsPage
from sites.accounts.models import User
from sites.refusals import Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import Rule
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, PortalDesk, fresh_page, make_basis, make_desk, make_portal, published, seen
from workflows.passage import actions
from workflows.passage.changes import guarded_words
from workflows.passage.enums import Cause, PassageState
from workflows.passage.kinds import change_hash
from workflows.passage.models import Passage, Release
from workflows.passage.policies import reasons_not_to_say

pytestmark = pytest.mark.django_db
NOTICE = "Số liệu “1.200 tỷ đồng” nay sửa là “1.250 tỷ đồng”."
EVERYTHING = ["numbers", "names", "files"]


def minor_rule(**value: object) -> None:
    said = {"guarded": EVERYTHING, "guarded_needs": "note", "said_by": "writers", "renews_date": False, **value}
    Rule.objects.filter(key="change.minor").delete()
    row = Rule(key="change.minor", value=said, unit="text", basis=make_basis(), article="Điều 9.4")
    set_rule(make_administrator(), rule=row)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def page(desk: Desk) -> NewsPage:
    return published(desk, title="Thu ngân sách đạt 1.200 tỷ đồng", summary="Sở Tài chính báo cáo tại hội nghi.")


def changed(page: NewsPage, by: User, **fields: str) -> NewsPage:
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    return fresh_page(page.pk)


def resubmitted(desk: Desk, page: NewsPage, **said: object) -> Passage:
    return actions.submit(desk.writer, page=fresh_page(page.pk), **said)  # type: ignore[arg-type]


def test_a_correction_carries_its_notice_from_the_author_into_the_release(desk: Desk, page: NewsPage) -> None:
    changed(page, desk.writer, title="Thu ngân sách đạt 1.250 tỷ đồng")
    passage = resubmitted(desk, page, cause=Cause.CORRECTION, notice=f"  {NOTICE} ")
    assert (passage.cause, passage.notice) == (Cause.CORRECTION, NOTICE)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    release = Release.objects.get(passage=passage)
    assert (release.cause, release.notice) == (Cause.CORRECTION, NOTICE)
    hashes = set(passage.decisions.values_list("change_sha256", flat=True))
    assert hashes == {change_hash(Cause.CORRECTION, NOTICE)}


@pytest.mark.parametrize("cause", [Cause.CORRECTION, Cause.SUPPLEMENT])
def test_a_correction_or_a_supplement_without_a_notice_is_refused(desk: Desk, page: NewsPage, cause: Cause) -> None:
    changed(page, desk.writer, summary="Báo cáo thêm.")
    for notice in ("", "   "):
        with pytest.raises(Refused) as caught:
            resubmitted(desk, page, cause=cause, notice=notice)
        assert caught.value.code == "notice_missing"
    assert resubmitted(desk, page, cause=cause, notice="Bổ sung tóm tắt.").cause == cause


def test_what_was_said_of_a_change_stays_as_it_was_said(desk: Desk, page: NewsPage) -> None:
    changed(page, desk.writer, summary="Báo cáo thêm.")
    passage = resubmitted(desk, page, cause=Cause.CORRECTION, notice=NOTICE)
    for values in ({"notice": "Không có gì sai."}, {"cause": Cause.MINOR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Passage.objects.filter(pk=passage.pk).update(**values)
    assert Passage.objects.filter(pk=passage.pk).update(fault="") == 1


def test_the_deciding_person_returns_a_change_that_is_called_wrongly(desk: Desk, page: NewsPage) -> None:
    minor_rule()
    changed(page, desk.writer, title="Thu ngân sách đạt 1.250 tỷ đồng")
    passage = resubmitted(desk, page, cause=Cause.MINOR)
    actions.return_to_author(desk.head, passage=passage, reason="Đây là đính chính")
    again = resubmitted(desk, page, cause=Cause.CORRECTION, notice=NOTICE)
    assert (again.cause, again.previous) == (Cause.CORRECTION, passage)


def test_the_first_publication_is_never_anything_else(desk: Desk) -> None:
    passage = actions.submit(desk.writer, page=desk.draft(), cause=Cause.CORRECTION, notice=NOTICE)
    assert (passage.cause, passage.notice) == (Cause.FIRST, "")


def test_a_changed_number_is_minor_only_with_the_word_of_who_decides(desk: Desk, page: NewsPage) -> None:
    minor_rule()
    changed(page, desk.writer, title="Thu ngân sách đạt 1.250 tỷ đồng")
    passage = resubmitted(desk, page, cause=Cause.MINOR)
    assert passage.guarded == ["1.200 → 1.250"]
    with pytest.raises(Invalid) as caught:
        actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert caught.value.code == "note_missing"
    assert not Release.objects.filter(passage=passage).exists()
    note = "Số chỉ làm tròn khác đi, không phải đính chính."
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256, comment=note)
    assert Release.objects.get(passage=passage).cause == Cause.MINOR


def test_a_misspelt_word_is_minor_without_a_word(desk: Desk, page: NewsPage) -> None:
    minor_rule()
    changed(page, desk.writer, summary="Sở Tài chính báo cáo tại hội nghị.")
    passage = resubmitted(desk, page, cause=Cause.MINOR)
    assert passage.guarded == []
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)


def test_a_rule_may_say_that_it_is_never_minor_or_that_only_who_decides_says_so(desk: Desk, page: NewsPage) -> None:
    minor_rule(guarded_needs="other_kind")
    changed(page, desk.writer, title="Thu ngân sách đạt 1.250 tỷ đồng")
    with pytest.raises(Refused) as caught:
        resubmitted(desk, page)  # nobody said anything: it counts as minor
    assert caught.value.code == "not_minor"
    assert "1.200 → 1.250" in str(caught.value)
    assert "Điều 9.4" in str(caught.value.reasons[0])
    minor_rule(guarded=[], said_by="deciders")
    with pytest.raises(Refused):
        resubmitted(desk, page, cause=Cause.MINOR)
    said = {"page": fresh_page(page.pk), "cause": Cause.MINOR, "notice": "", "guarded": []}
    assert reasons_not_to_say(desk.head, **said) == []  # type: ignore[arg-type]


def test_without_a_rule_nothing_is_guarded(desk: Desk, page: NewsPage) -> None:
    changed(page, desk.writer, title="Thu ngân sách đạt 1.250 tỷ đồng")
    assert resubmitted(desk, page).guarded == []


def test_what_is_edited_on_the_way_is_asked_again() -> None:
    minor_rule()
    portal: PortalDesk = make_portal()
    passage = actions.submit(portal.writer, page=portal.draft(title="Hội nghị"))
    page = _through(portal, passage)
    changed(page, portal.writer, title="Hội nghi")
    passage = actions.submit(portal.writer, page=fresh_page(page.pk), cause=Cause.MINOR)
    assert passage.guarded == []
    actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    changed(page, portal.editor, title="Hội nghị ngày 15/11")
    passage = Passage.objects.get(pk=passage.pk)
    sha256 = seen(page)
    actions.forward(portal.editor, passage=passage, seen_sha256=sha256)
    passage.refresh_from_db()
    assert any("15/11" in words for words in passage.guarded)
    with pytest.raises(Invalid):
        actions.publish(portal.board_head, passage=passage, seen_sha256=sha256)


def _through(portal: PortalDesk, passage: Passage) -> NewsPage:
    actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    passage.refresh_from_db()
    actions.forward(portal.editor, passage=passage, seen_sha256=passage.text_sha256)
    passage.refresh_from_db()
    actions.publish(portal.board_head, passage=passage, seen_sha256=passage.text_sha256)
    return fresh_page(passage.page_id)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("đạt 1.200 tỷ", "đạt 1.250 tỷ", ["1.200 → 1.250"]),
        ("ngày 5/11/2026", "ngày 6/11/2026", ["5/11/2026 → 6/11/2026"]),
        ("ông Nguyễn Văn Nam", "ông Nguyễn Văn Lam", ["Nam → Lam"]),
        ("có 3 xã", "có xã", ["3 → ∅"]),
        ("hội nghi tốt", "hội nghị tốt", []),
        ("<p>hội nghị</p>", "<p><b>hội nghị</b></p>", []),
    ],
)
def test_numbers_dates_sums_and_names_weigh(before: str, after: str, found: list[str]) -> None:
    def text(words: str) -> dict[str, object]:
        return {"type": "news", "body": [{"type": "paragraph", "id": "1", "value": words}]}

    assert guarded_words(text(before), text(after), kinds=EVERYTHING) == found
    assert guarded_words(text(before), text(after), kinds=[]) == []


def test_another_file_weighs() -> None:
    one, other = ({"files": [{"public_id": "a", "sha256": sha256}]} for sha256 in ("1", "2"))
    assert guarded_words(one, other, kinds=["files"]) == ["files"]
    assert guarded_words(one, other, kinds=["numbers"]) == []


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_writer_is_asked_what_it_is_and_the_head_sees_it(desk: Desk, page: NewsPage) -> None:
    minor_rule()
    changed(page, desk.writer, title="Thu ngân sách đạt 1.250 tỷ đồng")
    address = reverse("passage_change", args=(page.pk,))
    shown = client_of(desk.writer).get(address).content.decode()
    assert "1.200 → 1.250" in shown
    assert "Điều 9.4" in shown
    refused = client_of(desk.writer).post(address, {"cause": "correction", "notice": ""})
    assert refused.status_code == 200
    assert not Passage.objects.filter(page=page, state=PassageState.IN_PROGRESS).exists()
    sent = client_of(desk.writer).post(address, {"cause": "correction", "notice": NOTICE})
    assert sent.status_code == 302
    passage = Passage.objects.get(page=page, state=PassageState.IN_PROGRESS)
    for name in (reverse("desk_item", args=(passage.pk,)), reverse("wagtailadmin_pages:edit", args=(page.pk,))):
        assert NOTICE in client_of(desk.head).get(name).content.decode()


def test_the_page_is_closed_to_next_door_and_for_what_was_never_public(desk: Desk, page: NewsPage) -> None:
    address = reverse("passage_change", args=(page.pk,))
    assert client_of(make_desk("skhdt").writer).get(address).status_code == 302
    draft = desk.draft()
    assert client_of(desk.writer).get(reverse("passage_change", args=(draft.pk,))).status_code == 302
