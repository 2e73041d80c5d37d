"""Word and Writer files become clean blocks with their pictures, or are refused with the reason and the way out."""

from typing import Any

import pytest
from viparse import fix

from cms.manuscripts.html import parts_of
from cms.manuscripts.legacy import to_unicode
from cms.manuscripts.pictures import as_stored
from cms.manuscripts.reading import blocks_of, read_manuscript
from cms.news.models import NewsPage
from cms.pages.presenters import text_of
from sites.refusals import Invalid
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule
from tests.factories.cms import make_news, make_picture, picture_bytes
from tests.factories.offices import PICTURE, docx, odt, packed, para, table
from tests.factories.sites import make_administrator

pytestmark = pytest.mark.django_db

WORD = ("docx", "odt", "jpg", "jpeg", "png", "gif", "bmp")
LIMITS = {"megabytes": 2, "unpacked_megabytes": 8, "members": 40, "ratio": 50, "pictures": 3, "table_rows": 20}


def rule(key: str, value: Any) -> None:
    basis = LegalBasis.objects.get_or_create(code="quy-che", defaults={"title": "Quy chế"})[0]
    set_rule(make_administrator(), rule=Rule(key=key, value=value, unit="text", basis=basis, article="Điều 8.1"))


@pytest.fixture(autouse=True)
def rules() -> None:
    rule("manuscript.limits", LIMITS)
    rule("submission.files", list(WORD))


def refused(data: bytes, name: str) -> Any:
    with pytest.raises(Invalid) as caught:
        read_manuscript(data, name=name, field="file")
    reason = caught.value.reasons[0]
    assert reason.field == "file"
    return reason


def test_a_word_file_becomes_headings_paragraphs_lists_tables_and_pictures() -> None:
    data = docx(
        para("Mùa điều được giá", style="Heading1"),
        para("Bù Đăng vào vụ."),
        para("Ý thứ nhất", bullet=True),
        para("Giá thu mua", style="Heading3"),
        PICTURE,
        table((("Xã", ""), ("Giá", "")), (("Đăk Nhau", ""), ("26.000", ""))),
    )
    found = read_manuscript(data, name="dieu.docx")
    kinds = [kind for kind, _value in found.parts]
    assert kinds == ["heading", "paragraph", "heading", "image", "table"]
    assert found.parts[0] == ("heading", {"level": "2", "text": "Mùa điều được giá"})
    assert found.parts[1][1] == "<p>Bù Đăng vào vụ.</p><ul><li>Ý thứ nhất</li></ul>"
    assert found.parts[2][1]["level"] == "3"
    assert found.parts[4][1]["rows"] == [{"values": ["Đăk Nhau", "26.000"]}]
    assert found.figures[0].alt == "Bà con thu hoạch điều"
    assert found.notes == ()


def test_merged_cells_say_their_words_in_each_cell_and_that_is_said() -> None:
    wide, down, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        (("Xã", ""), ("Sản lượng", wide)),
        (("Bù Đăng", down), ("2025", ""), ("10", "")),
        (("", below), ("2026", ""), ("12", "")),
    )
    found = read_manuscript(docx(table(*rows)), name="bang.docx")
    value = found.parts[0][1]
    assert [column["heading"] for column in value["columns"]] == ["Xã", "Sản lượng", "Sản lượng"]
    assert [row["values"] for row in value["rows"]] == [["Bù Đăng", "2025", "10"], ["Bù Đăng", "2026", "12"]]
    assert len(found.notes) == 1


def test_a_writer_file_becomes_the_same() -> None:
    found = read_manuscript(odt(), name="hoi-thi.odt")
    assert [kind for kind, _value in found.parts] == ["heading", "paragraph", "table", "image"]
    assert found.parts[1][1] == (
        '<p>Ngày <b>22/11</b>, xem <a href="https://binhphuoc.gov.vn/">trang này</a>.</p><ol><li>Một</li></ol>'
    )
    assert [column["heading"] for column in found.parts[2][1]["columns"]] == ["Đội", "Đội"]
    assert found.figures[0].alt == "Trao giải"


