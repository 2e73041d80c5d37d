"""Receipts: what gets one, what a look proves, who is told; each beside what is refused."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from api.operations.readiness import checks
from api.preview.actions import keep_address
from api.preview.models import PreviewAddress
from api.publications.drain import drain_in_transaction
from api.publications.models import Dirty, Version
from api.publications.progress import renewals
from api.receipts import looking
from api.receipts.enums import State
from api.receipts.following import follow, let_go_of_frontends
from api.receipts.jobs import forget_old_receipts
from api.receipts.looking import Seen, Target, look
from api.receipts.models import Receipt
from api.receipts.rules import Terms
from api.receipts.settling import raise_alarms, settle
from api.receipts.words import words_of
from sites import clock
from sites.domains.enums import HostRole
from sites.domains.models import Host
from sites.outside.wire import Answer
from sites.refusals import Invalid
from tests.factories.cms import fresh, move_past_the_gate, section_of
from tests.factories.hooks import answering, receiving
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, published
from workflows.passage import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
TERMS = Terms()
OTHER = "0" * 64


@pytest.fixture
def stc() -> Desk:
    desk = make_desk("stc")
    drain_in_transaction()
    follow()
    Receipt.objects.all().delete()
    return desk


def newest() -> Receipt:
    return Receipt.objects.select_related("version").latest("version")


def followed() -> list[Receipt]:
    """The receipts of what was done since they were last followed."""
    known = set(Receipt.objects.values_list("pk", flat=True))
    drain_in_transaction()
    while follow():
        pass
    return list(Receipt.objects.exclude(pk__in=known).select_related("version").order_by("version"))


def seen_as(receipt: Receipt, shown: str = "", **fields: Any) -> Receipt:
    """The receipt after a look that has shown this."""
    settle(receipt.pk, Seen(clock.now(), shown=shown, **fields), TERMS)
    receipt.refresh_from_db()
    return receipt


def on_screen(person: Any, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def editing(receipt: Receipt) -> str:
    return reverse("wagtailadmin_pages:edit", args=[receipt.version.release.revision.object_id])


# --- which versions get one ---------------------------------------------------------------------------------------


def test_whatever_a_person_decides_gets_a_receipt_and_what_follows_from_others_does_not(stc: Desk) -> None:
    page = published(stc, title="Giá đất năm 2027")
    (first,) = followed()
    assert (first.version.state, first.place, first.state) == ("live", f"site:{stc.site.public_id}", State.WAITING)
    assert first.since == first.version.release.released_at

    Host.objects.filter(site=stc.site, role=HostRole.CANONICAL).update(role=HostRole.EQUAL)
    Host.objects.create(site=stc.site, hostname="taichinh.binhphuoc.gov.vn", role=HostRole.CANONICAL)
    assert followed() == []
    assert Version.objects.filter(public_id=page.translation_key).count() == 2

    move_past_the_gate(page, section_of(stc.site).get_siblings(inclusive=False).first())
    (moved,) = followed()
    assert moved.version.causes == ["frame"]
    assert Receipt.objects.get(pk=first.pk).state == State.SUPERSEDED

    actions.withdraw(stc.head, page=fresh(page), reason="Sai số liệu")
    (ended,) = followed()
    assert ended.version.state == "withdrawn"
    assert followed() == []


def test_a_frontend_of_the_language_gets_one_of_its_own(stc: Desk) -> None:
    for locale, public in (("vi", "https://xem.vn"), ("en", "https://see.vn"), ("lo", "")):
        PreviewAddress.objects.create(site=stc.site, locale=locale, public=public)
    published(stc)
    ours, theirs = sorted(followed(), key=lambda row: row.frontend_id or 0)
    assert (ours.frontend, theirs.frontend.locale) == (None, "vi")


# --- what a look proves -------------------------------------------------------------------------------------------


def test_a_text_is_seen_when_its_own_hash_or_a_later_one_of_the_same_text_is_shown(stc: Desk) -> None:
    published(stc)
    (receipt,) = followed()
    for shown, fault in ((OTHER, "other"), ("", "silent")):
        assert seen_as(receipt, shown, fault=fault if not shown else "").state == State.WAITING
        assert receipt.fault == fault
    Host.objects.create(site=stc.site, hostname="ten-khac.binhphuoc.gov.vn", role=HostRole.EQUAL)
    Host.objects.filter(site=stc.site, role=HostRole.CANONICAL).update(role=HostRole.EQUAL)
    Host.objects.filter(hostname="ten-khac.binhphuoc.gov.vn").update(role=HostRole.CANONICAL)
    assert followed() == []
    later = Version.objects.filter(public_id=receipt.version.public_id).latest("seq")
    assert later.seq > receipt.version_id
    assert seen_as(receipt, later.hash).state == State.VISIBLE


def test_what_was_decided_since_counts_as_overtaken_even_before_the_log_is_followed(stc: Desk) -> None:
    page = published(stc)
    (receipt,) = followed()
    actions.withdraw(stc.head, page=fresh(page), reason="Sai số liệu")
    drain_in_transaction()
    ended = Version.objects.filter(public_id=page.translation_key).latest("seq")
    assert seen_as(receipt, ended.hash).state == State.SUPERSEDED


def test_an_ending_is_seen_when_nothing_stands_there_and_a_live_text_is_not(stc: Desk) -> None:
    page = published(stc)
    (live,) = followed()
    assert seen_as(live, is_gone=True, fault="refused").state == State.WAITING
    actions.withdraw(stc.head, page=fresh(page), reason="Sai số liệu")
    (ended,) = followed()
    assert seen_as(ended, is_gone=True, fault="refused").state == State.VISIBLE


def test_an_alarm_rises_after_the_seconds_of_the_rule_and_closes_itself_with_a_record(stc: Desk) -> None:
    published(stc)
    (receipt,) = followed()
    seen_as(receipt, fault="timeout", is_down=True)
    assert raise_alarms(TERMS, down=[]) == 0
    with time_machine.travel(receipt.made_at + timedelta(seconds=61), tick=False):
        assert checks()["receipts"]["ok"]
        assert raise_alarms(TERMS, down=[]) == 1
        assert checks()["receipts"] == {"ok": False, "alarms": 1}
        receipt.refresh_from_db()
        assert (receipt.state, receipt.fault, receipt.alarmed_at) == (State.ALARM, "timeout", clock.now())
        assert seen_as(receipt, receipt.version.hash).state == State.VISIBLE
        assert receipt.alarmed_at
        with translation.override("vi"):
            assert "Có cảnh báo lúc" in words_of(receipt)
        assert seen_as(receipt, fault="timeout").state == State.VISIBLE  # what ended stays


def test_what_was_never_looked_for_is_an_alarm_only_where_its_place_is_down(stc: Desk) -> None:
    published(stc)
    (receipt,) = followed()
    with time_machine.travel(receipt.made_at + timedelta(seconds=61), tick=False):
        assert raise_alarms(TERMS, down=["frontend:0"]) == 0
        assert raise_alarms(TERMS, down=[receipt.place]) == 1
    assert newest().fault == "unreachable"


HASH = "ab" * 32
STATEMENTS = (
    (200, {"publication-receipt": HASH.upper()}, b"", HASH),
    (200, {}, f'<META content="{HASH}" name=publication-receipt>'.encode(), HASH),
    (404, {}, f"<meta name='publication-receipt' content='{HASH}'/>".encode(), HASH),
    (200, {"publication-receipt": "x"}, b'<meta name="description" content="' + HASH.encode() + b'">', ""),
    (200, {}, b'<meta name="publication-receipt" content="' + b"a" * 63 + b'">', ""),
)


@pytest.mark.parametrize(("status", "headers", "body", "shown"), STATEMENTS)
def test_a_page_states_its_version_in_a_header_or_a_meta_element(
    status: int, headers: Any, body: bytes, shown: str
) -> None:
    assert looking._read(Answer(status, body, is_whole=True, headers=headers), is_ours=False).shown == shown


@pytest.mark.parametrize(
    ("status", "is_gone", "is_down"),
    [
        (404, True, False),
        (410, True, False),
        (301, True, False),
        (403, False, False),
        (500, False, True),
        (429, False, True),
    ],
)
def test_a_page_that_is_not_there(status: int, is_gone: bool, is_down: bool) -> None:
    with receiving(answering(status, b"x", Location="/khac")) as frontend:
        machine = looking.of_frontend(frontend.url, "", own_names=frozenset({"127.0.0.1"})).machine
        seen = look(Target(machine, "/tin/", is_ours=False), seconds=2)
    assert (seen.shown, seen.is_gone, seen.is_down) == ("", is_gone, is_down)


def test_a_frontend_in_a_net_that_is_not_public_is_not_asked_but_under_a_name_of_the_site() -> None:
    with receiving(answering(200)) as frontend:
        address = f"http://127.0.0.1:{frontend.port}"
        seen = look(looking.of_frontend(address, "/", own_names=frozenset()), seconds=2)
        assert (seen.fault, frontend.got) == ("not_allowed", [])
        assert look(looking.of_frontend(address, "/", own_names=frozenset({"127.0.0.1"})), seconds=2).fault == "silent"


# --- addresses of frontends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "public", ["ftp://a.vn", "https://", "https://u:p@a.vn", "https://a.vn/?x=1", "https://a.vn/#x", "https://10.0.0.7"]
)
def test_what_is_no_public_beginning_of_addresses_is_refused(stc: Desk, public: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_address(make_administrator(), address=PreviewAddress(site=stc.site, locale="vi", public=public))
    assert "public" in refused.value.errors


def test_a_frontend_that_is_emptied_is_waited_for_no_longer_and_that_stays_written(stc: Desk) -> None:
    frontend = PreviewAddress.objects.create(site=stc.site, locale="vi", public="https://xem.vn")
    published(stc)
    followed()
    frontend.public = ""
    keep_address(make_administrator(), address=frontend)
    let_go_of_frontends()
    theirs = Receipt.objects.get(frontend=frontend)
    assert (theirs.state, theirs.fault) == (State.ALARM, "not_asked")
    assert theirs.ended_at
    assert checks()["receipts"]["ok"]


# --- who is told --------------------------------------------------------------------------------------------------


def test_the_writer_reads_since_when_on_the_desk_and_beside_the_text(stc: Desk) -> None:
    published(stc, title="Giá đất năm 2027")
    (receipt,) = followed()
    assert "đang được kiểm tra" in on_screen(stc.writer, reverse("wagtailadmin_home"))
    settle(receipt.pk, Seen(receipt.since + timedelta(seconds=0.3), receipt.version.hash), TERMS)
    receipt.refresh_from_db()
    at = f"{receipt.seen_at.astimezone(clock.VIETNAM):%H:%M:%S}"
    home = reverse("wagtailadmin_home")
    for person, address in ((stc.writer, home), (stc.head, home), (stc.writer, editing(receipt))):
        shown = on_screen(person, address)
        assert "Người dân đọc được từ" in shown, (person, address)
        assert f"{at} (0,3 giây)" in shown
    with translation.override("en"):
        assert "Citizens can read it since" in words_of(receipt)
        assert "(0.3 s)" in words_of(receipt)


def test_next_door_sees_no_receipt_and_no_alarm(stc: Desk) -> None:
    sxd = make_desk("skhdt")
    published(stc, title="Giá đất năm 2027")
    *_others, receipt = followed()
    seen_as(receipt, fault="timeout")
    Receipt.objects.exclude(pk=receipt.pk).delete()
    Receipt.objects.update(state=State.ALARM, alarmed_at=clock.now())
    home = reverse("wagtailadmin_home")
    for person in (stc.writer, stc.head, make_administrator()):
        assert f'data-receipt="{receipt.pk}"' in on_screen(person, home)
        assert "Giá đất năm 2027" in on_screen(person, home)
    for person in (sxd.writer, sxd.head):
        assert "Giá đất năm 2027" not in on_screen(person, home)
        assert "data-receipt" not in on_screen(person, home)
        client = Client()
        client.force_login(person)
        assert client.get(editing(receipt)).status_code in (302, 403)


def test_one_line_stands_for_all_that_is_missing_at_one_frontend(stc: Desk) -> None:
    PreviewAddress.objects.create(site=stc.site, locale="vi", public="https://xem.vn")
    for number in range(8):
        published(stc, title=f"Giá đất {number}")
    followed()
    Receipt.objects.update(state=State.ALARM, alarmed_at=clock.now(), fault="timeout")
    Receipt.objects.filter(frontend=None, version__lt=newest().version_id).delete()
    shown = on_screen(stc.head, reverse("wagtailadmin_home"))
    assert shown.count("data-receipt") == 2
    assert "Còn 7 tin, bài khác cũng chưa thấy ở đó." in shown
    assert "và 1 " not in shown


def test_administrators_see_how_far_a_renewal_is_and_others_do_not(stc: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.publications.progress.LEAST", 2)
    pages = [published(stc, title=f"Tin {number}") for number in range(4)]
    drain_in_transaction()
    assert renewals() == []
    marked = (*pages[:3], pages[0])  # two causes mark an item twice; it is written once
    Dirty.objects.bulk_create(
        [Dirty(kind="subject", ref=f"page:{page.translation_key}", priority=2) for page in marked]
    )
    (found,) = renewals()
    assert (found.code, found.left, found.done) == ("stc", 3, found.total - 3)
    home = reverse("wagtailadmin_home")
    assert f"{found.done} trên {found.total}" in on_screen(make_administrator(), home)
    assert "data-renewal" not in on_screen(stc.writer, home)


def test_old_receipts_are_forgotten_and_open_ones_are_not(stc: Desk) -> None:
    for title in ("Một", "Hai"):
        published(stc, title=title)
    first, second = followed()
    seen_as(first, first.version.hash)
    with time_machine.travel(clock.now() + timedelta(days=TERMS.kept_days + 1)):
        forget_old_receipts(0)
    assert list(Receipt.objects.all()) == [second]
