"""Keeping translations up: reminders once each, answers where a source went, texts that use an old term."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from cms.glossary.actions import keep_term
from cms.glossary.models import Term
from sites.refusals import Invalid, Refused
from tests.factories.api import settle, whole
from tests.factories.cms import fresh, make_category
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, now, published, with_seat
from tests.workflows.test_translation import begun, change, english_of, put, translate_all, translator
from tests.workflows.test_translation_piles import at, rule, works
from workflows.notices.models import Mail, Notice
from workflows.passage import actions as passages
from workflows.passage.enums import Cause
from workflows.passage.models import Withdrawal
from workflows.translation.actions import handle, lay_down
from workflows.translation.models import Translation
from workflows.translation.texts import opened
from workflows.upkeep import looking, questions, rounds
from workflows.upkeep.models import Call, Kept, Look, Mark, Round
from workflows.upkeep.names import number_of_names
from workflows.upkeep.reminders import remind_of_questions, remind_of_translations
from workflows.upkeep.selectors import open_marks

pytestmark = pytest.mark.django_db

LIMITS = {"first": 16, "correction": 8, "remind": 4, "escalate_to": [{"post": "deputy_head", "agency": "site"}]}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A Friday afternoon; every news item is owed in English, within two days of work."""
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        made = make_desk()
        rule("translation.owed", {"en": [{"types": ["news"]}]})
        rule("translation.limits", LIMITS)
        yield made


def told(person: Any, word: str = "") -> list[str]:
    rows = Notice.objects.filter(person=person, subject__icontains=word, path__startswith="/admin/")
    return list(rows.order_by("pk").values_list("subject", flat=True))


def remind(moment: str) -> int:
    with time_machine.travel(at(moment), tick=False):
        return remind_of_translations()


def forget() -> None:
    Notice.objects.all().delete()
    Mail.objects.all().delete()


# --- reminders --------------------------------------------------------------------------------------------------------


def test_who_translates_there_is_reminded_once_and_told_once_that_it_is_late(desk: Desk) -> None:
    published(desk, title="Một")
    published(desk, title="Hai")
    mine, next_door = translator(desk), translator(make_desk("syt"))
    forget()
    assert remind("2026-11-24 08:29") == 0
    assert remind("2026-11-24 08:30") == 2
    assert remind("2026-11-24 08:35") == 0
    assert len(told(mine)) == 1  # one letter for both
    assert Mail.objects.filter(person=mine).count() == 1
    body = Notice.objects.get(person=mine).body
    assert "Một" in body
    assert "Hai" in body
    assert told(desk.deputy) == []
    assert remind("2026-11-24 14:30") == 0  # its last moment
    assert remind("2026-11-24 14:31") == 2
    assert remind("2026-11-30 14:31") == 0
    assert (len(told(mine)), len(told(desk.deputy))) == (2, 1)
    assert (told(next_door), told(desk.writer)) == ([], [])
    assert Call.objects.count() == 4


def test_who_handles_a_text_is_reminded_alone(desk: Desk) -> None:
    translation = begun(desk, published(desk))
    second = with_seat("dich2.stc", desk.site, "translator")
    forget()
    remind("2026-11-24 10:30")
    assert (len(told(translator(desk))), told(second)) == (1, [])
    lay_down(translator(desk), translation=translation)
    handle(second, translation=translation)
    remind("2026-11-24 15:00")
    assert (len(told(translator(desk))), len(told(second))) == (1, 1)


def test_where_nobody_translates_those_above_are_told_at_once(desk: Desk) -> None:
    published(desk)
    desk.writer.seats.update(held_to=date(2026, 11, 21))
    forget()
    remind("2026-11-24 10:30")
    assert len(told(desk.deputy)) == 1


def test_what_is_in_approval_is_left_to_the_limits_of_its_steps(desk: Desk) -> None:
    translation = begun(desk, published(desk))
    translate_all(translator(desk), translation)
    passages.submit(translator(desk), page=fresh(translation.page))
    assert remind("2026-11-24 15:00") == 0


