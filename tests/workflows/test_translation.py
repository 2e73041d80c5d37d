"""How texts stand in other languages, and the writing of translations."""

import pytest
from django.db import IntegrityError, connection, transaction

from cms.pages.segments import segments_of
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.api import settle, whole
from tests.factories.cms import body_of, fresh, make_file
from tests.factories.workflows import Desk, make_desk, now, published, with_seat
from workflows.passage import actions as passages
from workflows.passage.enums import Cause
from workflows.translation.actions import begin, forget, keep, write
from workflows.translation.enums import State
from workflows.translation.models import Translation, Wording
from workflows.translation.seen import fingerprint
from workflows.translation.standing import Standing, standings_of
from workflows.translation.texts import Opened, opened

pytestmark = pytest.mark.django_db


def translator(desk: Desk):
    """The translator of a site; the same one when asked again."""
    name = f"dich.{desk.site.code}"
    found = User.objects.filter(username=name, seats__isnull=False).first()
    return found or with_seat(name, desk.site, "translator")


def standing(page) -> Standing:
    return standings_of([page.translation_key], locale="en")[0]


def put(actor, translation: Translation, key: str, text: str) -> Opened:
    line = opened(translation).line(key)
    return write(
        actor,
        translation=translation,
        key=key,
        text=text,
        seen=fingerprint(line.target),
        source_seen=line.segment.sha256,
    )


def begun(desk: Desk, page) -> Translation:
    return begin(translator(desk), source=fresh(page), locale="en")


def translate_all(actor, translation: Translation) -> None:
    for line in opened(translation).lines:
        put(actor, translation, line.key, f"English {line.segment.text}")


def test_a_text_is_read_segment_by_segment() -> None:
    page = published(make_desk())
    found = {segment.key: segment.text for segment in segments_of(page)}
    assert found["title"] == page.title
    assert "Ngày 21/11, UBND tỉnh tổ chức {1}hội nghị{/1}." in found.values()


def test_a_text_goes_through_every_state() -> None:
    desk = make_desk()
    page = published(desk)
    assert standing(page).state == State.NONE
    translation = begun(desk, page)
    assert standing(page).state == State.DRAFT
    translate_all(translator(desk), translation)
    english = fresh(translation.page)
    assert english.get_latest_revision_as_object().title == f"English {page.title}"
    assert not english.live
    passages.submit(translator(desk), page=english)
    assert standing(page).state == State.IN_APPROVAL
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    assert standing(page).state == State.CURRENT
    settle()
    assert whole(english)["translation"] == {"status": "current", "source_locale": "vi", "outdated_since": None}


def english_of(desk: Desk, page):
    """A public English version, made on the desk."""
    translation = begun(desk, page)
    translate_all(translator(desk), translation)
    english = fresh(translation.page)
    passages.submit(translator(desk), page=english)
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    return fresh(english)


