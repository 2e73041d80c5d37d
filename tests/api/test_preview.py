"""Drafts for a token: in the very form in which they are published, to nobody else, for a short time, written down."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import storages
from django.db import Error, transaction
from django.test import Client

from api.preview import actions
from api.preview.enums import Outcome, Way, Why
from api.preview.jobs import forget_old
from api.preview.models import Permit, PermitText, PreviewAddress, Reading, Token, UnknownTry
from api.preview.recording import refusals
from api.publications.drain import drain_in_transaction
from cms.media.actions import make_renditions
from cms.pages.gate import RevisionFrozen
from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Refused
from sites.rules.models import Rule
from tests.factories.api import settle, whole, withdrawal
from tests.factories.cms import (
    arrange,
    body_of,
    fresh,
    goal,
    home_of_site,
    make_category,
    make_file,
    make_page,
    make_picture,
    publish,
    section_of,
    slot,
)
from tests.factories.preview import WISH, allow_previews, newest, preview, tables, token_for
from tests.factories.sites import make_administrator
from tests.factories.workflows import (
    Desk,
    decided,
    make_basis,
    make_bundle,
    make_desk,
    published,
    sent_bundle,
    submitted,
)
from workflows.passage import actions as passages
from workflows.passage.enums import Cause

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
MOMENTS = ("published_at", "first_published_at", "updated_at")


@pytest.fixture
def stc() -> Desk:
    allow_previews()
    return make_desk("stc")


@pytest.fixture
def stc_drained(stc: Desk) -> Desk:
    drain_in_transaction()
    return stc


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    refusals._counts = {}
    yield
    refusals._counts = {}


def rich_draft(desk: Desk, **fields: Any) -> Any:
    """A draft with a picture, a file, and a link to something public."""
    other = published(desk, title="Bài trước")
    picture, file = make_picture(), make_file()
    make_renditions(picture)
    body = body_of(
        ("heading", {"level": "3", "text": "Kết quả"}),
        ("paragraph", f'<p>Xem <a linktype="page" id="{other.pk}">bài trước</a> &amp; hơn.</p>'),
        ("image", {"picture": picture.pk, "alt": "Hội trường", "decorative": False, "caption": "", "credit": ""}),
        ("file", {"file": file.pk, "title": "Báo cáo"}),
        ("quote", {"text": "Rất tốt.", "attribution": "Ông A"}),
    )
    given = {"lead_image": picture, "lead_image_alt": "Cánh đồng", "category": make_category(), "body": body}
    return desk.draft(title="Ngân sách 2027", **{**given, **fields})


def without_what_publishing_brings(value: Any) -> Any:
    """The item without receipt, moments and addresses of media."""
    if isinstance(value, list):
        return [without_what_publishing_brings(one) for one in value]
    if isinstance(value, dict):
        is_medium = {"url", "type"} <= set(value) and ("width" in value or "size" in value)
        left_out = {"receipt", *MOMENTS, *(["url"] if is_medium else [])}
        return {name: without_what_publishing_brings(one) for name, one in value.items() if name not in left_out}
    return value


def as_bytes(value: Any) -> bytes:
    return json.dumps(without_what_publishing_brings(value), ensure_ascii=False).encode()


# --- the form in which it is published ------------------------------------------------------------------------------
def test_a_preview_is_byte_for_byte_what_is_published_but_for_receipt_moments_and_media(stc: Desk) -> None:
    page = rich_draft(stc)
    drain_in_transaction()
    answer = preview(token_for(stc.writer, page).word)
    assert answer.status_code == 200, answer.content
    publish(newest(page))
    settle()
    assert as_bytes(answer.json()) == as_bytes(whole(page))
    assert answer.json()["receipt"] == {"version": 0, "hash": "0" * 64}


def test_the_newer_draft_of_a_public_text_is_previewed_and_not_what_is_public(stc: Desk) -> None:
    page = published(stc, title="Đã công bố")
    draft = fresh(page)
    draft.title, draft.slug = "Đã sửa", "da-sua"
    draft.save_revision(user=stc.writer)
    drain_in_transaction()
    before = whole(page)
    answer = preview(token_for(stc.writer, page).word).json()
    assert (answer["title"], whole(page)["title"]) == ("Đã sửa", "Đã công bố")
    assert whole(page) == before
    publish(newest(page))
    settle()
    assert as_bytes(answer) == as_bytes(whole(page))


@pytest.mark.parametrize("kind", ["home", "section", "standard"])
def test_homes_sections_and_standard_pages_are_previewed_as_they_are_published(stc: Desk, kind: str) -> None:
    first = published(stc, title="Tin nổi bật")
    drain_in_transaction()
    page = {
        "home": lambda: home_of_site(stc.site),
        "section": lambda: section_of(stc.site),
        "standard": lambda: make_page(home_of_site(stc.site)),
    }[kind]()
    if kind == "home":
        page.slots = body_of(("featured", slot(first, count=2)), ("banner", {"title": "Liên kết", "banners": []}))
    page.title = "Tên mới"
    page.save_revision(user=stc.writer)
    answer = preview(token_for(make_administrator(), page).word)
    assert answer.status_code == 200, answer.content
    publish(newest(page))
    settle()
    assert as_bytes(answer.json()) == as_bytes(whole(page))
    assert answer.json()["title"] == "Tên mới"


def entry(label: str) -> dict[str, Any]:
    return {**goal(address="https://a.vn/", label=label), "children": []}


def test_menus_are_previewed_with_the_draft_of_their_home(stc: Desk) -> None:
    home = arrange(home_of_site(stc.site), menu=[("entry", entry("Cũ"))])
    drain_in_transaction()
    home.menu = body_of(("entry", entry("Mới")))
    home.save_revision()
    word = token_for(make_administrator(), home).word
    answer = preview(word, "navigation/")
    assert answer.status_code == 200, answer.content
    assert "Mới" in answer.content.decode()
    assert "Cũ" not in answer.content.decode()
    publish(newest(home))
    settle()
    host = stc.site.hosts.get(role="canonical").hostname
    public = Client().get(f"/api/v1/sites/{host}/navigation/").json()
    assert as_bytes(answer.json()) == as_bytes(public)


def test_the_preview_of_a_passage_says_the_notice_that_readers_will_be_told(stc: Desk) -> None:
    page = published(stc)
    draft = fresh(page)
    draft.title = "Đính chính số liệu"
    draft.save_revision(user=stc.writer)
    passage = passages.submit(stc.writer, page=fresh(page), cause=Cause.CORRECTION, notice="Sửa con số ở đoạn hai.")
    drain_in_transaction()
    answer = preview(token_for(stc.head, page).word).json()
    assert [one["notice"] for one in answer["corrections"]] == ["Sửa con số ở đoạn hai."]
    passages.publish(stc.head, passage=passage, seen_sha256=passage.text_sha256)
    settle()
    for one in (*answer["corrections"], *(published_now := whole(page))["corrections"]):
        one.pop("at")
    assert as_bytes(answer) == as_bytes(published_now)


def test_a_bundle_is_a_list_and_its_drafts_lead_to_each_other(stc: Desk) -> None:
    first = stc.draft(title="Bài một")
    link = body_of(("paragraph", f'<p>Xem <a linktype="page" id="{first.pk}">bài một</a>.</p>'))
    second = stc.draft(title="Bài hai", body=link)
    bundle = make_bundle(stc, first, second)
    drain_in_transaction()
    word = actions.open_bundle(stc.writer, bundle=bundle).word
    listed = preview(word).json()
    assert [one["title"] for one in listed["results"]] == ["Bài một", "Bài hai"]
    assert (listed["next"], "body" in listed["results"][0]) == (None, False)
    one = preview(word, public_id=str(second.translation_key))
    assert f'<a href="{listed["results"][0]["url"]}">bài một</a>' in one.json()["body"][0]["value"]
    alone = preview(token_for(stc.writer, second).word).json()
    assert "<a " not in alone["body"][0]["value"]
    assert preview(word, public_id=str(stc.site.public_id)).status_code == 404
    assert preview(word, public_id=str(second.translation_key), locale="en").status_code == 404


def test_a_bundle_is_previewed_as_it_is_published(stc: Desk) -> None:
    first = stc.draft(title="Bài một")
    link = body_of(("paragraph", f'<p>Xem <a linktype="page" id="{first.pk}">bài một</a>.</p>'))
    second = stc.draft(title="Bài hai", body=link)
    bundle = sent_bundle(stc, first, second)
    drain_in_transaction()
    word = actions.open_bundle(stc.head, bundle=bundle).word
    found = {page.pk: preview(word, public_id=str(page.translation_key)).json() for page in (first, second)}
    decided(stc.head, bundle)
    settle()
    for page in (first, second):
        assert as_bytes(found[page.pk]) == as_bytes(whole(page))
    assert preview(word).json()["reason"] == Why.PUBLISHED


def test_a_bundle_with_a_moment_is_shown_as_it_will_be_then(stc: Desk) -> None:
    moment = (clock.now() + timedelta(days=40)).replace(microsecond=0)
    bundle = make_bundle(stc, stc.draft(title="Bài một"), at=moment)
    drain_in_transaction()
    word = actions.open_bundle(stc.writer, bundle=bundle).word
    (listed,) = preview(word).json()["results"]
    assert datetime.fromisoformat(listed["published_at"]) == moment


def test_nothing_is_written_into_the_log_and_nothing_is_put_out(stc: Desk) -> None:
    page = rich_draft(stc)
    drain_in_transaction()
    word = token_for(stc.writer, page).word
    before, stored = tables(), storages["public"].listdir("")[1] if storages["public"].exists("") else []
    assert preview(word).status_code == 200
    after = tables()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {Reading._meta.db_table}
    assert (storages["public"].listdir("")[1] if storages["public"].exists("") else []) == stored


# --- media ------------------------------------------------------------------------------------------------------------
def test_media_of_a_draft_are_had_with_its_token_alone(stc: Desk) -> None:
    page = rich_draft(stc)
    drain_in_transaction()
    answer = preview(token_for(stc.writer, page).word).json()
    addresses = [answer["image"]["renditions"][0]["url"], answer["body"][3]["value"]["url"]]
    for address in addresses:
        path = address[address.index("/api/") :]
        assert path.startswith("/api/v1/preview/media/0/")
        found = Client().get(path)
        assert (found.status_code, found["Cache-Control"], found["Referrer-Policy"]) == (200, "no-store", "no-referrer")
        assert Client().get(path.partition("?")[0]).status_code == 400
        assert Client().get(f"{path.partition('=')[0]}=x").status_code == 403
        assert Client().get(f"/media/{path.rpartition('/')[2].partition('?')[0]}").status_code == 404


def test_a_token_opens_no_media_of_other_drafts(stc: Desk) -> None:
    page, other = rich_draft(stc), stc.draft(title="Bài khác", slug="bai-khac")
    drain_in_transaction()
    address = preview(token_for(stc.writer, page).word).json()["image"]["renditions"][0]["url"]
    path = address[address.index("/api/") :].partition("=")[0]
    assert Client().get(f"{path}={token_for(stc.writer, other).word}").status_code == 404


def test_media_that_are_public_already_keep_their_public_addresses(stc: Desk) -> None:
    page = rich_draft(stc)
    publish(newest(page))
    draft = fresh(page)
    draft.title = "Sửa tên"
    draft.save_revision(user=stc.writer)
    settle()
    found = preview(token_for(stc.writer, page).word).json()
    assert found["image"] == whole(page)["image"]


# --- to whom, and for how long ----------------------------------------------------------------------------------------
def refused(word: str) -> str:
    """Why a token is refused; never with anything of a text."""
    answer = preview(word)
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["code"], "title" in told, "body" in told) == ("preview_refused", True, False)
    return str(told["reason"])


def test_an_answer_is_kept_by_nobody(stc_drained: Desk) -> None:
    answer = preview(token_for(stc_drained.writer, stc_drained.draft()).word)
    assert answer.status_code == 200, answer.content
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" not in answer.headers


def test_an_unknown_token_is_counted_and_an_address_that_goes_on_is_held_off(stc_drained: Desk) -> None:
    good = token_for(stc_drained.writer, stc_drained.draft()).word
    assert {refused(f"khong-co-{number}") for number in range(30)} == {Why.UNKNOWN}
    assert UnknownTry.objects.get().count == 30
    answer = preview("khong-co-31")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert preview(good).status_code == 200  # whoever has a token that holds is not held up
    assert Reading.objects.filter(outcome=Outcome.REFUSED).count() == 0


def test_a_token_holds_as_long_as_the_rule_says(stc_drained: Desk) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        word = token_for(stc_drained.writer, stc_drained.draft()).word
        traveller.shift(timedelta(minutes=14, seconds=59))
        assert preview(word).status_code == 200
        traveller.shift(timedelta(seconds=1))
        assert refused(word) == Why.EXPIRED


def test_only_the_hash_of_a_token_and_of_a_link_is_kept(stc: Desk) -> None:
    page = stc.draft()
    given = [token_for(stc.writer, page), actions.link_page(stc.writer, page=newest(page), wish=WISH)]
    kept = [*Token.objects.values_list("sha256", flat=True), *Permit.objects.values_list("sha256", flat=True)]
    assert all(one.word not in kept for one in given)
    assert all(len(one.word) >= 43 for one in given)


def test_a_token_of_a_text_that_was_published_or_withdrawn_since_is_refused(stc_drained: Desk) -> None:
    page = stc_drained.draft()
    word = token_for(stc_drained.writer, page).word
    publish(newest(page))
    settle()
    assert refused(word) == Why.PUBLISHED
    draft = fresh(page)
    draft.title = "Bản mới"
    draft.save_revision(user=stc_drained.writer)
    newer = token_for(stc_drained.writer, page).word
    assert preview(newer).json()["title"] == "Bản mới"
    withdrawal(fresh(page))
    assert refused(newer) == Why.WITHDRAWN


def test_a_token_shows_the_draft_that_it_was_made_for_until_the_rule_says_that_a_newer_one_ends_it(stc: Desk) -> None:
    drain_in_transaction()
    page = stc.draft(title="Bản một")
    word = token_for(stc.writer, page).word
    draft = newest(page).get_latest_revision_as_object()
    draft.title = "Bản hai"
    draft.save_revision(user=stc.writer)
    assert preview(word).json()["title"] == "Bản một"
    from sites.rules.models import Rule

    Rule.objects.filter(key="preview.ends").update(value=["superseded"])
    assert refused(word) == Why.SUPERSEDED


def test_a_revision_that_was_saved_over_or_is_gone_is_not_shown(stc_drained: Desk) -> None:
    page = stc_drained.draft(title="Bản một")
    word = token_for(stc_drained.writer, page).word
    draft = newest(page).get_latest_revision_as_object()
    draft.title = "Bản hai"
    draft.save_revision(user=stc_drained.writer, overwrite_revision=newest(page).latest_revision)
    assert refused(word) == Why.CHANGED
    word = token_for(stc_drained.writer, page).word
    newest(page).delete()
    assert refused(word) == Why.MAKER


def test_a_preview_ends_with_the_right_of_who_opened_it(stc_drained: Desk) -> None:
    word = token_for(stc_drained.writer, stc_drained.draft()).word
    User.objects.filter(pk=stc_drained.writer.pk).update(is_active=False)
    assert refused(word) == Why.MAKER


def test_a_preview_is_ended_by_its_maker_and_by_administrators_and_by_nobody_else(stc_drained: Desk) -> None:
    neighbour = make_desk("skhdt")
    page = stc_drained.draft()
    given = token_for(stc_drained.writer, page)
    for person in (neighbour.writer, neighbour.head, stc_drained.head):
        with pytest.raises(Refused) as refusal:
            actions.revoke(person, permit=given.permit)
        assert refusal.value.code == "not_his"
    assert preview(given.word).status_code == 200
    actions.revoke(stc_drained.writer, permit=given.permit)
    assert refused(given.word) == Why.REVOKED
    with pytest.raises(Refused):
        actions.revoke(stc_drained.writer, permit=given.permit)
    other = token_for(stc_drained.writer, page)
    actions.revoke(make_administrator(), permit=other.permit)
    assert refused(other.word) == Why.REVOKED


def test_who_may_not_read_a_draft_does_not_preview_it(stc: Desk) -> None:
    neighbour, page = make_desk("skhdt"), stc.draft()
    for person in (neighbour.writer, neighbour.head):
        with pytest.raises(Refused) as refusal:
            token_for(person, page)
        assert refusal.value.code == "may_not_read"
        with pytest.raises(Refused):
            actions.link_page(person, page=newest(page), wish=WISH)
        with pytest.raises(Refused):
            actions.open_bundle(person, bundle=make_bundle(stc))
    assert not Permit.objects.exists()
    assert token_for(stc.head, page).word  # he decides about it


def test_where_no_rule_says_so_nothing_is_previewed_and_no_link_is_given() -> None:
    desk = make_desk("stc")
    page = desk.draft()
    with pytest.raises(Refused) as refusal:
        token_for(desk.writer, page)
    assert refusal.value.code == "no_previews"


# --- links ------------------------------------------------------------------------------------------------------------
def test_a_link_opens_once_and_gives_a_fresh_token(stc_drained: Desk) -> None:
    page = stc_drained.draft(title="Bản gửi")
    given = actions.link_page(stc_drained.writer, page=newest(page), wish=WISH)
    assert refused(given.word) == Why.UNKNOWN  # a link is no token
    guest = Client(enforce_csrf_checks=False)
    path = f"/preview/{given.word}/"
    for _ in range(3):  # programs that look at links do not use it up
        seen = guest.get(path)
        assert (seen.status_code, seen["Cache-Control"], seen["Referrer-Policy"]) == (200, "no-store", "same-origin")
        assert "Bản gửi" not in seen.content.decode()
    assert Permit.objects.get(pk=given.permit.pk).used_at is None
    moved = guest.post(path)
    assert (moved.status_code, moved["Location"].startswith("/preview/plain/?token=")) == (302, True)
    plain = guest.get(moved["Location"])
    assert "Bản gửi" in plain.content.decode()
    assert plain["Cache-Control"] == "no-store"
    again = guest.post(path)
    assert again.status_code == 403
    assert "Bản gửi" not in again.content.decode()
    log = list(Reading.objects.order_by("pk").values_list("way", "outcome", "why", "revision"))
    revision = newest(page).latest_revision_id
    assert log == [
        (Way.LINK, Outcome.ANSWERED, "", revision),
        (Way.PLAIN, Outcome.ANSWERED, "", revision),
        (Way.LINK, Outcome.REFUSED, Why.USED, revision),
    ]


def test_a_link_leads_to_the_frontend_of_site_and_language(stc_drained: Desk) -> None:
    address = PreviewAddress(site=stc_drained.site, locale="vi", template="https://xem.example.gov.vn/p?t={token}&x=1")
    actions.keep_address(make_administrator(), address=address)
    given = actions.link_page(stc_drained.writer, page=newest(stc_drained.draft()), wish=WISH)
    moved = Client().post(f"/preview/{given.word}/")
    assert moved["Location"].startswith("https://xem.example.gov.vn/p?t=")
    assert preview(moved["Location"].partition("t=")[2].partition("&")[0]).status_code == 200


def test_a_link_waits_as_long_as_the_rule_says_and_is_ended_at_once(stc_drained: Desk) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        page = stc_drained.draft()
        links = [actions.link_page(stc_drained.writer, page=newest(page), wish=WISH) for _ in range(3)]
        actions.revoke(stc_drained.writer, permit=links[0].permit)
        assert Client().post(f"/preview/{links[0].word}/").status_code == 403
        traveller.shift(timedelta(hours=72, seconds=-1))
        used = Client().post(f"/preview/{links[1].word}/")
        assert used.status_code == 302
        traveller.shift(timedelta(seconds=1))
        assert Client().post(f"/preview/{links[2].word}/").status_code == 403
        word = used["Location"].partition("=")[2]
        assert preview(word).status_code == 200  # its token has minutes of its own
        actions.revoke(stc_drained.writer, permit=links[1].permit)
        assert refused(word) == Why.REVOKED
    assert Client().get("/preview/khong-co/").status_code == 404
    whys = Reading.objects.filter(outcome=Outcome.REFUSED).order_by("pk").values_list("why", flat=True)
    assert list(whys) == [Why.REVOKED, Why.EXPIRED, Why.REVOKED]


def test_a_link_is_for_a_named_person_and_purpose(stc: Desk) -> None:
    page = stc.draft()
    for recipient, purpose in (("", "Kiểm tra"), ("Ông A", " ")):
        with pytest.raises(Invalid):
            actions.link_page(stc.writer, page=newest(page), wish=type(WISH)(recipient, purpose))


def test_a_draft_that_was_sent_is_not_saved_over(stc: Desk) -> None:
    page = stc.draft()
    link = actions.link_page(stc.writer, page=newest(page), wish=WISH)
    draft = newest(page).get_latest_revision_as_object()
    draft.title = "Bản hai"
    with pytest.raises(RevisionFrozen):
        draft.save_revision(user=stc.writer, overwrite_revision=newest(page).latest_revision)
    actions.revoke(stc.writer, permit=link.permit)
    draft.save_revision(user=stc.writer, overwrite_revision=newest(page).latest_revision)


def test_guests_are_held_off_too_when_they_try_many_links(stc: Desk) -> None:
    with time_machine.travel(clock.now(), tick=False):  # one minute, however slow the machine
        statuses = [Client().get(f"/preview/khong-co-{number}/").status_code for number in range(31)]
    assert (set(statuses[:30]), statuses[30]) == ({404}, 429)


def test_the_plain_page_shows_no_title_that_is_not_public(stc_drained: Desk) -> None:
    secret = stc_drained.draft(title="BÍ MẬT CHƯA CÔNG BỐ", slug="bi-mat")
    home = home_of_site(stc_drained.site)
    home.slots = body_of(("featured", slot(secret, count=1)))
    home.save_revision()
    word = token_for(make_administrator(), home).word
    shown = Client().get(f"/preview/plain/?token={word}")
    assert shown.status_code == 200
    assert "BÍ MẬT" not in shown.content.decode()


def test_the_plain_page_shows_pictures_of_the_draft_from_its_own_host(stc: Desk) -> None:
    page = rich_draft(stc)
    drain_in_transaction()
    shown = Client().get(f"/preview/plain/?token={token_for(stc.writer, page).word}")
    found = re.findall(r'<img src="([^"]+)"', shown.content.decode())
    assert len(found) == 2
    for address in found:
        assert address.startswith("/api/v1/preview/media/0/")
        assert Client().get(address.replace("&amp;", "&")).status_code == 200


def test_words_that_open_something_are_in_no_line_of_the_log(stc: Desk, caplog: pytest.LogCaptureFixture) -> None:
    given = actions.link_page(stc.writer, page=newest(stc.draft()), wish=WISH)
    with caplog.at_level("INFO", logger="requests"):
        Client().get(f"/preview/{given.word}/")
        preview(given.word)
    told = [str(record.__dict__) for record in caplog.records if record.name == "requests"]
    assert len(told) == 2
    assert all(given.word not in line for line in told)


# --- what is kept -----------------------------------------------------------------------------------------------------
def test_every_reading_and_every_refusal_of_a_known_token_is_written_down(stc_drained: Desk) -> None:
    page = stc_drained.draft()
    given = token_for(stc_drained.writer, page)
    preview(given.word)
    actions.revoke(stc_drained.writer, permit=given.permit)
    preview(given.word)
    rows = Reading.objects.order_by("pk")
    assert [(row.outcome, row.why) for row in rows] == [(Outcome.ANSWERED, ""), (Outcome.REFUSED, Why.REVOKED)]
    assert {row.public_id for row in rows} == {page.translation_key}
    assert {row.permit for row in rows} == {given.permit}
    fields = {field.name for field in Reading._meta.fields}
    assert not fields & {"address", "ip", "agent"}


def test_what_was_written_down_stays(stc_drained: Desk) -> None:
    given = token_for(stc_drained.writer, stc_drained.draft())
    preview(given.word)
    for forbidden in (
        lambda: Reading.objects.update(outcome=Outcome.REFUSED),
        lambda: Reading.objects.all().delete(),
        lambda: Permit.objects.update(expires_at=clock.now() + timedelta(days=9)),
        lambda: Permit.objects.filter(pk=given.permit.pk).update(recipient="Khác"),
        lambda: PermitText.objects.update(revision=1),
    ):
        with pytest.raises(Error), transaction.atomic():
            forbidden()


def test_what_was_written_down_is_forgotten_when_the_rule_says_so_and_not_before(stc_drained: Desk) -> None:
    page, other = stc_drained.draft(), make_desk("skhdt")
    Rule.objects.create(key="preview.kept", value={"tokens": 7, "readings": 366}, unit="day", basis=make_basis())
    Rule.objects.create(
        key="preview.kept", value={"tokens": 7, "readings": 900}, unit="day", basis=make_basis(), site=other.site
    )
    with time_machine.travel(clock.now(), tick=False) as traveller:
        old, elsewhere = token_for(stc_drained.writer, page), token_for(other.writer, other.draft())
        assert preview(old.word).status_code == 200
        preview(elsewhere.word)
        traveller.shift(timedelta(days=6))
        forget_old(0)
        assert refused(old.word) == Why.EXPIRED
        traveller.shift(timedelta(days=2))
        forget_old(0)
        assert not Token.objects.exists()
        assert refused(old.word) == Why.UNKNOWN
        assert Reading.objects.filter(permit=old.permit).count() == 2
        traveller.shift(timedelta(days=359))  # of the first reading 367, of the refusal 361
        newer = token_for(stc_drained.writer, page)
        forget_old(0)
        assert [row.outcome for row in Reading.objects.filter(permit=old.permit)] == [Outcome.REFUSED]
        traveller.shift(timedelta(days=6))
        forget_old(0)
    assert set(Permit.objects.all()) == {newer.permit, elsewhere.permit}
    assert set(PermitText.objects.values_list("permit", flat=True)) == {newer.permit.pk, elsewhere.permit.pk}
    assert Reading.objects.filter(permit=elsewhere.permit).exists()
    with pytest.raises(Error), transaction.atomic():
        Reading.objects.all().delete()


def test_the_draft_of_a_page_that_was_previewed_may_still_be_deleted(stc: Desk) -> None:
    page = stc.draft()
    token_for(stc.writer, page)
    newest(page).delete()
    assert PermitText.objects.get().page is None


# --- addresses of frontends -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "template",
    [
        "xemtruoc.example.gov.vn/{token}",
        "javascript:alert('{token}')",
        "https://example.gov.vn/",
        "https://{token}.example.gov.vn/",
        "https://a.vn/?t={token}&u={token}",
        "https://a:b@a.vn/{token}",
        "https://a.vn:port/{token}",
        "https://a.vn/x y{token}",
    ],
)
def test_what_is_no_address_of_a_frontend_is_not_kept(stc: Desk, template: str) -> None:
    with pytest.raises(Invalid):
        actions.keep_address(
            make_administrator(), address=PreviewAddress(site=stc.site, locale="vi", template=template)
        )


def test_in_production_frontends_show_drafts_over_https_only(stc: Desk, settings: Any) -> None:
    def kept() -> PreviewAddress:
        address = PreviewAddress(site=stc.site, locale="vi", template="http://a.vn/{token}")
        return actions.keep_address(make_administrator(), address=address)

    settings.IS_PRODUCTION = True
    with pytest.raises(Invalid):
        kept()
    settings.IS_PRODUCTION = False
    assert kept().pk


def test_only_who_administers_a_site_keeps_its_address_and_only_of_its_languages(stc: Desk) -> None:
    good = "https://a.vn/{token}"
    for person in (stc.writer, stc.head, make_desk("skhdt").head):
        with pytest.raises(Refused):
            actions.keep_address(person, address=PreviewAddress(site=stc.site, locale="vi", template=good))
    with pytest.raises(Invalid) as refusal:
        actions.keep_address(make_administrator(), address=PreviewAddress(site=stc.site, locale="xx", template=good))
    assert refusal.value.code == "unknown_locale"


def test_a_submitted_text_is_previewed_by_who_decides(stc_drained: Desk) -> None:
    passage = submitted(stc_drained, title="Chờ duyệt")
    assert preview(token_for(stc_drained.head, passage.page).word).json()["title"] == "Chờ duyệt"