def test_a_correction_is_reminded_of_by_its_own_limit(desk: Desk) -> None:
    page = published(desk)
    english = english_of(desk, page)
    assert remind("2026-11-30 15:00") == 0
    with time_machine.travel(at("2026-12-01 08:00"), tick=False):
        change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    forget()
    assert remind("2026-12-01 14:30") == 1
    assert remind("2026-12-02 08:01") == 1
    assert len(told(translator(desk))) == 2
    with time_machine.travel(at("2026-12-02 09:00"), tick=False):
        put(translator(desk), Translation.objects.get(), "summary", "The province listens to 200 businesses.")
        passages.submit(translator(desk), page=fresh(english), cause=Cause.CORRECTION, notice="Updated.")
        passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    assert remind("2026-12-30 08:00") == 0


# --- the source is gone -----------------------------------------------------------------------------------------------


@pytest.fixture
def asked(desk: Desk) -> tuple[Desk, Withdrawal, Any]:
    """A translation whose source was withdrawn; the rule asks, within a day of work."""
    rule("translation.source_withdrawn", {"then": "ask", "hours": 8, "remind": 2})
    page = published(desk)
    english = english_of(desk, page)
    forget()
    withdrawal = passages.withdraw(desk.head, page=fresh(page), reason="Số liệu đã cũ")
    return desk, withdrawal, fresh(english)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_translation_is_kept_for_a_reason_on_its_screen(asked: tuple[Desk, Withdrawal, Any]) -> None:
    desk, withdrawal, english = asked
    address = reverse("upkeep:question", args=(withdrawal.pk, english.pk))
    assert Notice.objects.filter(person=desk.head, path=address).count() == 1
    client = browser(desk.head)
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = client.get(address).content.decode()
    assert 'data-question="open"' in shown
    assert "Số liệu đã cũ" in shown
    client.post(address, {"reason": "  "})
    assert not Kept.objects.exists()
    client.post(address, {"reason": "Người nước ngoài còn cần đến hết năm"})
    kept = Kept.objects.get()
    assert (kept.by, kept.locale, kept.basis) == (desk.head, "en", "Điều 7.2, Quy chế")
    assert 'data-question="kept"' in client.get(address).content.decode()
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert fresh(english).live
    settle()
    assert whole(english)["translation"]["status"] == "outdated"  # readers go on being told
    assert works(desk) == []  # translators have nothing to do
    with pytest.raises(Refused) as refused:
        questions.keep(desk.head, withdrawal=withdrawal, page=english, reason="Again")
    assert refused.value.code == "not_asked"


def test_a_translation_is_withdrawn_by_the_withdrawal_that_there_is(asked: tuple[Desk, Withdrawal, Any]) -> None:
    desk, withdrawal, english = asked
    address = reverse("upkeep:question", args=(withdrawal.pk, english.pk))
    client = browser(desk.head)
    way = reverse("endings_end", args=(english.pk, "withdrawn"))
    assert way in client.get(address).content.decode()
    client.post(way, {"reason": "Bản gốc đã gỡ", "notice": ""})
    assert not fresh(english).live
    assert 'data-question="closed"' in client.get(address).content.decode()


def test_nobody_else_answers_and_no_answer_is_without_a_reason(asked: tuple[Desk, Withdrawal, Any]) -> None:
    desk, withdrawal, english = asked
    address = reverse("upkeep:question", args=(withdrawal.pk, english.pk))
    for person in (translator(desk), desk.writer, make_desk("syt").head):
        assert browser(person).get(address).status_code in (302, 403), person
        browser(person).post(address, {"reason": "Of next door"})
        with pytest.raises(Refused):
            questions.keep(person, withdrawal=withdrawal, page=english, reason="Mine")
    with pytest.raises(Invalid):
        questions.keep(desk.head, withdrawal=withdrawal, page=english, reason=" ")
    assert not Kept.objects.exists()


