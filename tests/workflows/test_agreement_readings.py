"""What is read out of a line, and when two readings are the same."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.agreement import made_pair
from workflows.agreement import english, vietnamese
from workflows.agreement.comparing import Knowledge, compare
from workflows.agreement.enums import How, Kind

EMPTY_DATABASE = True


def points(vi: str, en: str, up_to: int = 20) -> list[tuple[Kind, How]]:
    source, target = ({"title": said, "summary": "", "body": []} for said in (vi, en))
    found = compare(source, target, language="en", knowledge=Knowledge(words_up_to=up_to))
    return [(point.kind, point.how) for point in found]


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("thu 1.234,5 tỷ đồng", "revenue of VND 1,234.5 billion"),
        ("thu 14,6 nghìn tỷ đồng", "revenue of VND 14.6 trillion"),
        ("thu 14.600 tỷ đồng", "revenue of VND 14.6 trillion"),
        ("1 tỷ 200 triệu đồng", "VND 1.2 billion"),
        ("từ 65 đến 95 USD", "USD 65 to 95"),
        ("10 đến 12 tỷ đồng", "VND 10-12 billion"),
        ("đạt 84,6% kế hoạch", "84.6 per cent of the plan"),
        ("ngày 05/11/2026", "5 November 2026"),
        ("ngày 5 tháng 11 năm 2026", "November 5, 2026"),
        ("Từ ngày 13 đến 15/3/2026", "From 13 to 15 March 2026"),
        ("từ ngày 15/10/2026 đến 31/01/2027", "from 15 October 2026 to 31 January 2027"),
        ("ngày 10 và ngày 25 hằng tháng", "on the 10th and the 25th of each month"),
        ("tháng 11 năm 2026", "November 2026"),
        ("quý III năm 2026", "the third quarter of 2026"),
        ("quý I/2027", "Q1 2027"),
        ("từ 7 giờ 30 đến 11 giờ", "from 7:30 to 11:00"),
        ("từ 13 giờ đến 17 giờ", "from 1 to 5 p.m."),
        ("lúc 2 giờ chiều", "at 2 p.m."),
        ("từ 5 giờ 30 đến 21 giờ", "from 5.30 to 21.00"),
        ("trong 24 giờ", "within 24 hours"),
        ("trực 72 giờ", "on duty for 72 hours"),
        ("3 xã và 12 phường", "three communes and twelve wards"),
        ("ba xã", "3 communes"),
        ("Nghị định số 30/2020/NĐ-CP", "Decree No. 30/2020/ND-CP"),
        ("gọi 0271.3879.123", "call +84 271 3879 123"),
        ("Đường 6 tháng 1", "6 Thang 1 Street"),
        ("khóa XVI", "the 16th term"),
        ("thứ 7 hằng tuần", "every Saturday"),
        ("đường ĐT.741", "Provincial Road 741"),
        ("nhiệm kỳ 2026-2031", "the 2026-2031 term"),
        ("Năm giờ sáng, lối đi rộng 4 m", "At five in the morning, a path 4 m wide"),
    ],
)
def test_the_same_said_in_both_manners_is_no_disagreement(vi: str, en: str) -> None:
    assert points(vi, en) == []


@pytest.mark.parametrize(
    ("vi", "en", "kind", "how"),
    [
        ("thu 14.600 tỷ đồng", "revenue of VND 14.600 billion", Kind.SUM, How.DIFFERS),
        ("thu 14.600 tỷ đồng", "revenue of VND 14,600 million", Kind.SUM, How.DIFFERS),
        ("thu 14.600 tỷ đồng", "revenue of USD 14,600 billion", Kind.SUM, How.DIFFERS),
        ("thu 14.600 tỷ đồng", "revenue is high", Kind.SUM, How.MISSING),
        ("thu ngân sách", "revenue of VND 14,600 billion", Kind.SUM, How.ADDED),
        ("ngày 05/11/2026", "11 May 2026", Kind.DATE, How.DIFFERS),
        ("ngày 05/11/2026", "5 November 2025", Kind.DATE, How.DIFFERS),
        ("quý III năm 2026", "the second quarter of 2026", Kind.DATE, How.DIFFERS),
        ("lúc 2 giờ chiều", "at 2 a.m.", Kind.TIME, How.DIFFERS),
        ("từ 7 giờ 30", "from 7:00", Kind.TIME, How.DIFFERS),
        ("3 xã", "four communes", Kind.NUMBER, How.MISSING),
        ("Năm giờ sáng, rộng 4 m", "At five in the morning, 5 m wide", Kind.NUMBER, How.DIFFERS),
        ("Quyết định số 12/2026/QĐ-UBND", "Decision No. 21/2026/QĐ-UBND", Kind.DOCUMENT, How.DIFFERS),
        ("gọi 0271.3879.123", "call 0271 3879 132", Kind.PHONE, How.DIFFERS),
        ("thư về stc@binhphuoc.gov.vn", "write to sct@binhphuoc.gov.vn", Kind.MAIL, How.DIFFERS),
        ("xem binhphuoc.gov.vn", "see binhphuoc.vn", Kind.LINK, How.DIFFERS),
    ],
)
def test_another_value_is_a_disagreement_of_its_kind(vi: str, en: str, kind: Kind, how: How) -> None:
    assert points(vi, en) == [(kind, how)]


def test_up_to_which_number_words_will_do_is_said_by_the_rule() -> None:
    assert points("12 phường", "twelve wards", up_to=10) == [(Kind.NUMBER, How.MISSING)]


def test_what_one_line_lacks_and_another_says_is_none_but_what_stands_in_its_place_is() -> None:
    def text(*lines: str) -> dict[str, object]:
        body = [{"type": "paragraph", "id": "", "value": f"<p>{line}</p>"} for line in lines]
        return {"title": "", "summary": "", "body": body}

    source = text("Có 1.486 doanh nghiệp", "Năm 2025 có 1.486 doanh nghiệp và 412 hộ")

    def found(*lines: str) -> list[How]:
        return [one.how for one in compare(source, text(*lines), language="en", knowledge=Knowledge())]

    assert found("There are new companies", "In 2025 there were 1,486 companies and 412 households") == []
    assert found("There are 412 companies", "In 2025 there were 1,486 companies and 412 households") == [How.DIFFERS]


def test_a_line_that_is_not_translated_yet_says_nothing_and_a_language_without_a_reader_its_figures() -> None:
    text = {"title": "Thu 14.600 tỷ đồng", "summary": "", "body": []}
    assert compare(text, dict(text), language="en", knowledge=Knowledge()) == []
    lao = {**text, "title": "ລາຍຮັບ 14.500"}
    assert [point.source.words for point in compare(text, lao, language="lo", knowledge=Knowledge())] == ["14.600"]
    assert compare(text, {**lao, "title": "ລາຍຮັບ 14.600"}, language="lo", knowledge=Knowledge()) == []


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_whatever_is_made_alike_agrees(seed: int) -> None:
    source, target, _facts = made_pair(Random(seed))  # noqa: S311 - no secret
    assert compare(source, target, language="en", knowledge=Knowledge()) == []


@given(st.text(alphabet="0123456789.,/:- ()%đtỷgiờngàyIVXJanMay$+", max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_line_is_too_odd_to_be_read(text: str) -> None:
    for reader in (vietnamese.read, english.read):
        for fact in reader(text):
            assert 0 <= fact.start < fact.end <= len(text)
