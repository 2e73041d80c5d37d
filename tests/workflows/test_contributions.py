"""What comes from outside: written by contributors who may do nothing else, sorted, taken, returned or refused."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from cms.media.models import Picture
from cms.media.thumbnails import thumbnail_of
from cms.news.models import NewsPage
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.cms import PDF, section_of
from tests.factories.contributions import (
    PROFILE,
    VALUES,
    ask_to_declare,
    make_contributor,
    make_draft,
    make_sent,
    picture_file,
    take_contributions,
    word_file,
)
from tests.factories.offices import odt, para
from tests.factories.workflows import Desk, fresh_page, make_desk, seen, with_seat
from workflows.contributions import actions
from workflows.contributions.enums import State
from workflows.contributions.models import Contribution, ContributionDeed, Contributor, Letter
from workflows.contributions.selectors import counts_of, desks_of
from workflows.notices.models import Mail, Notice
from workflows.passage import actions as passage
from workflows.secrecy.models import Declaration, Stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    found = make_desk()
    take_contributions(found.site)
    return found


@pytest.fixture
def citizen(desk: Desk) -> Contributor:
    return make_contributor(desk.site)


def who(contributor: Contributor) -> User:
    assert contributor.person is not None
    return contributor.person


def sorted_by(desk: Desk, row: Contribution) -> Contribution:
    return actions.sort(desk.writer, contribution=row, section=section_of(desk.site))


def letter(**fields: Any) -> actions.LetterData:
    values = {"number": "15/UBND-VX", "issued_on": date(2026, 11, 2), "issuer": "UBND xã Đăk Nhau", **fields}
    return actions.LetterData(**values)


def registered(desk: Desk, by: User | None = None, **fields: Any) -> Contribution:
    original = actions.FileData(name="cong-van.pdf", data=PDF)
    values = {"title": "Xã Đăk Nhau ra quân"}
    files = fields.pop("files", (word_file(),))
    return actions.register_letter(
        by or desk.writer, site=desk.site, letter=letter(**fields), values=values, originals=[original], files=files
    )


# --- writing and sending ---------------------------------------------------------------------------------------------


def test_a_contributor_writes_encloses_and_sends_and_the_desk_is_told(desk: Desk, citizen: Contributor) -> None:
    row = make_sent(citizen, word_file(), picture_file())
    assert row.state == State.SENT
    assert [file.kind for file in row.files.all()] == ["manuscript", "picture"]
    assert len(row.code) == len("XXXX-XXXX-XXXX")
    assert list(row.deeds.values_list("deed", flat=True)) == ["write", "send"]
    assert list(Notice.objects.values_list("person", flat=True)) == [desk.writer.pk]


def test_nobody_writes_without_an_open_account_consent_or_for_another(desk: Desk, citizen: Contributor) -> None:
    with pytest.raises(Refused):
        actions.write(desk.writer, contributor=citizen, form="1", values=VALUES)
    row = make_draft(citizen)
    with pytest.raises(Refused):
        actions.revise(desk.writer, contribution=row, values={"title": "Khác"})
    Contributor.objects.filter(pk=citizen.pk).update(consented_at=None)
    citizen.refresh_from_db()
    with pytest.raises(Refused) as caught:
        make_draft(citizen)
    assert caught.value.code == "no_consent"


def test_what_the_form_asks_for_is_named_with_its_field(citizen: Contributor) -> None:
    row = make_draft(citizen, picture_file(author=""), summary="", source="")
    with pytest.raises(Refused) as caught:
        actions.send(who(citizen), contribution=row, declared="")
    assert {reason.field for reason in caught.value.reasons} == {"summary", "source", "file"}


def test_a_picture_needs_a_word_about_the_persons_in_it(citizen: Contributor) -> None:
    row = make_draft(citizen, picture_file(consent=""))
    with pytest.raises(Refused) as caught:
        actions.send(who(citizen), contribution=row, declared="")
    assert caught.value.code == "picture_unsaid"


def test_files_that_are_not_taken_are_refused_at_once(citizen: Contributor) -> None:
    row = make_draft(citizen)
    for name, data in (("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.exe", b"MZ"), ("a.jpg", b"GIF89a")):
        with pytest.raises(Invalid):
            actions.add_file(who(citizen), contribution=row, file=actions.FileData(name=name, data=data))
    assert not row.files.exists()


def test_what_was_sent_is_neither_changed_nor_deleted(citizen: Contributor) -> None:
    row = make_sent(citizen, picture_file())
    with pytest.raises(Refused):
        actions.revise(who(citizen), contribution=row, values={"title": "Khác"})
    for kept in (row.files.get(), row.deeds.first(), Contribution.objects.get(pk=row.pk)):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            kept.delete()  # type: ignore[union-attr]
    with pytest.raises(DatabaseError), transaction.atomic():
        ContributionDeed.objects.filter(contribution=row).update(reason="anders")


def test_the_declaration_is_asked_for_by_name_time_and_wording_where_the_rule_says_so(citizen: Contributor) -> None:
    ask_to_declare(citizen.site)
    row = make_draft(citizen)
    with pytest.raises(Refused) as caught:
        actions.send(who(citizen), contribution=row, declared="")
    assert caught.value.code == "not_declared"
    actions.send(who(citizen), contribution=row, declared="yes")
    made = Declaration.objects.get()
    assert (made.actor, made.act) == (who(citizen), "send")
    assert "bí mật nhà nước" in made.wording
    assert "12.1b" in made.article


@pytest.mark.parametrize(
    ("file", "values"),
    [
        (word_file(para("MẬT"), para("Kế hoạch")), {}),
        (word_file(name="TUYET MAT.docx"), {}),
        (actions.FileData(name="bai.odt", data=odt("<text:p>TỐI MẬT</text:p>")), {}),
        (None, {"text": "Dòng đầu\nMẬT\nDòng cuối"}),
        (None, {"title": "Kế hoạch (Lưu hành nội bộ)"}),
        (picture_file(caption="TUYỆT MẬT"), {}),
    ],
)
def test_a_stamp_stops_the_sending_with_its_article_and_is_written_down(
    citizen: Contributor, file: Any, values: dict[str, str]
) -> None:
    row = make_draft(citizen, *([file] if file else []), **values)
    with pytest.raises(Refused) as caught:
        actions.send(who(citizen), contribution=row, declared="yes")
    assert caught.value.code == "secret_mark"
    assert caught.value.reasons[0].basis
    assert Stop.objects.get().subject == f"contribution/{row.public_id}"
    row.refresh_from_db()
    assert row.state == State.DRAFT


# --- the desk --------------------------------------------------------------------------------------------------------


def test_the_desk_sorts_and_takes_and_a_draft_page_stands_there(desk: Desk, citizen: Contributor) -> None:
    row = sorted_by(desk, make_sent(citizen, word_file(), picture_file(author="Trần Văn Ảnh"), picture_file("b.jpg")))
    taken = actions.take(desk.writer, contribution=row)
    page = fresh_page(taken.page_id)  # type: ignore[arg-type]
    assert not page.live
    assert (page.title, page.summary, page.source) == (VALUES["title"], VALUES["summary"], "Cộng tác viên")
    assert [block.block_type for block in page.body] == ["paragraph", "heading", "paragraph", "image", "image"]
    named = [(credit.name, credit.role, credit.person) for credit in page.credits.all()]
    assert named == [("Hạt Điều", "writer", who(citizen)), ("Trần Văn Ảnh", "photographer", None)]
    assert page.lead_image is not None
    assert page.lead_image.collection == desk.site.collection
    assert Picture.objects.count() == 3
    assert taken.deeds.last().deed == "take"  # type: ignore[union-attr]
    assert Mail.objects.filter(person=who(citizen), subject__contains=VALUES["title"]).exists()


def test_the_taken_page_passes_the_desk_and_the_contributor_learns_where_it_is_public(
    desk: Desk, citizen: Contributor
) -> None:
    row = actions.take(desk.writer, contribution=sorted_by(desk, make_sent(citizen)))
    page = fresh_page(row.page_id)  # type: ignore[arg-type]
    item = passage.submit(desk.writer, page=page)
    passage.publish(desk.head, passage=item, seen_sha256=seen(page))
    row.refresh_from_db()
    assert row.published_at is not None
    told = Mail.objects.filter(person=who(citizen)).latest("pk")
    assert fresh_page(page.pk).full_url in told.body
    actions.note_published(fresh_page(page.pk))
    assert row.deeds.filter(deed="publish").count() == 1


def test_it_is_returned_with_a_reason_mended_and_sent_again(desk: Desk, citizen: Contributor) -> None:
    row = make_sent(citizen)
    with pytest.raises(Invalid):
        actions.return_to_sender(desk.writer, contribution=row, reason=" ")
    row = actions.return_to_sender(desk.writer, contribution=row, reason="Thiếu ảnh")
    assert (row.state, row.reason) == (State.RETURNED, "Thiếu ảnh")
    actions.add_file(who(citizen), contribution=row, file=picture_file())
    row = actions.send(who(citizen), contribution=row, declared="yes")
    assert (row.state, row.reason) == (State.SENT, "")


def test_it_is_refused_for_good_with_a_reason(desk: Desk, citizen: Contributor) -> None:
    row = actions.refuse(desk.writer, contribution=make_sent(citizen), reason="Tin đã cũ")
    with pytest.raises(Refused):
        actions.send(who(citizen), contribution=row, declared="yes")
    with pytest.raises(Refused):
        actions.claim(desk.writer, contribution=row)
    assert "Tin đã cũ" in Mail.objects.filter(person=who(citizen)).latest("pk").body


def test_next_door_and_those_without_the_seat_touch_nothing(desk: Desk, citizen: Contributor) -> None:
    other = make_desk("skhdt")
    take_contributions(other.site)
    row = make_sent(citizen)
    for actor in (other.writer, other.head, desk.head, who(citizen)):
        for act in (
            lambda actor=actor: actions.claim(actor, contribution=row),
            lambda actor=actor: actions.sort(actor, contribution=row, section=section_of(desk.site)),
            lambda actor=actor: actions.refuse(actor, contribution=row, reason="x"),
            lambda actor=actor: actions.take(actor, contribution=row),
        ):
            with pytest.raises(Refused):
                act()
    with pytest.raises(Invalid):
        actions.sort(desk.writer, contribution=row, section=section_of(other.site))
    assert desks_of(other.writer) == [other.site]


def test_a_colleague_who_handles_it_is_left_alone_and_unsorted_is_not_taken(desk: Desk, citizen: Contributor) -> None:

    colleague = with_seat("viet2.stc", desk.site, "writer")
    row = actions.claim(desk.writer, contribution=make_sent(citizen))
    with pytest.raises(Refused):
        actions.refuse(colleague, contribution=row, reason="x")
    with pytest.raises(Refused) as caught:
        actions.take(desk.writer, contribution=row)
    assert caught.value.code == "not_sorted"


def test_where_no_rule_opens_the_inbox_nothing_comes_in() -> None:
    desk = make_desk("skhdt")
    citizen = make_contributor(desk.site)
    with pytest.raises(Refused):
        make_draft(citizen)
    with pytest.raises(Refused):
        registered(desk)
    assert desks_of(desk.writer) == []


# --- letters ---------------------------------------------------------------------------------------------------------


def test_a_letter_enters_the_inbox_with_number_day_sender_marker_and_original(desk: Desk) -> None:
    row = registered(desk, marker="Công bố trên Cổng TTĐT tỉnh Bình Phước")
    assert (row.state, row.channel) == (State.SENT, "letter")
    assert [file.kind for file in row.files.all()] == ["original", "manuscript"]
    assert row.letter.marker.startswith("Công bố")
    taken = actions.take(desk.writer, contribution=sorted_by(desk, row))
    page = NewsPage.objects.get(pk=taken.page_id)
    assert page.source == "UBND xã Đăk Nhau (15/UBND-VX)"
    assert counts_of(desk.site) == {"taken": 1}


def test_the_same_letter_twice_is_said(desk: Desk) -> None:
    first = registered(desk)
    again = registered(desk, number=" 15/ubnd-vx ", issuer="ubnd xã đăk nhau")
    other = registered(desk, issued_on=date(2026, 11, 3))
    assert again.letter.same_as == first.letter
    assert other.letter.same_as is None


def test_a_letter_without_number_original_or_from_tomorrow_is_invalid(desk: Desk) -> None:
    for fields in ({"number": " "}, {"issuer": ""}, {"issued_on": date(2030, 1, 1)}):
        with pytest.raises(Invalid):
            registered(desk, **fields)
    with pytest.raises(Refused):
        registered(desk, by=make_desk("skhdt").writer)
    assert not Letter.objects.exists()


def test_a_secret_letter_is_stopped_and_leaves_no_contribution(desk: Desk) -> None:
    with pytest.raises(Refused):
        registered(desk, files=[word_file(para("MẬT"))])
    assert not Contribution.objects.exists()
    assert Stop.objects.get().actor == desk.writer


# --- accounts --------------------------------------------------------------------------------------------------------


def test_somebody_applies_is_confirmed_and_gets_a_link(desk: Desk) -> None:
    row = actions.apply(site=desk.site, values=PROFILE, consented="yes")
    assert (row.state, row.person) == ("applied", None)
    assert actions.apply(site=desk.site, values=PROFILE, consented="yes") == row
    row = actions.confirm(desk.writer, contributor=row)
    person = who(row)
    assert not person.groups.exists()
    assert not person.has_perm("wagtailadmin.access_admin")
    assert "password_reset/confirm" in Mail.objects.get(person=person).body
    with pytest.raises(Refused):
        actions.confirm(desk.writer, contributor=row)


def test_consent_is_asked_for_and_only_whom_the_rule_names_decides(desk: Desk) -> None:
    with pytest.raises(Invalid):
        actions.apply(site=desk.site, values=PROFILE, consented="")
    row = actions.apply(site=desk.site, values=PROFILE, consented="yes")
    for actor in (desk.head, make_desk("skhdt").writer):
        with pytest.raises(Refused):
            actions.confirm(actor, contributor=row)
        with pytest.raises(Refused):
            actions.open_account(actor, site=desk.site, values=PROFILE)
    row = actions.refuse_application(desk.writer, contributor=row, reason="Không liên lạc được")
    assert row.state == "refused"


def test_an_address_of_a_member_of_the_staff_gets_no_second_account(desk: Desk) -> None:
    values = {**PROFILE, "email": desk.head.email}
    with pytest.raises(Refused) as caught:
        actions.open_account(desk.writer, site=desk.site, values=values)
    assert caught.value.code == "address_taken"


def test_who_contributes_elsewhere_keeps_his_account(desk: Desk) -> None:
    other = make_desk("skhdt")
    take_contributions(other.site)
    first = actions.open_account(desk.writer, site=desk.site, values=PROFILE)
    second = actions.open_account(other.writer, site=other.site, values=PROFILE)
    assert first.person == second.person


def test_a_closed_account_sends_nothing_more(desk: Desk, citizen: Contributor) -> None:
    row = make_draft(citizen)
    actions.close_account(desk.writer, contributor=citizen, reason="Theo đề nghị")
    with pytest.raises(Refused):
        actions.send(who(citizen), contribution=row, declared="yes")


# --- the API's door --------------------------------------------------------------------------------------------------


def test_a_form_of_a_website_is_received_once_a_key(desk: Desk) -> None:
    sent = actions.Sent(form="1", sender={"name": "Lê Điều", "email": "a@b.vn"}, values=VALUES)
    row = actions.receive(site=desk.site, sent=sent, key=("k1", "h1"))
    assert actions.receive(site=desk.site, sent=sent, key=("k1", "h1")) == row
    with pytest.raises(Conflict):
        actions.receive(site=desk.site, sent=sent, key=("k1", "h2"))
    with pytest.raises(Refused):
        actions.return_to_sender(desk.writer, contribution=row, reason="sửa")


# --- screens ---------------------------------------------------------------------------------------------------------


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_screens_of_a_contributor_show_his_own_and_lead_nobody_into_the_admin(
    desk: Desk, citizen: Contributor
) -> None:
    other = make_contributor(desk.site, "hai", full_name="Người khác")
    foreign = make_sent(other, title="Bài của người khác")
    mine = make_sent(citizen, picture_file())
    client = logged_in(who(citizen))
    page = client.get(reverse("contribute:mine")).content.decode()
    assert VALUES["title"] in page
    assert "Bài của người khác" not in page
    assert client.get(reverse("contribute:one", args=(foreign.public_id,))).status_code == 404
    file = mine.files.get()
    answer = client.get(reverse("contribute:file", args=(mine.public_id, file.pk)))
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Disposition"][:10]) == (
        "nosniff",
        "attachment",
    )
    assert client.get(reverse("contribute:file", args=(foreign.public_id, file.pk))).status_code == 404
    for name in ("wagtailadmin_home", "contributions:start", "wagtailimages:index"):
        assert client.get(reverse(name)).status_code in (302, 403)


def test_a_contributor_writes_and_sends_on_his_screen(desk: Desk, citizen: Contributor) -> None:
    ask_to_declare(desk.site)
    client = logged_in(who(citizen))
    address = reverse("contribute:new", args=(citizen.public_id, "1"))
    assert "Tên tin hoặc bài" in client.get(address).content.decode()
    answer = client.post(address, {**VALUES, "act": "send"})
    assert answer.status_code == 422
    row = Contribution.objects.get()
    answer = client.post(reverse("contribute:one", args=(row.public_id,)), {**VALUES, "act": "send", "declared": "yes"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == State.SENT


def test_the_desk_works_on_its_screens_and_next_door_sees_none(desk: Desk, citizen: Contributor) -> None:
    row = make_sent(citizen, word_file(), picture_file())
    client, one = logged_in(desk.writer), reverse("contributions:one", args=(row.pk,))
    assert VALUES["title"] in client.get(reverse("contributions:start")).content.decode()
    assert "Năm nay được mùa" in client.get(one).content.decode()
    client.post(one, {"act": "claim"})
    client.post(one, {"act": "sort", "section": section_of(desk.site).pk})
    answer = client.post(one, {"act": "take"})
    row.refresh_from_db()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=(row.page_id,))
    other = make_desk("skhdt")
    take_contributions(other.site)
    stranger = logged_in(other.writer)
    for address in (
        one,
        reverse("contributions:inbox", args=(desk.site.code,)),
        reverse("contributions:letter", args=(desk.site.code,)),
    ):
        assert stranger.get(address).status_code in (302, 403)


def test_the_desk_looks_at_pictures_and_nothing_else_of_the_file_reaches_the_browser(
    desk: Desk, citizen: Contributor
) -> None:
    row = make_sent(citizen, word_file(), picture_file())
    text, picture = row.files.order_by("kind")
    assert (text.kind, picture.kind) == ("manuscript", "picture")
    client = logged_in(desk.writer)
    shown = client.get(reverse("contributions:one", args=(row.pk,))).content.decode()
    small, large = (reverse("contributions:picture", args=(row.pk, picture.pk, size)) for size in ("small", "large"))
    assert f'src="{small}"' in shown
    assert f'href="{large}"' in shown
    for address, longest in ((small, 360), (large, 1600)):
        answer = client.get(address)
        with Image.open(BytesIO(answer.content)) as seen_picture:
            assert (seen_picture.format, max(seen_picture.size) <= longest) == ("JPEG", True)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for wrong in ((row.pk, picture.pk, "huge"), (row.pk, text.pk, "small"), (row.pk, 0, "small")):
        assert client.get(reverse("contributions:picture", args=wrong)).status_code == 404
    other = make_desk("skhdt")
    take_contributions(other.site)
    assert logged_in(other.writer).get(small).status_code in (302, 403)
    assert Client().get(small).status_code == 302


def test_a_picture_is_turned_upright_and_a_broken_one_is_none() -> None:
    output, notes = BytesIO(), Image.Exif()
    notes[0x0112] = 6  # the camera was held upright
    Image.new("RGB", (800, 400), "red").save(output, "JPEG", exif=notes)
    made = thumbnail_of(output, longest=200)
    assert made is not None
    with Image.open(BytesIO(made)) as upright:
        assert upright.size == (100, 200)
        assert not upright.getexif()
    clear = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(clear, "PNG")
    made = thumbnail_of(clear, longest=200)
    assert made is not None
    with Image.open(BytesIO(made)) as on_paper:
        assert on_paper.getpixel((5, 5)) == (255, 255, 255)
    assert thumbnail_of(BytesIO(output.getvalue()[:60]), longest=200) is None
    assert thumbnail_of(BytesIO(PDF), longest=200) is None


def test_people_apply_at_the_door_and_programs_do_not(desk: Desk) -> None:
    client = Client()
    address = reverse("contribute:register")
    form = {**PROFILE, "site": desk.site.code, "consent": "on"}
    assert desk.site.code in client.get(address).content.decode()
    client.post(address, {**form, "website": "http://spam"})
    assert not Contributor.objects.exists()
    assert client.post(address, form).status_code == 302
    assert Contributor.objects.get().email == PROFILE["email"]


def test_of_several_sites_none_is_chosen_beforehand(desk: Desk) -> None:
    address = reverse("contribute:register")
    assert '<option value="">' not in Client().get(address).content.decode()
    take_contributions(make_desk("skhdt").site)
    assert '<option value="" selected>' in Client().get(address).content.decode()
    assert Client().post(address, {**PROFILE, "site": "", "consent": "on"}).status_code == 200
    assert not Contributor.objects.exists()