def test_an_answer_is_for_ever(asked: tuple[Desk, Withdrawal, Any]) -> None:
    desk, withdrawal, english = asked
    kept = questions.keep(desk.head, withdrawal=withdrawal, page=english, reason="Còn cần")
    for statement in ("update workflows_upkeep_kept set reason = ''", "delete from workflows_upkeep_kept"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Kept.objects.get() == kept


def test_a_question_goes_when_the_source_is_public_again(asked: tuple[Desk, Withdrawal, Any]) -> None:
    desk, withdrawal, english = asked
    source = fresh(withdrawal.page).specific
    passages.submit(desk.writer, page=source)
    passages.publish(desk.head, passage=now(source), seen_sha256=now(source).text_sha256)
    assert questions.questions([desk.site.pk]) == []
    with pytest.raises(Refused):
        questions.keep(desk.head, withdrawal=withdrawal, page=english, reason="Mine")


def test_who_decides_is_reminded_of_a_question_once_and_again_when_it_is_late(
    asked: tuple[Desk, Withdrawal, Any],
) -> None:
    desk, withdrawal, english = asked
    forget()
    for moment, sent in (("11-23 10:29", 0), ("11-23 10:30", 1), ("11-23 10:35", 0), ("11-23 14:31", 1), ("11-24", 0)):
        with time_machine.travel(at(f"2026-{moment}"), tick=False):
            assert remind_of_questions() == sent, moment
    assert len(told(desk.head)) == 2
    questions.keep(desk.head, withdrawal=withdrawal, page=english, reason="Còn cần")
    with time_machine.travel(at("2026-12-24 08:00"), tick=False):
        assert remind_of_questions() == 0


# --- old terms --------------------------------------------------------------------------------------------------------


def term(words: str, **fields: Any) -> Term:
    return Term(vi="doanh nghiệp", language="en", words=words, **fields)


@pytest.fixture
def translated(desk: Desk) -> tuple[Desk, Any]:
    """A public translation with the words that are right today."""
    keep_term(make_administrator(), term=term("enterprise"))
    Round.objects.all().update(state="done")
    page = published(desk, title="Đối thoại")
    translation = begun(desk, page)
    for line in opened(translation).lines:
        put(translator(desk), translation, line.key, line.segment.text.replace("doanh nghiệp", "enterprises"))
    english = fresh(translation.page)
    passages.submit(translator(desk), page=english)
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    return desk, fresh(english)


def new_words(words: str = "business", **fields: Any) -> Round:
    row = Term.objects.get(site=None, language="en", vi="doanh nghiệp")
    row.words = words
    for name, value in fields.items():
        setattr(row, name, value)
    keep_term(make_administrator(), term=row)
    return rounds.carry_on_to_the_end(Round.objects.earliest("-pk"))


def test_a_new_word_marks_every_public_translation_that_uses_the_old_one(translated: tuple[Desk, Any]) -> None:
    desk, english = translated
    row = new_words()
    assert (row.state, row.done) == ("done", row.total)
    mark = Mark.objects.get()
    assert (mark.page_id, mark.words) == (english.pk, ["doanh nghiệp → business (enterprises)"])
    assert list(open_marks(translator(desk))) == [mark]
    client = browser(translator(desk))
    assert reverse("upkeep:terms") in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = client.get(reverse("upkeep:round", args=(row.pk,))).content.decode()
    assert english.title in shown
    assert reverse("translation:text", args=(Translation.objects.get().pk,)) in shown
    settle()
    assert whole(english)["translation"]["status"] == "current"  # readers see nothing of it
    assert works(desk) == []


def test_a_text_that_is_renewed_needs_no_look_and_one_that_is_right_is_said_so(translated: tuple[Desk, Any]) -> None:
    desk, english = translated
    new_words()
    draft = fresh(english).get_latest_revision_as_object()
    draft.summary = "The province listens to every business."
    draft.save_revision(user=translator(desk))
    passages.submit(translator(desk), page=fresh(english), cause=Cause.CORRECTION, notice="Words.")
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    assert not open_marks(translator(desk)).exists()
    new_words("company")
    mark = open_marks(translator(desk)).get()
    stranger = browser(translator(make_desk("syt")))
    assert stranger.post(reverse("upkeep:look", args=(mark.pk,))).status_code in (302, 403)
    with pytest.raises(Refused):
        looking.look(desk.head, mark=mark)
    assert not Look.objects.exists()
    browser(translator(desk)).post(reverse("upkeep:look", args=(mark.pk,)))
    assert Look.objects.get().by == translator(desk)
    assert not open_marks(translator(desk)).exists()
    with pytest.raises(Refused) as refused:
        looking.look(translator(desk), mark=mark)
    assert refused.value.code == "not_open"


def test_a_round_that_stopped_goes_on_and_does_nothing_twice(translated: tuple[Desk, Any]) -> None:
    row = new_words()
    Round.objects.filter(pk=row.pk).update(state="stopped", last=0, done=0)
    reader, resume = browser(translator(translated[0])), reverse("upkeep:resume", args=(row.pk,))
    assert resume not in reader.get(reverse("upkeep:round", args=(row.pk,))).content.decode()
    assert reader.post(resume).status_code in (302, 403)
    assert Round.objects.get(pk=row.pk).state == "stopped"
    keeper = browser(make_administrator())
    assert resume in keeper.get(reverse("upkeep:round", args=(row.pk,))).content.decode()
    keeper.post(resume)
    assert Round.objects.get(pk=row.pk).state == "running"
    assert rounds.carry_on_to_the_end(Round.objects.get(pk=row.pk)).state == "done"
    assert Mark.objects.count() == 1


@pytest.mark.usefixtures("translated")
def test_words_that_are_added_make_a_round_and_notes_make_none() -> None:
    before = Round.objects.count()
    row = Term.objects.get(site=None, language="en", vi="doanh nghiệp")
    row.note = "Luật Doanh nghiệp"
    keep_term(make_administrator(), term=row)
    assert Round.objects.count() == before
    assert new_words("enterprise", also="business").state == "done"
    assert not Mark.objects.exists()  # the old words are still right


def test_a_sites_own_words_stand_in_the_place_of_the_provinces(translated: tuple[Desk, Any]) -> None:
    desk, _english = translated
    keep_term(make_administrator(), term=term("enterprise", site=desk.site))
    new_words()
    assert not Mark.objects.exists()
    own = Term.objects.get(site=desk.site)
    own.words = "firm"
    keep_term(make_administrator(), term=own)
    row = rounds.carry_on_to_the_end(Round.objects.earliest("-pk"))
    assert (row.site, Mark.objects.get().words) == (desk.site, ["doanh nghiệp → firm (enterprises)"])


def test_a_round_of_another_site_is_not_shown(translated: tuple[Desk, Any]) -> None:
    desk, english = translated
    keep_term(make_administrator(), term=term("firm", site=desk.site))
    row = rounds.carry_on_to_the_end(Round.objects.earliest("-pk"))
    assert Mark.objects.count() == 1
    stranger = browser(translator(make_desk("syt")))
    assert stranger.get(reverse("upkeep:round", args=(row.pk,))).status_code == 404
    assert stranger.post(reverse("upkeep:resume", args=(row.pk,))).status_code == 404
    shown = stranger.get(reverse("upkeep:terms")).content.decode()
    assert str(desk.site) not in shown
    assert english.title not in shown


def test_a_new_word_marks_names_like_pages_and_what_is_said_anew_needs_no_look(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_term(make_administrator(), term=term("enterprise"))
    Round.objects.all().update(state="done")
    named = {"name_vi": "Hỗ trợ doanh nghiệp", "name_en": "Support for enterprises"}
    mine = make_category("ho-tro", site=desk.site, **named)
    beside = make_desk("syt")
    make_category("ho-tro-y-te", site=beside.site, **{**named, "name_en": "Support for business"})
    make_category("ho-tro-chua-dich", site=desk.site, name_vi="Doanh nghiệp mới", name_en="")
    monkeypatch.setattr(rounds, "BATCH", 2)  # goes on from row to row and from kind to kind
    row = new_words()
    assert (row.state, row.done) == ("done", row.total)
    assert row.total >= number_of_names(None, "en") > 4
    mark = Mark.objects.get()
    assert (mark.thing, mark.title, mark.site) == (f"category:{mine.pk}", str(mine), desk.site)
    assert mark.words == ["doanh nghiệp → business (enterprises)"]
    person, stranger = translator(desk), browser(translator(beside))
    assert [list(open_marks(one)) for one in (person, translator(beside))] == [[mark], []]
    shown = browser(person).get(reverse("upkeep:round", args=(row.pk,))).content.decode()
    assert reverse("labels:row", args=("category", mine.pk, "en")) in shown
    assert "1 bản dịch" in browser(person).get(reverse("wagtailadmin_home")).content.decode()
    assert stranger.post(reverse("upkeep:look", args=(mark.pk,))).status_code in (302, 403)
    assert not Look.objects.exists()
    looking.look(person, mark=mark)
    assert not open_marks(person).exists()
    new_words("company")
    assert open_marks(person).count() == 1
    mine.name_en = "Support for companies"
    mine.save()
    assert not open_marks(person).exists()
