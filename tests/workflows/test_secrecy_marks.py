"""Words and stamps of secrecy: what stops an item, and what is ordinary Vietnamese. Each case is one line."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from workflows.secrecy.marks import Mark, find_in_lines, find_in_name

ROOT = Path(__file__).parents[2]
RULES = YAML(typ="safe").load(ROOT / "fixtures" / "reference" / "secrecy.yaml")["rules"]
MARKS = [
    Mark(row["code"], row["label"]["vi"], row["article"], tuple(row["words"]), frozenset(row["where"]))
    for rule in RULES
    if rule["key"] == "secrecy.marks"
    for row in rule["value"]
]

STOPPED = (
    ("MẬT", "secret"),
    ("TỐI MẬT", "high_secret"),
    ("TUYỆT MẬT", "top_secret"),
    ("  MẬT  ", "secret"),
    ("M Ậ T", "secret"),
    ("T Ố I   M Ậ T", "high_secret"),
    ("T U Y Ệ T M Ậ T", "top_secret"),
    ("[MẬT]", "secret"),
    ("(MẬT)", "secret"),
    ("*** MẬT ***", "secret"),
    ("MẬT.", "secret"),
    ("“TỐI MẬT”", "high_secret"),
    ("Độ mật: Mật", "secret"),
    ("Độ mật: TỐI MẬT", "high_secret"),
    ("ĐỘ MẬT: Tuyệt mật", "top_secret"),
    ("Mức độ mật: mật", "secret"),
    ("Dấu: MẬT", "secret"),
    ("Đóng dấu MẬT", "secret"),
    ("UBND TỈNH BÌNH PHƯỚC (MẬT)", "secret"),
    ("Báo cáo này là TUYỆT MẬT, không gửi qua thư điện tử.", "top_secret"),
    ("Kèm theo phụ lục TỐI MẬT của Sở.", "high_secret"),
    (unicodedata.normalize("NFD", "MẬT"), "secret"),
    (unicodedata.normalize("NFD", "TUYỆT MẬT"), "top_secret"),
    ("M\u200bẬT", "secret"),
    ("TUYỆT\u00a0MẬT", "top_secret"),
    ("Kính gửi:\nMẬT\nSở Nội vụ", "secret"),
    ("Số: 05/BC-UBND-M", "secret_number"),
    ("Số: 12/KH-UBND (M)", "secret_number"),
    ("Căn cứ Công văn số 118/CAT-PA03-TM ngày 02/3", "secret_number"),
    ("Quyết định 7/2026/QĐ-UBND-M", "secret_number"),
    ("Tài liệu lưu hành nội bộ", "internal"),
    ("TÀI LIỆU LƯU HÀNH NỘI BỘ", "internal"),
    ("(Lưu hành nội bộ)", "internal"),
    ("Bản này chỉ lưu  hành nội bộ trong cơ quan.", "internal"),
    ("KHÔNG PHỔ BIẾN", "not_for_spreading"),
    ("(Không phổ biến)", "not_for_spreading"),
    ("Không được phổ biến.", "not_for_spreading"),
    ("Xem xong trả lại", "not_for_spreading"),
    ("Chỉ người có tên mới được bóc bì", "secret_document"),
    ("TÀI LIỆU THU HỒI", "secret_document"),
    ("(Không được sao, chụp)", "secret_document"),
)
ORDINARY = (
    "Bảo mật thông tin là trách nhiệm của mọi cán bộ",
    "BẢO MẬT THÔNG TIN TRÊN CỔNG",
    "Đổi mật khẩu mỗi hai tháng",
    "MẬT KHẨU",
    "Mật ong rừng Bù Gia Mập",
    "MẬT ONG BÙ ĐĂNG",
    "Mật độ dân số tăng",
    "mật",
    "Mật",
    "Cán bộ cơ mật không nên đăng tin",
    "Bí mật kinh doanh của doanh nghiệp được bảo vệ",
    "Luật Bảo vệ bí mật nhà nước có hiệu lực từ ngày 01/3/2026",
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Phân loại: Tuyệt mật, Tối mật, Mật theo Luật",
    "tài liệu đóng dấu Mật phải được quản lý riêng",
    "Túi mật và gan",
    "Sỏi mật: khi nào cần mổ",
    "Thân mật gặp gỡ kiều bào",
    "Quan hệ mật thiết giữa hai tỉnh",
    "Bệnh này không phổ biến ở nước ta",
    "Loài cây không phổ biến, cần được bảo tồn",
    "KHÔNG PHỔ BIẾN THÔNG TIN SAI SỰ THẬT",
    "Quy định nội bộ của cơ quan",
    "Thông báo lưu hành sản phẩm mới",
    "Bề mặt đường bị bong tróc",
    "MẶT BẰNG QUY HOẠCH",
    "Mắt kính cho học sinh nghèo",
    "Số: 05/BC-UBND",
    "Quyết định 2109/QĐ-UBND ngày 07/11/2013",
    "Công văn 1293/VPUBND-TTTH-CB",
    "Thông báo số 12/TB-STM về hội chợ",
    "Kế hoạch 45/KH-MTTQ",
    "Nghị quyết 28/2026/QH16",
    "Chiến dịch “giải mật hồ sơ” năm 1975",
    "PHIM “HỒ SƠ TUYỆT MẬT SỐ 5” CHIẾU TẠI RẠP",
)
NAMED = (
    ("Tuyet mat - ke hoach.docx", "top_secret"),
    ("TUYỆT MẬT.pdf", "top_secret"),
    ("bao-cao_toi-mat_2026.docx", "high_secret"),
    ("KeHoach-TỐI MẬT-.docx", "high_secret"),
    ("tuyetmat.docx", "top_secret"),
    ("MẬT.docx", "secret"),
    ("MAT.docx", "secret"),
    ("MAT-123.docx", "secret"),
    ("123_MAT.pdf", "secret"),
    ("Công văn 15 MẬT.docx", "secret"),
    ("Ke hoach MẬT.docx", "secret"),
    ("luu hanh noi bo.docx", "internal"),
    ("luu-hanh-noi-bo-2026.pdf", "internal"),
    ("khong pho bien.pdf", "not_for_spreading"),
)
PLAIN_NAMES = (
    "mat-ong-bu-dang.docx",
    "BAN DO MAT BANG.pdf",
    "Bản đồ mặt bằng 2026.pdf",
    "mật ong rừng.jpg",
    "MẬT ONG.jpg",
    "be mat duong.docx",
    "bao-mat-thong-tin.docx",
    "BẢO MẬT.docx",
    "mat-khau.txt",
    "Mat tran To quoc.docx",
    "le ra mat.jpg",
    "LE RA MAT.jpg",
    "quy-dinh-noi-bo.docx",
    "tuyet-voi-dak-nhau.jpg",
)


def codes(found: Any) -> list[str]:
    return [find.mark.code for find in found]


@pytest.mark.parametrize(("line", "code"), STOPPED)
def test_a_stamp_or_word_of_secrecy_is_found(line: str, code: str) -> None:
    assert codes(find_in_lines(MARKS, [("văn bản", line)])) == [code]


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_words_are_no_alarm(line: str) -> None:
    assert codes(find_in_lines(MARKS, [("văn bản", line)])) == []


@pytest.mark.parametrize(("name", "code"), NAMED)
def test_names_of_files_say_it_with_and_without_marks(name: str, code: str) -> None:
    assert codes(find_in_name(MARKS, name, "tên tệp")) == [code]


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_ordinary_names_are_no_alarm(name: str) -> None:
    assert codes(find_in_name(MARKS, name, "tên tệp")) == []


def test_every_mark_names_its_article_and_there_are_enough_cases() -> None:
    assert all(mark.article for mark in MARKS)
    assert len(STOPPED) + len(ORDINARY) + len(NAMED) + len(PLAIN_NAMES) >= 100
    assert {code for _line, code in (*STOPPED, *NAMED)} == {mark.code for mark in MARKS}


def strings_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.replace("</p>", "</p>\n")
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_of(part)


def test_no_item_of_the_five_provinces_is_an_alarm() -> None:
    """Every text of the sample content, in both languages, line by line; and every name of a file or picture."""
    paths = sorted((ROOT / "fixtures" / "provinces").glob("*/content/*.yaml"))
    assert len(paths) >= 170
    for path in paths:
        texts = list(strings_of(YAML(typ="safe").load(path)))
        lines = [(path.name, re.sub(r"<[^>]+>", "", text)) for text in texts]
        assert [find.words for find in find_in_lines(MARKS, lines)] == []
        names = [text for text in texts if re.fullmatch(r"[\w-]+(\.\w{2,4})?", text)]
        assert [name for name in names if codes(find_in_name(MARKS, name, "tên tệp"))] == []


def test_a_find_has_a_fingerprint_of_its_own() -> None:
    one, other = find_in_lines(MARKS, [("a", "MẬT"), ("b", "MẬT")])
    assert one.print != other.print
    assert one.print == next(find_in_lines(MARKS, [("a", "MẬT")])).print
