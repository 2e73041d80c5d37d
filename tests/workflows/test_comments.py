"""Comments on a text: at their place, kept with the version, never public."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from api.publications.drain import drain_in_transaction
from api.publications.models import Current
from cms.pages.presenters import text_of
from sites.accounts.models import User
from sites.refusals import Invalid, Missing, Refused
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, fresh_page, make_desk, make_portal, sent_bundle, submitted, with_seat
from workflows.comments.actions import comment_on, remove, reply_to, resolve
from workflows.comments.mentions import people_to_name
from workflows.comments.models import Comment
from workflows.comments.selectors import threads
from workflows.notices.models import Mail, Notice
from workflows.passage import actions
from workflows.passage.models import Passage
from workflows.passage.texts import hash_of_revision

pytestmark = pytest.mark.django_db
WORDS = "Câu này chưa rõ nguồn"


@pytest.fixture
def stc() -> Desk:
    return make_desk("stc")


@pytest.fixture
def passage(stc: Desk) -> Passage:
    return submitted(stc, title="Khởi công cầu Lộc Ninh")


def said(actor: User, passage: Passage, words: str = WORDS, quote: str = "cầu Lộc Ninh") -> Comment:
    return comment_on(actor, page=passage.page, revision=passage.revision, words=words, quote=quote)


def test_author_editor_and_who_decides_talk_at_the_place(stc: Desk, passage: Passage) -> None:
    comment = said(stc.head, passage)
    assert (comment.revision, comment.text_sha256) == (passage.revision, passage.text_sha256)
    reply_to(stc.writer, comment=comment, words="Em bổ sung ngay")
    (thread,) = threads(passage.page, passage.revision)
    assert (thread.is_here, thread.is_of_this_version, thread.is_open) == (True, True, True)
    assert [reply.comment.author for reply in thread.replies] == [stc.writer]
    resolve(stc.writer, comment=comment)
    (thread,) = threads(passage.page, passage.revision)
    assert not thread.is_open
    with pytest.raises(Refused):
        resolve(stc.head, comment=comment)


def test_people_of_another_site_neither_read_nor_write(client: Client, stc: Desk, passage: Passage) -> None:
    comment, sxd = said(stc.head, passage), make_desk("sxd")
    for person in (sxd.head, sxd.writer):
        with pytest.raises(Refused):
            said(person, passage)
        for act in (
            lambda who: reply_to(who, comment=comment, words="Chào"),
            lambda who: resolve(who, comment=comment),
        ):
            with pytest.raises(Refused):
                act(person)
        client.force_login(person)
        for name in ("page_comments", "page_comment_names"):
            assert client.get(reverse(name, args=[passage.page_id])).status_code == 302
        client.post(reverse("page_comments", args=[passage.page_id]), {"act": "add", "words": "Chào"})
    assert Comment.objects.count() == 1


def test_a_quotation_stands_in_the_version_and_the_version_is_one_of_the_page(stc: Desk, passage: Passage) -> None:
    with pytest.raises(Invalid) as refusal:
        said(stc.head, passage, quote="không có trong bài")
    assert refusal.value.code == "no_place"
    other = submitted(stc, title="Tin khác", slug="tin-khac")
    with pytest.raises(Missing):
        comment_on(stc.head, page=passage.page, revision=other.revision, words=WORDS)
    with pytest.raises(Invalid):
        said(stc.head, passage, words="  ")


def test_it_is_carried_forward_while_its_place_is_there_and_else_belongs_to_an_older_version(
    stc: Desk, passage: Passage
) -> None:
    said(stc.head, passage)
    comment_on(stc.head, page=passage.page, revision=passage.revision, words="Cả bài hơi dài")
    actions.return_to_author(stc.head, passage=passage, reason="Xem nhận xét")
    page = fresh_page(passage.page_id).get_latest_revision_as_object()
    page.title = "Hôm nay khởi công cầu Lộc Ninh"
    kept = page.save_revision(user=stc.writer)
    assert [(row.is_here, row.is_of_this_version) for row in threads(page, kept)] == [(True, False), (True, False)]
    page.title = "Khởi công một cây cầu"
    gone = page.save_revision(user=stc.writer)
    assert [row.is_here for row in threads(page, gone)] == [False, True]
    assert [row.is_here for row in threads(page, passage.revision)] == [True, True]


def test_comments_are_neither_hashed_nor_public_and_outlive_publication(stc: Desk, passage: Passage) -> None:
    before = hash_of_revision(passage.revision)
    comment = said(stc.head, passage)
    reply_to(stc.writer, comment=comment, words=WORDS)
    resolve(stc.head, comment=comment)
    assert hash_of_revision(passage.revision) == before
    assert WORDS not in json.dumps(text_of(passage.revision.as_object()), ensure_ascii=False, default=str)
    actions.publish(stc.head, passage=passage, seen_sha256=passage.text_sha256)
    drain_in_transaction()
    rows = Current.objects.filter(public_id=passage.page.translation_key)
    assert rows.count() == 1
    for row in rows:
        for part in (row.whole, row.listed if hasattr(row, "listed") else b""):
            assert WORDS.encode() not in bytes(part or b"")
    (thread,) = threads(fresh_page(passage.page_id), passage.revision)
    assert thread.comment.words == WORDS


def test_what_was_said_is_not_changed_and_what_is_removed_is_kept_with_who_and_when(
    stc: Desk, passage: Passage
) -> None:
    comment = said(stc.head, passage)
    for change in ({"words": "Khác"}, {"author": stc.writer}, {"quote": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**change)
    with pytest.raises(Refused):
        remove(stc.writer, comment=comment)
    remove(stc.head, comment=comment)
    kept = Comment.objects.get()
    assert (kept.words, kept.removed_by) == (WORDS, stc.head)
    with pytest.raises(Refused):
        remove(stc.head, comment=comment)
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.update(removed_at=None, removed_by=None)


def test_who_is_mentioned_is_told_and_nobody_else(stc: Desk, passage: Passage) -> None:
    told, mailed = Notice.objects.count(), Mail.objects.count()
    said(stc.head, passage, words="@viet.stc xem lại giúp, gửi a@viet.stc")
    notice = Notice.objects.latest("pk")
    assert (notice.person, notice.path) == (stc.writer, reverse("page_comments", args=[passage.page_id]))
    assert (Notice.objects.count() - told, Mail.objects.count() - mailed) == (1, 1)


def test_only_people_who_may_see_the_item_are_mentioned_and_nothing_says_who_there_is(
    stc: Desk, passage: Passage
) -> None:
    sxd = make_desk("sxd")
    faults = []
    for username in (sxd.writer.username, "khong.co"):
        with pytest.raises(Invalid) as refusal:
            said(stc.head, passage, words=f"@{username} xem")
        faults.append(str(refusal.value).replace(username, "x"))
    assert faults[0] == faults[1]
    assert not Comment.objects.exists()


def test_names_are_completed_without_accents_and_only_of_who_may_see_the_item(client: Client, stc: Desk) -> None:
    User.objects.filter(pk=stc.writer.pk).update(full_name="Đặng Thị Hồng")
    sxd = make_desk("sxd")
    User.objects.filter(pk=sxd.writer.pk).update(full_name="Đặng Văn Hùng")
    page = submitted(stc).page
    assert [str(person) for person in people_to_name("dang", page=page)] == ["Đặng Thị Hồng"]
    assert [str(person) for person in people_to_name("hong", page=page)] == ["Đặng Thị Hồng"]
    assert [person.username for person in people_to_name("viet.s", page=page)] == ["viet.stc"]
    client.force_login(stc.head)
    answer = client.get(reverse("page_comment_names", args=[page.pk]), {"q": "dang thi"}).json()
    assert answer == {"people": [{"username": "viet.stc", "name": "Đặng Thị Hồng"}]}


def test_names_are_completed_where_only_a_part_of_an_office_is_asked(stc: Desk) -> None:
    User.objects.filter(pk=stc.writer.pk).update(full_name="Đặng Thị Hồng")
    passage = submitted(stc)
    seat, post = (
        f"seat/writer/{stc.site.pk}#news",
        f"post/head/{stc.site.agency_id}/{passage.page.translation_key}#step",
    )
    Passage.objects.filter(pk=passage.pk).update(offices=[*passage.offices, seat, post])
    assert [person.username for person in people_to_name("dang", page=passage.page)] == ["viet.stc"]


def test_a_board_that_has_no_right_on_the_page_comments_at_the_desk(client: Client) -> None:
    portal = make_portal()
    passage = submitted(portal)
    actions.approve(portal.head, passage=passage, seen_sha256=passage.text_sha256)
    client.force_login(portal.board_head)
    address = reverse("page_comments", args=[passage.page_id])
    fields = {"act": "add", "words": "Ai chụp ảnh này?", "revision": passage.revision_id}
    answer = client.post(f"{address}?fragment=1", fields)
    assert "Ai chụp ảnh này?" in answer.text
    refused = client.post(f"{address}?fragment=1", {**fields, "words": ""})
    assert refused.status_code == 422
    assert client.post(f"{address}?fragment=1", {**fields, "revision": "x"}).status_code == 404


def test_the_desk_and_the_editor_show_them(client: Client, stc: Desk, passage: Passage) -> None:
    said(stc.head, passage)
    client.force_login(stc.head)
    assert WORDS in client.get(reverse("desk_item", args=[passage.pk])).text
    for person in (stc.writer, make_administrator()):
        client.force_login(person)
        body = client.get(reverse("wagtailadmin_pages:edit", args=[passage.page_id])).text
        assert WORDS in body
        assert "comments-TOTAL_FORMS" not in body  # those of Wagtail have no place beside ours


def test_a_bundle_at_the_desk_shows_those_of_the_item_that_is_read(client: Client, stc: Desk) -> None:
    bundle = sent_bundle(stc, stc.draft(title="Cầu Lộc Ninh"), stc.draft(title="Cầu Sông Bé"))
    first, second = Passage.objects.order_by("pk")
    said(stc.writer, first, quote="Cầu Lộc Ninh")
    here = reverse("desk_bundle", args=[bundle.pk])
    client.force_login(stc.head)
    shown = {one: client.get(f"{here}?item={one.pk}").content.decode() for one in (first, second)}
    assert WORDS in shown[first]
    assert WORDS not in shown[second]
    for one in (first, second):
        assert f'data-comments="{reverse("page_comments", args=[one.page_id])}"' in shown[one]
        assert f'data-revision="{one.revision_id}"' in shown[one]
        assert "workflows_comments/comments.js" in shown[one]
    client.force_login(make_desk("sxd").head)
    assert client.get(f"{here}?item={first.pk}").status_code == 404


def test_words_are_shown_as_they_were_written_and_nothing_runs(client: Client, stc: Desk, passage: Passage) -> None:
    colleague = with_seat("viet2.stc", stc.site, "writer")
    said(stc.head, passage, words="<script>alert(1)</script> @viet2.stc")
    client.force_login(colleague)
    body: Any = client.get(reverse("page_comments", args=[passage.page_id])).text
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert '<strong class="comment-name">@viet2.stc</strong>' in body


def test_whoever_follows_a_notice_reads_the_text_beside_the_comments(
    client: Client, stc: Desk, passage: Passage
) -> None:
    said(stc.head, passage)
    client.force_login(stc.writer)
    body = client.get(reverse("page_comments", args=[passage.page_id])).text
    assert 'class="passage-text"' in body
    assert body.count("Khởi công cầu Lộc Ninh") > 1
