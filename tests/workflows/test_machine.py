"""Machine help against a real server: what is sent, what never is, what comes of the answers."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.blocks.personal import shapes_with_persons
from cms.news.models import NewsPage
from sites import clock
from sites.refusals import Refused
from tests.factories.cms import body_of, fresh, make_picture
from tests.factories.machine import Machine, answering, dripping, running, sleeping, switch_on, translating
from tests.factories.workflows import Desk, make_bundle, make_desk, published
from tests.workflows.test_translation import begun, put, translator
from workflows.machine.actions import forget, suggest
from workflows.machine.carrying import received, to_send
from workflows.machine.models import Answer, Sending, Suggestion
from workflows.machine.selectors import budget_of, not_confirmed, open_suggestions
from workflows.machine.servers import Server, is_allowed
from workflows.passage import actions as passages
from workflows.secrecy.actions import note_stop
from workflows.secrecy.selectors import subject_of
from workflows.translation.actions import compare_whole
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(settings: Any) -> Iterator[Machine]:
    """A server that works, listed by the operator."""
    cache.clear()
    with running(translating()) as found:
        settings.MACHINE_SERVERS, settings.MACHINE_NETWORKS = [found.address], []
        yield found


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def asked(desk: Desk, translation: Translation) -> Any:
    return suggest(translator(desk), translation=Translation.objects.get(pk=translation.pk))


def refused(desk: Desk, translation: Translation) -> str:
    with pytest.raises(Refused) as caught:
        asked(desk, translation)
    return caught.value.code


# --- off until it is switched on ---------------------------------------------------------------------------------


def test_it_is_off_until_a_rule_and_the_operator_allow_it(desk: Desk, machine: Machine, settings: Any) -> None:
    translation = begun(desk, published(desk))
    assert refused(desk, translation) == "switched_off"
    switch_on("elsewhere.example")
    assert refused(desk, translation) == "not_listed"
    switch_on(machine, engine="another")
    assert refused(desk, translation) == "not_listed"
    switch_on(machine)
    settings.MACHINE_SERVERS = []
    assert refused(desk, translation) == "not_listed"
    assert machine.paths == []
    settings.MACHINE_SERVERS = [machine.address]
    assert asked(desk, translation).taken


def test_a_rule_of_one_site_switches_it_on_for_that_site_alone(desk: Desk, machine: Machine) -> None:
    other = make_desk("syt")
    switch_on(machine, site=desk.site)
    assert asked(desk, begun(desk, published(desk))).taken
    assert refused(other, begun(other, published(other))) == "switched_off"


def test_who_may_not_write_the_text_asks_no_machine(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    translation = begun(desk, published(desk))
    for person in (translator(make_desk("syt")), desk.head):
        with pytest.raises(Refused) as caught:
            suggest(person, translation=translation)
        assert caught.value.code == "not_entitled"
    assert machine.paths == []


# --- what comes back ---------------------------------------------------------------------------------------------


def test_what_comes_back_is_a_suggestion_and_stands_in_no_draft(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    page = published(desk)
    translation = begun(desk, page)
    done = asked(desk, translation)
    found = opened(translation)
    assert (done.taken, done.thrown, done.fault, done.left) == (len(found.lines), [], "", 0)
    assert {line.target for line in found.lines} == {""}
    assert not Wording.objects.exists()
    by_key = {key: row.target for key, row in open_suggestions(found).items()}
    assert by_key["title"] == f"EN {page.title}"
    assert "EN Ngày 21/11, UBND tỉnh tổ chức {1}hội nghị{/1}." in by_key.values()
    assert {body["api_key"] for body in machine.asked} == {"a-key"}
    assert {(body["source"], body["target"]) for body in machine.asked} == {("vi", "en")}
    assert {body["format"] for body in machine.asked} == {"text", "html"}
    assert not any("<b>" in text for text in machine.texts)
    again = asked(desk, translation)
    assert (again.taken, len(machine.asked)) == (0, 2)


def test_a_text_with_a_machine_made_segment_is_not_submitted_and_the_segment_is_named(
    desk: Desk, machine: Machine
) -> None:
    switch_on(machine)
    page = published(desk)
    translation = begun(desk, page)
    asked(desk, translation)
    with pytest.raises(Refused) as caught:
        passages.submit(translator(desk), page=fresh(translation.page))
    named = [str(reason) for reason in caught.value.reasons if reason.code == "machine_made"]
    assert len(named) == len(opened(translation).lines)
    assert page.title in named[0]
    for line in opened(translation).lines:
        put(translator(desk), translation, line.key, open_suggestions(opened(translation))[line.key].target)
    assert not_confirmed(opened(translation)) == []
    passages.submit(translator(desk), page=fresh(translation.page))


def test_machine_words_that_came_in_by_the_editor_have_to_be_confirmed_too(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    page = published(desk)
    translation = begun(desk, page)
    asked(desk, translation)
    draft = fresh(translation.page).get_latest_revision_as_object()
    draft.title, draft.summary = f"EN {page.title}", "Written by a person."
    draft.save_revision(user=translator(desk))
    put(translator(desk), translation, "source", "Department of Finance")
    assert "title" in [line.key for line in not_confirmed(opened(translation))]
    assert "summary" not in [line.key for line in not_confirmed(opened(translation))]
    found = opened(translation)
    with pytest.raises(Refused) as caught:
        compare_whole(translator(desk), translation=translation, source_seen=found.source.sha256)
    assert caught.value.code == "machine_made"
    put(translator(desk), translation, "title", f"EN {page.title}")
    assert "title" not in [line.key for line in not_confirmed(opened(translation))]


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda text: text.replace("<span", "<b").replace("</span>", "</b>").replace(' id="m1"', ""),
        lambda text: text.replace("</span>", ""),
        lambda text: text.replace('<span id="m1">', "").replace("</span>", ""),
        lambda text: text.replace("m1", "m9"),
        lambda text: text + '<span id="m1">again</span>',
        lambda text: text + "<script>alert(1)</script>",
    ],
)
def test_a_suggestion_without_its_marks_is_thrown_away_with_a_word(desk: Desk, machine: Machine, spoiled: Any) -> None:
    machine.behave = translating(lambda text: spoiled(text) if "<span" in text else f"EN {text}")
    switch_on(machine)
    translation = begun(desk, published(desk))
    done = asked(desk, translation)
    assert [text for text in done.thrown if "{1}hội nghị{/1}" in text]
    assert len(done.thrown) == 1
    assert Answer.objects.get(thrown=1).taken == 0
    assert done.taken == len(opened(translation).lines) - 1


def test_marks_go_and_come_back_in_any_order(desk: Desk) -> None:
    body = body_of(("paragraph", '<p>A &amp; <a href="https://x.vn/?a=1">B</a><br/>{1} <b>C</b></p>'))
    translation = begun(desk, published(desk, body=body))
    segment = next(line.segment for line in opened(translation).lines if "B" in line.segment.text)
    sent = to_send(segment)
    assert sent == 'A &amp; <span id="m1">B</span><br id="m2">{1} <span id="m3">C</span>'
    assert received(segment, sent, most=0) == segment.text
    turned = '<span id="m3">C</span> &amp; <br id="m2"/> <span id="m1">B</span> {1}'
    assert received(segment, turned, most=0) == "{3}C{/3} & {2/} {1}B{/1} {{1}"


def test_what_is_too_long_for_its_field_is_no_suggestion(desk: Desk, machine: Machine) -> None:
    machine.behave = translating(lambda _text: "x" * 300)
    switch_on(machine)
    translation = begun(desk, published(desk))
    asked(desk, translation)
    assert "title" not in open_suggestions(opened(translation))
    assert "summary" in open_suggestions(opened(translation))


# --- what never leaves the house ---------------------------------------------------------------------------------


def test_a_draft_is_sent_only_where_the_rule_allows_it_and_never_with_a_moment(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    draft = desk.draft()
    person = translator(desk)
    from workflows.translation.actions import begin

    translation = begin(person, source=draft, locale="en")
    assert refused(desk, translation) == "not_public"
    switch_on(machine, drafts="allowed")
    planned = fresh(draft).get_latest_revision_as_object()
    planned.go_live_at = clock.now() + timedelta(days=1)
    planned.save_revision(user=desk.writer)
    assert refused(desk, translation) == "embargo"
    planned.go_live_at = None
    planned.save_revision(user=desk.writer)
    bundle = make_bundle(desk, fresh(draft))
    assert refused(desk, translation) == "embargo"
    bundle.items.update(binds=False)
    assert machine.paths == []
    assert asked(desk, translation).taken


def test_a_text_that_is_approved_for_later_is_not_sent(desk: Desk, machine: Machine) -> None:
    from workflows.translation.actions import begin

    switch_on(machine, drafts="allowed")
    passage = passages.submit(desk.writer, page=desk.draft(go_live_at=clock.now() + timedelta(days=1)))
    translation = begin(translator(desk), source=NewsPage.objects.get(pk=passage.page_id), locale="en")
    passages.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    assert refused(desk, translation) == "embargo"
    assert machine.paths == []


def test_what_was_closed_or_stopped_for_secrecy_is_not_sent(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    page = published(desk)
    translation = begun(desk, page)
    restriction = PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert refused(desk, translation) == "closed"
    restriction.delete()
    stop = note_stop(desk.writer, site=desk.site, subject=subject_of(page), title="x", found=[], page=page)
    assert refused(desk, translation) == "secret"
    assert machine.paths == []
    with transaction.atomic(), pytest.raises(DatabaseError):
        stop.delete()
    assert asked(desk, begun(desk, published(desk, title="Khác"))).taken


def test_what_is_personal_stays_in_the_house(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    shown = {"picture": make_picture().pk, "decorative": False, "caption": ""}
    body = body_of(
        ("quote", {"text": "Đường đã xong.", "attribution": "Bà Trần Thị Mẫu"}),
        ("paragraph", "<p>Liên hệ ông Mẫu, 0271 3879 456.</p>"),
        ("paragraph", "<p>Thư gửi mau@binhphuoc.localhost.</p>"),
        ("paragraph", "<p>Căn cước số 070123456789.</p>"),
        ("paragraph", "<p>Theo Nguyễn Thị Viết, đường dài 12 km.</p>"),
        ("image", {**shown, "alt": "Con đường", "credit": "Ông Ảnh"}),
    )
    from cms.media.actions import make_renditions
    from cms.media.models import Picture

    for picture in Picture.objects.all():
        make_renditions(picture)
    translation = begun(desk, published(desk, body=body))
    done = asked(desk, translation)
    assert done.kept_back == 6
    sent = " ".join(machine.texts)
    assert not [word for word in ("Trần", "3879", "mau@", "0701", "Nguyễn Thị Viết", "Ông Ảnh") if word in sent]
    assert "Đường đã xong." in sent
    assert "Con đường" in sent


def test_parts_that_name_persons_are_marked_in_fields_and_blocks() -> None:
    found = shapes_with_persons(NewsPage)
    assert found == {
        "lead_image_credit",
        "body.quote.attribution",
        "body.image.credit",
        "body.gallery.pictures.item.credit",
    }


@pytest.mark.parametrize(
    ("address", "host", "networks", "allowed"),
    [
        ("203.113.131.1", "dich.gov.vn", [], True),
        ("10.1.2.3", "dich.gov.vn", [], False),
        ("10.1.2.3", "dich.gov.vn", ["10.1.0.0/16"], True),
        ("10.2.2.3", "dich.gov.vn", ["10.1.0.0/16"], False),
        ("10.1.2.3", "10.1.2.3", [], True),
        ("127.0.0.1", "localhost", [], False),
        ("127.0.0.1", "localhost", ["127.0.0.0/8"], True),
        ("169.254.169.254", "dich.gov.vn", [], False),
        ("0.0.0.0", "dich.gov.vn", [], False),  # noqa: S104 - an address to refuse
        ("100.64.0.1", "dich.gov.vn", [], False),
        ("224.0.0.1", "dich.gov.vn", [], False),
        ("::1", "dich.gov.vn", [], False),
        ("::ffff:10.1.2.3", "dich.gov.vn", [], False),
        ("::ffff:10.1.2.3", "dich.gov.vn", ["10.0.0.0/8"], True),
        ("fe80::1%eth0", "dich.gov.vn", [], False),
        ("fd00::1", "dich.gov.vn", [], False),
        ("64:ff9b::a01:203", "dich.gov.vn", [], False),
        ("2002:a01:203::1", "dich.gov.vn", [], False),
        ("2405:4800::1", "dich.gov.vn", [], True),
    ],
)
def test_addresses_that_are_not_public_are_spoken_to_only_where_the_operator_wrote_them(
    address: str, host: str, networks: list[str], allowed: bool, settings: Any
) -> None:
    settings.MACHINE_NETWORKS = networks
    assert is_allowed(address, Server(host, 443, True, "")) is allowed


def test_words_do_not_go_unencrypted_into_the_public_net(settings: Any) -> None:
    settings.MACHINE_NETWORKS = []
    assert not is_allowed("203.113.131.1", Server("dich.gov.vn", 80, False, ""))


def test_a_name_that_leads_into_the_house_is_refused(desk: Desk, machine: Machine, settings: Any) -> None:
    settings.MACHINE_SERVERS = [f"http://localhost:{machine.port}"]
    switch_on(f"localhost:{machine.port}")
    translation = begun(desk, published(desk))
    assert "localhost" in asked(desk, translation).fault
    assert machine.paths == []
    settings.MACHINE_NETWORKS = ["127.0.0.0/8", "::1/128"]
    assert asked(desk, translation).taken


# --- budget and record -------------------------------------------------------------------------------------------


def test_everything_that_is_sent_is_written_down_for_ever(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    translation = begun(desk, published(desk))
    asked(desk, translation)
    rows = list(Sending.objects.order_by("pk"))
    assert sum(row.characters for row in rows) == sum(map(len, machine.texts))
    assert {(row.by, row.site, row.host) for row in rows} == {(translator(desk), desk.site, machine.name)}
    for row in (rows[0], rows[0].answer, Suggestion.objects.first()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()  # type: ignore[union-attr]
    with pytest.raises(DatabaseError), transaction.atomic():
        forget(translation.public_id)


def test_a_budget_is_kept_and_begins_anew_with_the_month(desk: Desk, machine: Machine, monkeypatch: Any) -> None:
    switch_on(machine, characters_a_month=60)
    translation = begun(desk, published(desk))
    done = asked(desk, translation)
    assert done.fault
    assert sum(map(len, machine.texts)) <= 60
    left = budget_of(desk.site).left
    switch_on(machine, characters_a_month=10_000, segments_a_request=1)
    assert asked(desk, translation).taken
    assert budget_of(desk.site).used == sum(map(len, machine.texts)) > 60 - left
    monkeypatch.setattr(clock, "now", lambda: clock.timezone.now() + timedelta(days=40))
    assert budget_of(desk.site).used == 0


# --- servers that misbehave --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behave", "fault"),
    [
        (answering(429, {"error": "Slowdown: 2 per 1 minute"}), "busy"),
        (answering(500, b"<html>oops</html>"), "server_fault"),
        (answering(503, {"error": "booting"}), "server_fault"),
        (answering(403, {"error": "Invalid API key"}), "denied"),
        (answering(400, {"error": "vi is not supported"}), "refused_there"),
        (answering(200, b"garbage"), "not_understood"),
        (answering(200, b"\xff\xfe\x00"), "not_understood"),
        (answering(200, ["EN"]), "not_understood"),
        (answering(200, {"translatedText": "one text"}), "not_understood"),
        (answering(200, {"translatedText": [1, 2]}), "not_understood"),
        (answering(200, {"translatedText": ["only one"]}), "wrong_number"),
        (answering(200, b" " * 60_000), "too_large"),
        (answering(302, {}, Location="http://127.0.0.1:1/translate"), "redirected"),
        (answering(307, {}, Location="/translate"), "redirected"),
        (sleeping(5), "timeout"),
        (dripping(5), "timeout"),
        (lambda handler, _body: handler.connection.close(), "unreachable"),
    ],
)
def test_a_server_that_misbehaves_is_told_of_and_nothing_is_lost(
    desk: Desk, machine: Machine, behave: Any, fault: str
) -> None:
    switch_on(machine, segments_a_request=2)
    translation = begun(desk, published(desk))
    put(translator(desk), translation, "title", "Written before")
    machine.behave = behave
    began = time.monotonic()
    done = asked(desk, translation)
    assert time.monotonic() - began < 3.5
    assert done.fault
    assert done.taken == 0
    assert Answer.objects.get().fault == fault
    assert Sending.objects.get().characters > 0
    assert len(machine.asked) == 1
    assert opened(translation).line("title").target == "Written before"
    machine.behave = translating()
    assert asked(desk, translation).taken


def test_what_came_before_a_fault_stays(desk: Desk, machine: Machine) -> None:
    switch_on(machine, segments_a_request=1)
    translation = begun(desk, published(desk))

    def once(handler: Any, body: Any) -> None:
        behave = translating() if len(machine.asked) < 3 else answering(500, {})
        behave(handler, body)

    machine.behave = once
    done = asked(desk, translation)
    assert (done.taken, bool(done.fault)) == (2, True)
    assert len(open_suggestions(opened(translation))) == 2


def test_a_server_that_does_not_know_the_languages_gets_no_words(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    translation = begun(desk, published(desk))
    for languages in ([{"code": "fr", "targets": ["de"]}], [{"code": "vi", "targets": ["fr"]}], {"no": "list"}, ["vi"]):
        machine.languages = languages
        assert asked(desk, translation).fault
    assert machine.asked == []
    assert not Sending.objects.exists()


def test_a_server_that_is_not_there_is_told_of(desk: Desk, machine: Machine, settings: Any) -> None:
    settings.MACHINE_SERVERS = ["http://127.0.0.1:9"]
    switch_on("127.0.0.1:9")
    assert "127.0.0.1:9" in asked(desk, begun(desk, published(desk))).fault


# --- the screens -------------------------------------------------------------------------------------------------


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_desk_says_what_is_left_and_what_is_machine_made(desk: Desk, machine: Machine) -> None:
    page = published(desk)
    translation = begun(desk, page)
    client = browser(translator(desk))
    address = reverse("translation:text", args=(translation.pk,))
    assert "Máy dịch chưa được bật" in client.get(address).content.decode()
    assert "Máy dịch chưa được bật" in client.get(reverse("translation:index")).content.decode()
    switch_on(machine)
    shown = client.post(reverse("machine:ask", args=(translation.pk,)), follow=True).content.decode()
    assert f"EN {page.title}" in shown
    assert "máy dịch, chưa xác nhận" in shown
    assert machine.name in shown
    index = client.get(reverse("machine:index")).content.decode()
    assert "10.000" in index
    assert machine.name in index


def test_a_stranger_asks_for_nothing_and_reads_nothing_of_what_was_sent(desk: Desk, machine: Machine) -> None:
    switch_on(machine)
    translation = begun(desk, published(desk))
    stranger = browser(translator(make_desk("syt")))
    assert stranger.post(reverse("machine:ask", args=(translation.pk,))).status_code in (302, 403)
    assert machine.paths == []
    asked(desk, translation)
    assert machine.name in browser(translator(desk)).get(reverse("machine:index")).content.decode()
    shown = stranger.get(reverse("machine:index")).content.decode()
    assert desk.site.code not in shown
    assert machine.name not in shown
    assert browser(desk.head).get(reverse("machine:index")).status_code in (302, 403)