def change(desk: Desk, page, cause: Cause, **fields):
    """Publish the Vietnamese anew."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=desk.writer)
    notice = "Đã sửa." if cause in (Cause.CORRECTION, Cause.SUPPLEMENT) else ""
    passages.submit(desk.writer, page=fresh(page), cause=cause, notice=notice)
    passages.publish(desk.head, passage=now(page), seen_sha256=now(page).text_sha256, comment="Không đổi nghĩa.")


def test_a_corrected_source_makes_its_translation_outdated_in_the_same_drain() -> None:
    desk = make_desk()
    page = published(desk)
    english = english_of(desk, page)
    settle()
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    settle()
    found = whole(english)["translation"]
    assert found["status"] == "outdated"
    assert found["outdated_since"]
    assert whole(fresh(page))["translation"]["status"] == "source"
    lines = {line.key: line for line in opened(Translation.objects.get()).lines}
    assert [key for key, line in lines.items() if line.state == "outdated"] == ["summary"]
    assert lines["summary"].before == "Tỉnh lắng nghe doanh nghiệp."
    assert lines["summary"].target == "English Tỉnh lắng nghe doanh nghiệp."


def test_an_outdated_translation_is_up_to_date_again_when_it_was_renewed_and_approved() -> None:
    desk = make_desk()
    page = published(desk)
    english = english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    translation = Translation.objects.get()
    with pytest.raises(Refused) as refused:
        passages.submit(translator(desk), page=english, cause=Cause.MINOR)
    assert refused.value.code == "source_changed"
    put(translator(desk), translation, "summary", "The province listens to 200 businesses.")
    assert standing(page).state == State.OUTDATED
    passages.submit(translator(desk), page=fresh(english), cause=Cause.CORRECTION, notice="Updated.")
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    assert standing(page).state == State.CURRENT
    settle()


def test_a_source_corrected_while_its_translation_is_in_approval_makes_it_outdated_from_the_first_day() -> None:
    desk = make_desk()
    page = published(desk)
    translation = begun(desk, page)
    translate_all(translator(desk), translation)
    english = fresh(translation.page)
    passages.submit(translator(desk), page=english)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    settle()
    assert whole(english)["translation"]["status"] == "outdated"


def test_a_save_touches_nothing_that_is_public() -> None:
    desk = make_desk()
    page = published(desk)
    english = english_of(desk, page)
    settle()
    before = whole(english)
    put(translator(desk), Translation.objects.get(), "title", "Another title")
    assert settle() == 0
    assert whole(english) == before
    assert fresh(english).title == before["title"]


def test_two_translators_of_one_segment_lose_nothing() -> None:
    desk = make_desk()
    page = published(desk)
    translation = begun(desk, page)
    line = opened(translation).line("title")
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    second = with_seat("dich2.stc", desk.site, "translator")
    write(translator(desk), translation=translation, key="title", text="First", **seen)
    with pytest.raises(Conflict) as conflict:
        write(second, translation=translation, key="title", text="Second", **seen)
    assert conflict.value.code == "written_meanwhile"
    assert opened(translation).line("title").target == "First"
    other = opened(translation).line("summary")
    write(
        second,
        translation=translation,
        key="summary",
        text="By the second",
        seen=fingerprint(other.target),
        source_seen=other.segment.sha256,
    )
    assert opened(translation).line("title").target == "First"


def test_marks_stand_in_the_translation_as_in_the_source() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    key = next(line.key for line in opened(translation).lines if line.marks)
    with pytest.raises(Invalid) as invalid:
        put(translator(desk), translation, key, "On 21/11 the province held a conference.")
    assert invalid.value.code == "marks_wrong"
    after = put(translator(desk), translation, key, "On 21/11 the province held {1}a conference{/1} & more.")
    assert "held <b>a conference</b> &amp; more." in str(after.page.body.raw_data)


def test_a_translator_writes_on_his_site_and_in_his_language_only() -> None:
    desk, other = make_desk(), make_desk("syt")
    page = published(desk)
    stranger = translator(other)
    with pytest.raises(Refused):
        begin(stranger, source=page, locale="en")
    translation = begun(desk, page)
    with pytest.raises(Refused) as refused:
        put(stranger, translation, "title", "Mine")
    assert refused.value.code == "not_entitled"
    assert not page.permissions_for_user(translator(desk)).can_edit()
    assert translation.page.specific.permissions_for_user(translator(desk)).can_edit()


def test_a_translator_does_not_approve_what_he_translated() -> None:
    desk = make_desk()
    page = published(desk)
    translation = begun(desk, page)
    translate_all(translator(desk), translation)
    passages.submit(translator(desk), page=fresh(translation.page))
    passage = now(translation.page)
    with pytest.raises(Refused):
        passages.publish(translator(desk), passage=passage, seen_sha256=passage.text_sha256)
    with pytest.raises(Refused) as refused:
        put(translator(desk), translation, "title", "Once more")
    assert refused.value.code == "in_approval"


def test_what_is_not_translated_is_not_submitted() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    put(translator(desk), translation, "title", "Conference")
    with pytest.raises(Refused) as refused:
        passages.submit(translator(desk), page=fresh(translation.page))
    assert refused.value.code == "not_translated"


def test_a_wording_that_stays_right_is_kept_with_a_name() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh đã lắng nghe doanh nghiệp.")
    translation = Translation.objects.get()
    line = opened(translation).line("summary")
    keep(
        translator(desk),
        translation=translation,
        key="summary",
        seen=fingerprint(line.target),
        source_seen=line.segment.sha256,
    )
    assert opened(translation).is_done
    assert Wording.objects.filter(key="summary").last().how == "kept"


def test_withdrawing_the_source_withdraws_its_translation() -> None:
    desk = make_desk()
    page = published(desk)
    english = english_of(desk, page)
    passages.withdraw(desk.head, page=fresh(page), reason="Sai số liệu")
    assert not fresh(english).live
    assert standing(page).state == State.WITHDRAWN
    settle()


def test_a_translation_of_paragraphs_follows_them_when_one_is_put_between() -> None:
    desk = make_desk()
    first = body_of(("paragraph", "<p>Một.</p><p>Hai hai.</p><p>Ba.</p>"))
    page = published(desk, body=first)
    english_of(desk, page)
    changed = body_of(("paragraph", "<p>Một.</p><p>Mới tinh.</p><p>Hai ba.</p><p>Ba.</p>"))
    change(desk, page, Cause.SUPPLEMENT, body=changed)
    lines = {line.segment.text: line for line in opened(Translation.objects.get()).lines}
    assert lines["Một."].state == lines["Ba."].state == "current"
    assert lines["Ba."].target == "English Ba."
    assert {lines["Mới tinh."].state, lines["Hai ba."].state} == {"none", "outdated"}


def test_a_wording_that_its_field_does_not_hold_is_refused_in_words() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    with pytest.raises(Invalid) as invalid:
        put(translator(desk), translation, "title", "Long " * 60)
    assert invalid.value.code == "not_valid"
    assert not Wording.objects.exists()


def test_what_was_written_in_the_editor_is_not_lost_when_the_draft_is_reshaped() -> None:
    desk = make_desk()
    page = published(desk, body=body_of(("paragraph", "<p>Một.</p><p>Hai.</p>")))
    translation = begun(desk, page)
    english = fresh(translation.page).get_latest_revision_as_object()
    english.body = body_of(("paragraph", "<p>One.</p><p>Two.</p><p>Only in English.</p>"))
    english.save_revision(user=translator(desk))
    change(desk, page, Cause.CORRECTION, body=body_of(("paragraph", "<p>Hai rưỡi.</p><p>Một.</p>")))
    put(translator(desk), translation, "title", "A title")
    found = opened(translation)
    lines = {line.segment.text: line for line in found.lines}
    assert (lines["Một."].target, lines["Một."].state) == ("One.", "current")
    assert lines["Hai rưỡi."].state in ("outdated", "none")
    assert {"Two.", "Only in English."} <= {row.target for row in Wording.objects.filter(how="found")}


def test_what_is_no_words_stays_where_the_translation_has_its_own() -> None:
    desk = make_desk()
    files = [make_file(name=name, title=name) for name in ("van-ban.pdf", "text.pdf")]
    page = published(desk, body=body_of(("paragraph", "<p>Một.</p>"), ("file", {"file": files[0].pk, "title": "Tệp"})))
    translation = begun(desk, page)
    english = fresh(translation.page).get_latest_revision_as_object()
    english.body = [
        {"type": "paragraph", "value": "<p>One.</p>", "id": "10000000-0000-0000-0000-000000000001"},
        {
            "type": "file",
            "value": {"file": files[1].pk, "title": "A file"},
            "id": "10000000-0000-0000-0000-000000000002",
        },
    ]
    english.save_revision(user=translator(desk))
    after = put(translator(desk), translation, "title", "A title")
    assert [block.value for block in after.page.body][1]["file"] == files[1]
    assert {line.target for line in after.lines} >= {"One.", "A file", "A title"}


def test_wordings_are_emptied_by_an_erasure_and_by_nothing_else() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    with pytest.raises(IntegrityError), transaction.atomic():
        forget(page.translation_key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.erasing', 'on', true)")
        forget(page.translation_key)
    assert set(Wording.objects.values_list("source", "target")) == {("", "")}
