"""Who submits and approves declares it by name and time; stamps stop an item, in text, names, files and pictures."""

from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter

from cms.media.models import File
from cms.news.models import NewsPage
from sites.refusals import Invalid, Refused
from tests.factories.cms import PDF, body_of, make_file, make_picture, picture_bytes
from tests.factories.contributions import ask_to_declare, keep_rule, rules_of
from tests.factories.offices import W, docx, odt, para, xlsx
from tests.factories.workflows import Desk, fresh_page, make_desk, now, seen
from workflows.passage import actions
from workflows.secrecy.actions import clear, declare
from workflows.secrecy.enums import Act
from workflows.secrecy.models import Declaration, Stop
from workflows.secrecy.reading import finds_in_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    for key, rule in rules_of("reference", "secrecy.yaml").items():
        keep_rule(key, rule)
    return make_desk()


def stopped(desk: Desk, page: NewsPage) -> str:
    with pytest.raises(Refused) as caught:
        actions.submit(desk.writer, page=page)
    found = [str(reason) for reason in caught.value.reasons if reason.code == "secret_mark"]
    assert found
    return found[0]


# --- the declaration -------------------------------------------------------------------------------------------------


def test_without_a_rule_nobody_is_asked(desk: Desk) -> None:
    page = desk.draft()
    passage = actions.submit(desk.writer, page=page)
    actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    assert fresh_page(page.pk).live
    assert not Declaration.objects.exists()


def test_who_submits_and_who_approves_declares_by_name_time_wording_and_text(desk: Desk) -> None:
    ask_to_declare()
    page = desk.draft()
    with pytest.raises(Refused) as caught:
        actions.submit(desk.writer, page=page)
    assert caught.value.code == "not_declared"
    declare(desk.writer, page=page, act=Act.SUBMIT)
    passage = actions.submit(desk.writer, page=page)
    with pytest.raises(Refused):
        actions.publish(desk.head, passage=passage, seen_sha256=seen(page))
    declare(desk.head, page=page, act=Act.PUBLISH, text_sha256=seen(page))
    actions.publish(desk.head, passage=now(page), seen_sha256=seen(page))
    assert fresh_page(page.pk).live
    made = list(Declaration.objects.order_by("pk").values_list("actor", "act", "text_sha256"))
    assert made == [(desk.writer.pk, "submit", seen(page)), (desk.head.pk, "publish", seen(page))]
    assert "bí mật nhà nước" in Declaration.objects.first().wording  # type: ignore[union-attr]


def test_a_declaration_is_of_one_person_one_text_one_act_and_stays(desk: Desk) -> None:
    ask_to_declare()
    page = desk.draft()
    declare(desk.head, page=page, act=Act.SUBMIT)
    declare(desk.writer, page=page, act=Act.PUBLISH)
    declare(desk.writer, page=page, act=Act.SUBMIT, text_sha256="0" * 64)
    with pytest.raises(Refused):
        actions.submit(desk.writer, page=page)
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.update(name="Khác")


def test_the_screens_ask_for_the_tick_and_write_it_down(desk: Desk) -> None:
    ask_to_declare()
    page = desk.draft()
    client = Client()
    client.force_login(desk.writer)
    address = reverse("passage_declare", args=(page.pk,))
    assert "bí mật nhà nước" in client.get(address).content.decode()
    client.post(address, {"seen_sha256": seen(page)})
    assert not page.passages.exists()
    client.post(address, {"seen_sha256": seen(page), "declared": "on"})
    passage = now(page)
    client.force_login(desk.head)
    item = reverse("desk_item", args=(passage.pk,))
    form = {"act": "publish", "position": passage.position, "seen_sha256": seen(page)}
    assert 'name="declared"' in client.get(item).content.decode()
    client.post(item, form)
    assert not fresh_page(page.pk).live
    client.post(item, {**form, "declared": "on"})
    assert fresh_page(page.pk).live
    client.force_login(make_desk("skhdt").writer)
    assert client.get(address).status_code in (302, 403)


# --- what stops an item ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Kế hoạch (MẬT)"},
        {"summary": "Tài liệu lưu hành nội bộ"},
        {"source": "MẬT"},
        {"body": body_of(("paragraph", "<p>Kính gửi</p><p>MẬT</p>"))},
        {"body": body_of(("heading", {"level": "2", "text": "TUYỆT MẬT"}))},
        {"body": body_of(("quote", {"text": "Không phổ biến", "attribution": ""}))},
        {"tags": ["TỐI MẬT"]},
    ],
)
def test_words_of_the_text_stop_it_with_place_and_article(desk: Desk, fields: dict[str, Any]) -> None:
    said = stopped(desk, desk.draft(**fields))
    assert "Luật" in said or "Nghị định" in said
    assert Stop.objects.count() == 1


def test_bao_mat_thong_tin_is_no_alarm(desk: Desk) -> None:
    body = body_of(("paragraph", "<p>Bảo mật thông tin, đổi mật khẩu; bệnh không phổ biến; mật ong.</p>"))
    actions.submit(desk.writer, page=desk.draft(title="BẢO MẬT THÔNG TIN", body=body))
    assert not Stop.objects.exists()