def test_what_was_read_is_a_body_that_a_page_can_hold_and_present() -> None:
    found = read_manuscript(
        docx(para("Đoạn"), PICTURE, table((("a", ""), ("b", "")), (("1", ""), ("2", "")))), name="a.docx"
    )
    picture = make_picture()
    page = make_news()
    page.body = blocks_of(found, keep=lambda _number: picture)
    page.save_revision()
    body = text_of(NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object())["body"]
    assert [block["type"] for block in body] == ["paragraph", "image", "table"]
    assert body[1]["value"]["alt"] == "Bà con thu hoạch điều"
    assert body[2]["value"]["rows"] == [["1", "2"]]


def test_text_is_composed_and_scripts_and_foreign_addresses_stay_out() -> None:
    decomposed = "Nghệ An"
    html = f'<p onclick="x()">{decomposed}<script>alert(1)</script><a href="javascript:x()">đây</a></p>'
    parts, _notes = parts_of(html, rows=10)
    assert parts == [("paragraph", "<p>Nghệ Anđây</p>")]


@pytest.mark.parametrize(("font", "encoding"), [(".VnTime", "tcvn3"), ("VNI-Times", "vni")])
def test_old_encodings_become_unicode_and_that_is_said(font: str, encoding: str) -> None:
    old = {"tcvn3": "Céng hßa x· héi chñ nghÜa ViÖt Nam", "vni": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"}[encoding]
    assert fix(old, encoding=encoding) == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    found = read_manuscript(docx(para(old, font=font), para("Điều kiện", font="Times New Roman")), name="cu.docx")
    assert found.parts[0][1] == "<p>Cộng hòa xã hội chủ nghĩa Việt Nam</p><p>Điều kiện</p>"
    assert encoding.upper() in found.notes[0]


def test_capitals_of_the_old_fonts_are_a_matter_of_the_font() -> None:
    assert to_unicode("céng hßa", encoding="tcvn3", font=".VnTimeH") == "CỘNG HÒA"
    assert to_unicode("aú", encoding="vni") == "ẳ"


ODT_TYPE = "application/vnd.oasis.opendocument.text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
BOMB = packed({"[Content_Types].xml": "x", "word/document.xml": b"\0" * (9 * 1024 * 1024)})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("cu.doc", OLE, "file_doc"),
        ("gia.docx", OLE, "file_doc"),
        ("khoa.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
        ("macro.docm", docx(para("a")), "file_macros"),
        ("macro.docx", docx(para("a"), **{"word__vbaProject.bin": b"x"}), "file_macros"),
        ("bom.docx", BOMB, "file_bomb"),
        ("nhieu.docx", packed({f"word/{n}.xml": "<a/>" for n in range(50)}), "file_members"),
        ("thuc-the.docx", docx(para("a"), word__extra=ENTITY), "file_entities"),
        ("thuc-the.odt", packed({"mimetype": ODT_TYPE, "content.xml": ENTITY}), "file_entities"),
        ("anh.docx", picture_bytes(), "file_mismatch"),
        ("hong.docx", docx(para("a"))[:400], "file_mismatch"),
        ("trong.docx", b"", "file_empty"),
        ("nang.docx", b"PK\x03\x04" + b"\0" * (3 * 1024 * 1024), "file_bytes"),
        ("bai.rtf", b"{\\rtf1}", "file_type"),
        ("excel.odt", packed({"mimetype": ODT_TYPE[:-4] + "spreadsheet", "content.xml": "<a/>"}), "file_mismatch"),
        ("khoa.odt", odt(**{"META-INF__manifest": "<m><encryption-data/></m>"}), "file_locked"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_by_name(name: str, data: bytes, code: str) -> None:
    assert refused(data, name).code == code


def test_the_old_format_is_refused_with_the_way_out_and_limits_name_their_rule() -> None:
    assert ".docx" in refused(OLE, "cu.doc").message
    assert refused(BOMB, "bom.docx").basis == "Điều 8.1, Quy chế"


def test_pictures_of_the_common_formats_are_stored_as_the_site_stores_them() -> None:
    for image_format, suffix in (("GIF", "png"), ("BMP", "png"), ("JPEG", "jpg"), ("PNG", "png")):
        file = as_stored(picture_bytes((40, 30), image_format), name=f"anh.{image_format.lower()}", field="file")
        assert file.name == f"anh.{suffix}"
    with pytest.raises(Invalid):
        as_stored(b"<svg/>", name="a.svg", field="file")
