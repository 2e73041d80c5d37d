"""The translator's desk as people see it: who finds what there, and what a save answers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sites.rules.models import Rule
from tests.factories.cms import fresh
from tests.factories.workflows import Desk, make_basis, make_desk, published, with_seat
from tests.workflows.test_translation import begun, change, english_of, translate_all, translator
from workflows.passage.enums import Cause
from workflows.passage.models import Passage
from workflows.translation.models import Translation
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened

pytestmark = pytest.mark.django_db

SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def owe_english(desk: Desk, *types: str) -> None:
    """By rule every news item (or every page of these types) is owed, within 16 working hours."""
    owed = {"en": [{"types": list(types) or ["news"]}]}
    values: dict[str, Any] = {"translation.owed": owed, "translation.limits": {"first": 16}}
    for key, value in values.items():
        Rule.objects.create(key=key, value=value, unit="list", basis=make_basis(), article="Điều 7.2")


def given(translation: Translation, key: str, text: str) -> dict[str, str]:
    line = opened(translation).line(key)
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    return {"act": "write", "key": key, "text": text, **seen}


def test_what_is_owed_stands_on_the_desk_of_the_site_alone() -> None:
    desk, other = make_desk(), make_desk("syt")
    owe_english(desk)
    page = published(desk)
    mine = browser(translator(desk)).get(reverse("translation:index"))
    assert page.title in mine.content.decode()
    assert "desk-tag--in_time" in mine.content.decode()
    theirs = browser(translator(other)).get(reverse("translation:index"))
    assert page.title not in theirs.content.decode()


def test_who_writes_in_vietnamese_alone_owes_nothing() -> None:
    desk = make_desk()
    page = published(desk)
    assert page.title not in browser(translator(desk)).get(reverse("translation:index")).content.decode()


def test_a_translation_is_begun_from_the_list_by_who_may() -> None:
    desk, other = make_desk(), make_desk("syt")
    page = published(desk)
    address = reverse("translation:start", args=(page.pk, "en"))
    browser(translator(other)).post(address)
    assert not Translation.objects.exists()
    browser(translator(desk)).post(address)
    assert Translation.objects.get().handled_by == translator(desk)


def test_a_segment_is_saved_by_a_script_and_by_a_form_alike() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    client, address = browser(translator(desk)), reverse("translation:text", args=(translation.pk,))
    answer = client.post(address, given(translation, "title", "Dialogue with businesses"), headers=SCRIPT)
    assert answer.json()["state"] == "current"
    assert client.post(address, given(translation, "summary", "The province listens.")).status_code == 302
    shown = client.get(address).content.decode()
    assert "Dialogue with businesses" in shown
    assert "The province listens." in shown


def test_a_conflict_is_told_and_what_was_typed_is_kept() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    late = given(translation, "title", "By the late one")
    first, second = browser(translator(desk)), browser(with_seat("dich2.stc", desk.site, "translator"))
    address = reverse("translation:text", args=(translation.pk,))
    first.post(address, given(translation, "title", "By the first"), headers=SCRIPT)
    answer = second.post(address, late, headers=SCRIPT)
    assert answer.status_code == 409
    assert "By the first" in answer.json()["reasons"][0]
    assert "By the late one" in second.post(address, late).content.decode()


def test_a_stranger_reads_and_writes_nothing() -> None:
    desk, other = make_desk(), make_desk("syt")
    translation = begun(desk, published(desk))
    stranger, own = browser(translator(other)), browser(translator(desk))
    for name in ("text", "memory", "preview"):
        address = reverse(f"translation:{name}", args=(translation.pk,)) + ("?key=title" if name == "memory" else "")
        assert stranger.get(address).status_code in (302, 403), name
        assert own.get(address).status_code == 200, name
    stranger.post(reverse("translation:text", args=(translation.pk,)), given(translation, "title", "Mine"))
    assert not translation.wordings.exists()


def test_the_memory_offers_what_was_written_on_the_site_and_nothing_of_next_door() -> None:
    desk, other = make_desk(), make_desk("syt")
    english_of(desk, published(desk))
    for place, is_offered in ((desk, True), (other, False)):
        translation = begun(place, published(place, title="Tin khác"))
        address = reverse("translation:memory", args=(translation.pk,)) + "?key=summary"
        found = browser(translator(place)).get(address).content.decode()
        assert ("English Tỉnh lắng nghe doanh nghiệp." in found) is is_offered


def test_words_of_the_source_that_changed_are_marked() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    translation = Translation.objects.get()
    shown = browser(translator(desk)).get(reverse("translation:text", args=(translation.pk,))).content.decode()
    assert "<ins>200" in shown
    assert "Tỉnh lắng nghe" in shown


def test_the_whole_text_is_said_to_correspond() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    translation, client = Translation.objects.get(), browser(translator(desk))
    address = reverse("translation:text", args=(translation.pk,))
    client.post(address, {"act": "compare", "source_seen": "another"})
    assert not opened(translation).is_done
    client.post(address, {"act": "compare", "source_seen": opened(translation).source.sha256})
    assert opened(Translation.objects.get()).is_done


def test_a_claim_is_laid_down_by_its_holder_alone() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    address = reverse("translation:text", args=(translation.pk,))
    browser(with_seat("dich2.stc", desk.site, "translator")).post(address, {"act": "lay_down"})
    assert Translation.objects.get().handled_by == translator(desk)
    browser(translator(desk)).post(address, {"act": "lay_down"})
    assert Translation.objects.get().handled_by is None


def test_the_preview_is_the_page_in_its_public_form() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    client = browser(translator(desk))
    client.post(reverse("translation:text", args=(translation.pk,)), given(translation, "title", "Dialogue"))
    shown = client.get(reverse("translation:preview", args=(translation.pk,))).content.decode()
    assert "<h2>Dialogue</h2>" in shown
    assert not fresh(translation.page).live


def test_the_list_of_pages_and_the_editor_say_how_a_text_stands_in_english() -> None:
    desk = make_desk()
    page = published(desk)
    english_of(desk, page)
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    client = browser(desk.writer)
    listing = client.get(reverse("wagtailadmin_explore", args=(page.get_parent().pk,))).content.decode()
    assert "en: cũ hơn bản gốc" in listing
    editor = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert 'data-state="outdated"' in editor


def test_a_name_that_is_not_used_as_the_glossary_has_it_is_marked() -> None:
    desk = make_desk()
    translation = begun(desk, published(desk))
    client, address = browser(translator(desk)), reverse("translation:text", args=(translation.pk,))
    answer = client.post(address, given(translation, "source", "The money office"), headers=SCRIPT).json()
    assert answer["terms"] == ["Sở Tài chính → Department of Finance"]
    assert "Sở Tài chính → Department of Finance" in client.get(address).content.decode()
    answer = client.post(address, given(translation, "source", "Department of Finance"), headers=SCRIPT).json()
    assert answer["terms"] == []


def test_a_text_is_sent_from_the_desk_by_who_may_when_nothing_is_open() -> None:
    desk, other = make_desk(), make_desk("syt")
    translation = begun(desk, published(desk))
    address, client = reverse("translation:text", args=(translation.pk,)), browser(translator(desk))
    refused = client.post(address, {"act": "submit"}).content.decode()
    assert "đoạn chưa dịch" in refused
    assert 'class="error"' in refused
    translate_all(translator(desk), translation)
    for stranger in (translator(other), other.head):
        assert browser(stranger).post(address, {"act": "submit"}).status_code in (302, 403)
    assert not Passage.objects.filter(page=translation.page_id).exists()
    client.post(address, {"act": "submit"})
    assert Passage.objects.get(page=translation.page_id).submitted_by == translator(desk)
    assert 'value="submit"' not in client.get(address).content.decode()


def test_a_new_text_of_a_public_translation_is_asked_what_kind_of_change_it_is() -> None:
    desk = make_desk()
    page = published(desk)
    english = english_of(desk, page)
    address = reverse("translation:text", args=(Translation.objects.get().pk,))
    answer = browser(translator(desk)).post(address, {"act": "submit"})
    assert answer.headers["location"] == reverse("passage_change", args=(english.pk,))