HIDDEN = f"<w:document {W}><w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>MẬT</w:t></w:r></w:p></w:body></w:document>"
HEADER = f"<w:hdr {W}><w:p><w:r><w:t>TUYỆT MẬT</w:t></w:r></w:p></w:hdr>"
DELETED = (
    f"<w:document {W}><w:body><w:p><w:del><w:r><w:delText>MẬT</w:delText></w:r></w:del></w:p></w:body></w:document>"
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>TỐI MẬT</dc:title></cp:coreProperties>'
)


def pdf(**said: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{name}": value for name, value in said.items()})
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("mat-khau", algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def noted_picture() -> bytes:
    image = Image.open(BytesIO(picture_bytes((60, 40))))
    exif = image.getexif()
    exif[0x010E] = "TUYET MAT"
    exif[0x9C9B] = "TỐI MẬT".encode("utf-16-le")
    output = BytesIO()
    image.save(output, "JPEG", exif=exif)
    return output.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bai.docx", docx(para("MẬT"))),
        ("dau-trang.docx", docx(para("a"), word__header1=HEADER)),
        ("an.docx", docx(word__document=HIDDEN)),
        ("xoa.docx", docx(word__document=DELETED)),
        ("thuoc-tinh.docx", docx(para("a"), docProps__core=CORE)),
        ("bai.odt", odt("<text:p>LƯU HÀNH NỘI BỘ</text:p>")),
        ("bang.xlsx", xlsx("Họ tên", "MẬT")),
        ("trang-tinh.xlsx", xlsx("a", sheet="TUYỆT MẬT")),
        ("van-ban.pdf", pdf(Title="TUYỆT MẬT")),
        ("khoa.pdf", locked_pdf()),
        ("ghi-chu.txt", "Kính gửi\nMẬT\n".encode()),
        ("danh-sach.csv", "a,b\n(MẬT)\n".encode()),
        ("anh.jpg", noted_picture()),
        ("TUYET MAT.pdf", PDF),
    ],
)
def test_names_and_insides_of_files_are_looked_through(desk: Desk, name: str, data: bytes) -> None:
    assert finds_in_file(desk.site, data, name=name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bai.docx", docx(para("Bảo mật thông tin"))),
        ("bai.odt", odt()),
        ("bang.xlsx", xlsx("Mật độ dân số")),
        ("hong.pdf", PDF),
        ("van-ban.pdf", pdf(Title="Kế hoạch")),
        ("anh.jpg", picture_bytes((60, 40))),
        ("la.bin", b"\0\1"),
    ],
)
def test_ordinary_files_are_no_alarm(desk: Desk, name: str, data: bytes) -> None:
    assert finds_in_file(desk.site, data, name=name) == []


def test_a_file_and_a_picture_that_a_text_shows_stop_it(desk: Desk) -> None:
    inside = {"collection": desk.site.collection}
    secret: File = make_file(name="bai.docx", data=docx(para("MẬT")), **inside)
    stopped(desk, desk.draft(body=body_of(("file", {"file": secret.pk, "title": "Kèm theo"}))))
    picture = make_picture(title="TỐI MẬT", **inside)
    shown = {"picture": picture.pk, "alt": "Bản đồ", "decorative": False, "caption": "", "credit": ""}
    stopped(desk, desk.draft(title="Ảnh", body=body_of(("image", shown))))


# --- clearing a find -------------------------------------------------------------------------------------------------


def test_whom_the_rule_names_clears_a_false_find_with_reason_and_basis(desk: Desk) -> None:
    page = desk.draft(title="Vở kịch (MẬT)")
    stopped(desk, page)
    stop = Stop.objects.get()
    for actor in (desk.writer, desk.deputy, make_desk("skhdt").head):
        with pytest.raises(Refused):
            clear(actor, stop=stop, reason="Tên vở kịch", basis="12/GXN")
    with pytest.raises(Invalid):
        clear(desk.head, stop=stop, reason="Tên vở kịch", basis=" ")
    clear(desk.head, stop=stop, reason="Tên vở kịch", basis="12/GXN")
    with pytest.raises(Refused):
        clear(desk.head, stop=stop, reason="Tên vở kịch", basis="12/GXN")
    actions.submit(desk.writer, page=page)


def test_a_clearance_is_for_these_finds_in_this_text_alone(desk: Desk) -> None:
    page = desk.draft(title="Vở kịch (MẬT)")
    stopped(desk, page)
    clear(desk.head, stop=Stop.objects.get(), reason="Tên vở kịch", basis="12/GXN")
    draft = fresh_page(page.pk).get_latest_revision_as_object()
    draft.summary = "TUYỆT MẬT"
    draft.save_revision(user=desk.writer)
    assert "TUYỆT MẬT" in stopped(desk, fresh_page(page.pk))
    stopped(desk, desk.draft(title="Vở kịch (MẬT)"))


def test_the_screen_of_stops_is_for_those_who_clear_and_shows_their_site_alone(desk: Desk) -> None:
    page = desk.draft(title="Vở kịch (MẬT)")
    stopped(desk, page)
    stop = Stop.objects.get()
    address = reverse("secrecy:stop", args=(stop.pk,))
    client = Client()
    for person in (make_desk("skhdt").head, desk.writer):
        client.force_login(person)
        assert client.get(address).status_code in (302, 403)
    client.force_login(desk.head)
    assert "Vở kịch" in client.get(reverse("secrecy:stops")).content.decode()
    client.post(address, {"reason": "Tên vở kịch", "basis": "12/GXN"})
    assert stop.clearance.by == desk.head
