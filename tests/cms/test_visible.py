"""What a reader of a file sees is what it is found by: every format, within bounds, nothing that is hidden."""

from io import BytesIO
from time import sleep

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from cms.manuscripts import visible
from cms.manuscripts.limits import Limits
from cms.manuscripts.visible import Bounds, Unreadable, visible_words
from tests.factories.offices import W, docx, odt, para, xlsx

LIMITS = Limits(bytes=2**22, unpacked=2**24, members=60, ratio=200, pictures=9, rows=9)
BOUNDS = Bounds(pages=3, letters=200, seconds=20)
DELETED = "<w:del><w:r><w:delText>XÓA</w:delText></w:r></w:del>"
HIDDEN = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>GIẤU</w:t></w:r>{DELETED}</w:p>"
HEADER = f"<w:hdr {W}><w:p><w:r><w:t>ĐẦU</w:t></w:r></w:p></w:hdr>"
CHANGED = "<text:tracked-changes><text:changed-region><text:p>XÓA</text:p></text:changed-region></text:tracked-changes>"


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a line on each page."""
    writer = PdfWriter()
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    for words in pages:
        page = writer.add_blank_page(300, 200)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = StreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Author": "NGUOI SOAN"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def words(data: bytes, name: str, bounds: Bounds = BOUNDS) -> str:
    return visible_words(data, name=name, limits=LIMITS, bounds=bounds)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", docx(para("Siêu âm"), para("tim"), HIDDEN, docProps__core="<a>TÁC GIẢ</a>"), "Siêu âm tim"),
        ("a.docx", docx(para("Thân"), word__header1=HEADER), "Thân"),
        ("a.odt", odt(f"{CHANGED}<text:h>Siêu âm</text:h><text:p>tim <text:span>mạch</text:span></text:p>"),
         "Siêu âm tim mạch"),
        ("a.xlsx", xlsx("Siêu âm", "222.000", sheet="TÊN TRANG"), "Siêu âm 222.000"),
        ("a.csv", "\ufeffdịch vụ;giá\r\nSiêu âm;222.000".encode(), "dịch vụ;giá Siêu âm;222.000"),
        ("a.txt", "Si\u0065\u0302u \u00e2m".encode(), "Siêu âm"),
        ("a.pdf", pdf("Sieu am tim", "Trang hai"), "Sieu am tim Trang hai"),
        ("a.pdf", pdf(""), ""),
    ],
)  # fmt: skip
def test_what_is_seen_is_read_and_nothing_else(name: str, data: bytes, expected: str) -> None:
    assert words(data, name) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 hong"),
        ("a.pdf", pdf("kin", password="mat-khau")),
        ("a.docx", b"PK\x03\x04 hong"),
        ("a.docx", docx(para("a"), word__vbaProject="x").replace(b"vbaProject.xml", b"vbaProject.bin")),
        ("a.zip", b"PK\x03\x04"),
        ("a.jpg", b"\xff\xd8\xff"),
    ],
)
def test_what_is_damaged_locked_dangerous_or_no_text_says_so(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        words(data, name)


def test_no_more_is_read_than_the_bounds_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words(pdf("mot", "hai", "ba", "bon"), "a.pdf") == "mot hai ba"
    assert len(words(docx(*[para("chữ " * 20)] * 20), "a.docx")) == BOUNDS.letters

    def slow(*_given: object) -> object:
        yield "một"
        sleep(0.02)
        yield "hai"
        yield "ba"

    monkeypatch.setitem(visible.READERS, "slow", slow)  # type: ignore[attr-defined, index]
    assert words(b"", "a.slow", Bounds(pages=3, letters=200, seconds=0.01)) == "một hai"
