"""Search that knows the office: numbers of documents, abbreviations, former names, slips of the pen, words in files."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from api.publications import filetexts
from api.publications.drain import drain_in_transaction
from api.publications.enums import Reading
from api.publications.filetexts import read_waiting_files, wait_again
from api.publications.models import Alike, FileText, Vocable
from api.publications.numbers import numbers_in, words_in
from api.publications.vocabulary import remake_vocabulary
from api.search.corrections import corrected
from api.search.lexicon import forget_lexicon
from cms.synonyms.actions import keep_synonym
from cms.synonyms.models import Synonym
from sites import clock
from sites.agencies.actions import keep_agency, record_succession
from sites.domains.models import PublicSite
from tests.api.reading_files import reading_rules, with_file, word_file
from tests.factories.api import host, settle, withdrawal
from tests.factories.cms import body_of, make_news, publish, section_of
from tests.factories.sites import make_administrator

__all__ = ["reading_rules"]

SEARCH = "/api/v1/search/"
SUGGEST = "/api/v1/suggest/"
TITLES = {
    "Giá tính lệ phí trước bạ": "Quyết định số 12/2025/QĐ-UBND ngày 10/3/2025 của UBND tỉnh.",
    "Quyết định 12/2024/QĐ-UBND về hè phố": "Hè phố rộng 3 m.",
    "Cải cách hành chính năm 2026": "Kế hoạch số 18/KH-UBND ngày 12/01/2026, 12 việc trong năm 2025.",
    "Chuyển đổi số": "Nghị quyết số 12-NQ/TU, Luật số 104/2016/QH13.",
    "Vướng GPMB ở quốc lộ 14": "Đường ĐT.741 qua Hòa Bình, mặt bằng chưa giao.",
    "Giải phóng mặt bằng QL13": "Chi trả cho 86 hộ.",
    "Sở Tài chính trả lời": "Về thủ tục thanh lý xe.",
    "Sốt xuất huyết ở Đồng Phú": "Lật úp vật chứa nước.",
}
GROUPS = (
    ("abbreviation", "Ủy ban nhân dân", "UBND"),
    ("abbreviation", "Cải cách hành chính", "CCHC"),
    ("abbreviation", "Giải phóng mặt bằng", "GPMB"),
    ("abbreviation", "Quốc lộ", "QL"),
    ("abbreviation", "Tỉnh ủy", "TU"),
    ("document", "Quyết định", "QĐ"),
    ("document", "Kế hoạch", "KH"),
    ("document", "Luật", "QH"),
    ("former", "Hòa Bình", "xã Bình Hòa\nxã Tân Hòa"),
)


def fill() -> None:
    """The items of `TITLES`, and the words of `GROUPS`."""
    section = section_of(PublicSite.objects.get(code="stc"))
    for title, words in TITLES.items():
        publish(make_news(section, title=title, summary="", body=body_of(("paragraph", f"<p>{words}</p>")), tags=[]))
    for kind, words, also in GROUPS:
        keep_synonym(make_administrator(), synonym=Synonym(kind=kind, words=words, also=also))
    settle()
    remake_vocabulary()


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    """What another test's database said is not known here."""
    forget_lexicon()


def found(query: str, site: PublicSite, **given: str) -> dict[str, Any]:
    answer = Client(headers={"host": host(site)}).get(SEARCH, {"q": query, "count": "true", **given})
    assert answer.status_code == 200, answer.content
    said: dict[str, Any] = answer.json()
    return said


def titles(query: str, site: PublicSite, **given: str) -> list[str]:
    return [hit["title"] for hit in found(query, site, **given)["results"]]


def first(query: str, site: PublicSite) -> str:
    return titles(query, site)[0]


# --- numbers of documents ---------------------------------------------------------------------------------------------
def test_numbers_are_read_out_of_texts() -> None:
    text = "số 18/KH-UBND ngày 12/01/2026, 01/2020/QĐ-UBND; 12-NQ/TU, 104/2016/QH13; 5/km, 12/01/2026, Km11/ngày"
    assert [(found.number, found.year, found.groups) for found in numbers_in(text)] == [
        ("18", "2026", ("kh", "ubnd")),
        ("1", "2020", ("qd", "ubnd")),
        ("12", "", ("nq", "tu")),
        ("104", "2016", ("qh13",)),
    ]
    assert words_in("QĐ 12/2025/QĐ-UBND") == ("vb12n2025 vb12kqd vb12n2025kqd vb12kqdubnd vb12n2025kqdubnd")


@pytest.mark.parametrize(
    "query",
    ["12/2025/QĐ-UBND", "12/2025/qd-ubnd", "QD 12 2025", "qđ 12/2025", "quyết định 12/2025", "quyet dinh so 12/2025",
     "Quyết định số 012 năm 2025", '"12/2025/QĐ-UBND"'],
)  # fmt: skip
def test_a_number_finds_the_text_that_names_the_document_first(site: PublicSite, query: str) -> None:
    assert first(query, site) == "Giá tính lệ phí trước bạ"


def test_a_number_without_its_year_finds_those_of_all_years(site: PublicSite) -> None:
    for query in ("qđ12", "12/QĐ-UBND", "QĐ 12"):
        assert set(titles(query, site)[:2]) == {"Giá tính lệ phí trước bạ", "Quyết định 12/2024/QĐ-UBND về hè phố"}, (
            query
        )
    assert first("quyết định 12/2024", site) == "Quyết định 12/2024/QĐ-UBND về hè phố"


def test_other_numbers_are_found_too(site: PublicSite) -> None:
    for query in ("18/KH-UBND", "kế hoạch 18", "KH 18 2026", "18/2026/KH-UBND"):
        assert first(query, site) == "Cải cách hành chính năm 2026", query
    for query in ("12-NQ/TU", "luật 104/2016", "104/2016/QH13"):
        assert first(query, site) == "Chuyển đổi số", query
    for query in ("ĐT741", "đt 741", "ĐT.741"):
        assert titles(query, site) == ["Vướng GPMB ở quốc lộ 14"], query


def test_a_number_is_marked_as_one(site: PublicSite) -> None:
    hit = found("qd 12 2025", site)["results"][0]["highlights"]
    assert "<mark>Quyết định số 12/2025/QĐ-UBND</mark>" in hit["snippet"]


# --- abbreviations and other words for the same -----------------------------------------------------------------------
def test_an_abbreviation_finds_its_long_form_and_the_other_way_round(site: PublicSite) -> None:
    gpmb, written_out = "Vướng GPMB ở quốc lộ 14", "Giải phóng mặt bằng QL13"
    assert titles("GPMB", site) == titles("gpmb", site) == [gpmb, written_out]
    assert titles("giải phóng mặt bằng", site) == [written_out, gpmb]
    assert titles("QL14", site) == titles("QL 14", site) == [gpmb]
    assert titles("quốc lộ 13", site) == [written_out]


def test_it_works_inside_phrases_and_says_so(site: PublicSite) -> None:
    answer = found('"gpmb ở quốc lộ"', site)
    assert [hit["title"] for hit in answer["results"]] == ["Vướng GPMB ở quốc lộ 14"]
    answer = found('"Giải phóng mặt bằng ở QL"', site)
    assert [hit["title"] for hit in answer["results"]] == ["Vướng GPMB ở quốc lộ 14"]
    told = [(entry["also"], entry["kind"]) for entry in answer["also_searched"]]
    assert told == [("GPMB", "abbreviation"), ("Quốc lộ", "abbreviation")]


def test_the_other_form_is_marked(site: PublicSite) -> None:
    marks = [hit["highlights"]["title"] for hit in found("GPMB", site)["results"]]
    assert marks == ["Vướng <mark>GPMB</mark> ở quốc lộ 14", "<mark>Giải phóng mặt bằng</mark> QL13"]


def test_a_short_form_that_is_a_syllable_is_one_only_in_capitals(site: PublicSite) -> None:
    assert found("tu", site)["also_searched"] == []
    assert [entry["also"] for entry in found("TU", site)["also_searched"]] == ["Tỉnh ủy"]
    assert [entry["also"] for entry in found("Tỉnh ủy", site)["also_searched"]] == []


def test_marks_stand_where_they_stand(site: PublicSite) -> None:
    assert first("Hoà Bình", site) == first("Hòa Bình", site) == "Vướng GPMB ở quốc lộ 14"
    assert [entry["also"] for entry in found("uỷ ban nhân dân", site)["also_searched"]] == ["UBND"]


def test_what_is_ended_or_changed_holds_from_the_next_query_on(site: PublicSite) -> None:
    assert titles("CCHC", site) == ["Cải cách hành chính năm 2026"]
    row = Synonym.objects.get(also="CCHC")
    row.held_to = clock.today()
    row.held_from = clock.today() - timedelta(days=9)
    keep_synonym(make_administrator(), synonym=row)
    settle()
    assert titles("CCHC", site) == []


def test_the_short_name_of_an_agency_is_known(site: PublicSite) -> None:
    name = site.agency.names.get()
    name.abbreviation_vi = "STC"
    name.save()
    settle()
    assert "Sở Tài chính trả lời" in titles("STC trả lời", site)


# --- former names -----------------------------------------------------------------------------------------------------
def test_former_names_lead_to_the_name_of_today_and_not_to_each_other(site: PublicSite) -> None:
    answer = found("xã Bình Hòa", site)
    assert [hit["title"] for hit in answer["results"]] == ["Vướng GPMB ở quốc lộ 14"]
    assert [(entry["words"], entry["also"], entry["kind"]) for entry in answer["also_searched"]] == [
        ("xã Bình Hòa", "Hòa Bình", "former")
    ]
    assert {entry["also"] for entry in found("Hòa Bình", site)["also_searched"]} == {"xã Bình Hòa", "xã Tân Hòa"}


def test_an_agency_is_found_by_those_of_whom_it_came_after(site: PublicSite) -> None:
    actor, agencies = make_administrator(), []
    for code, name in (("stcvg", "Sở Tài chính - Vật giá"), ("uvg", "Ủy ban Vật giá")):
        names = [{"name_vi": name, "name_en": code}]
        agencies.append(keep_agency(actor, code=code, values={"kind": site.agency.kind}, names=names))
    days = {"on": date(2003, 7, 1), "basis": "Quyết định năm 2003"}
    record_succession(actor, predecessor=agencies[0], successor=site.agency, **days)
    record_succession(actor, predecessor=agencies[1], successor=agencies[0], **days)
    settle()
    for query in ("Sở Tài chính Vật giá trả lời", "ủy ban vật giá trả lời"):
        answer = found(query, site)
        assert "Sở Tài chính trả lời" in [hit["title"] for hit in answer["results"]], query
        assert {(entry["kind"], entry["since"]) for entry in answer["also_searched"]} >= {("former", "2003-07-01")}
    assert Alike.objects.filter(kind="former", basis="Quyết định năm 2003").count() >= 2


# --- slips of the pen -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    [
        "sot xuat huyeet",
        "sốt suất huyết",
        "sot xuathuyet",
        "sots xuaats huyeets",
        "so61t xua61t huye61t",
        "sot xuat huyte",
    ],
)
def test_a_slip_is_corrected_where_nothing_is_found(site: PublicSite, query: str) -> None:
    answer = found(query, site)
    assert answer["did_you_mean"] == {"q": "sốt xuất huyết", "is_shown": True}, query
    assert [hit["title"] for hit in answer["results"]] == ["Sốt xuất huyết ở Đồng Phú"]
    assert answer["count"] == 1


def test_what_finds_enough_is_not_corrected(site: PublicSite) -> None:
    assert found("sốt xuất huyết", site)["did_you_mean"] is None
    assert found("ubnd", site)["did_you_mean"] is None
    assert corrected('"sot xuat huyeet"', locale="vi") is None
    assert corrected("zzzzzz qqqqqq", locale="vi") is None


def test_pages_of_corrected_results_ask_for_the_corrected_words(site: PublicSite) -> None:
    for number in range(3):
        publish(make_news(section_of(site), title=f"Sốt xuất huyết {number}", tags=[]))
    settle()
    answer = found("sot xuat huyeet", site, limit="2")
    assert answer["did_you_mean"]["is_shown"]
    assert "s%E1%BB%91t+xu%E1%BA%A5t" in answer["next"]
    path = answer["next"].partition(host(site))[2]
    second = Client(headers={"host": host(site)}).get(path).json()
    assert len({hit["public_id"] for page in (answer, second) for hit in page["results"]}) == 4


def test_words_are_counted_anew_only_when_something_was_published(site: PublicSite) -> None:
    before = list(Vocable.objects.order_by("pk").values_list("pk", flat=True)[:1])
    remake_vocabulary()
    assert list(Vocable.objects.order_by("pk").values_list("pk", flat=True)[:1]) == before
    publish(make_news(section_of(site), title="Ngải cứu trị đau lưng", tags=[]))
    settle()
    remake_vocabulary()
    assert Vocable.objects.get(locale="vi", plain="ngai cuu").shown == "ngải cứu"
    assert not Vocable.objects.filter(plain__startswith="vb12").exists()


# --- words in files ---------------------------------------------------------------------------------------------------
def test_an_item_is_found_by_what_its_file_says(site: PublicSite, reading_rules: None) -> None:
    with_file(site, word_file("Siêu âm tim qua thành ngực", "Nội soi dạ dày"))
    assert titles("siêu âm tim", site) == []
    assert read_waiting_files() == 1
    settle()
    answer = found("sieu am tim", site)
    highlights = answer["results"][0]["highlights"]
    assert highlights["file"] == "Phụ lục giá"
    assert "<mark>Siêu</mark> <mark>âm</mark> <mark>tim</mark>" in highlights["snippet"]
    assert titles('"nội soi dạ dày"', site) == ["Niêm yết giá"]
    assert found("niêm yết", site)["results"][0]["highlights"]["file"] is None
    for words in ("giấu kín", "người soạn thảo"):
        assert titles(f'"{words}"', site) == []


def test_what_stands_in_the_item_comes_before_what_stands_in_a_file(site: PublicSite, reading_rules: None) -> None:
    with_file(site, word_file("Sốt xuất huyết, sốt xuất huyết, sốt xuất huyết"))
    read_waiting_files()
    settle()
    assert titles("sốt xuất huyết", site) == ["Sốt xuất huyết ở Đồng Phú", "Niêm yết giá"]


def test_the_title_of_a_file_is_found_before_anybody_has_read_it(site: PublicSite) -> None:
    with_file(site, word_file("Siêu âm"), title="Biểu mẫu 18/KH-UBND")
    assert titles("bieu mau", site) == ["Niêm yết giá"]
    assert "Niêm yết giá" in titles("18/KH-UBND", site)
    assert read_waiting_files() == 0  # no rule says how much is read
    assert FileText.objects.get().state == Reading.WAITING


def test_words_of_a_file_go_with_its_last_item(
    site: PublicSite, reading_rules: None, django_capture_on_commit_callbacks
) -> None:
    page = with_file(site, word_file("Siêu âm tim"))
    read_waiting_files()
    withdrawal(page)
    with django_capture_on_commit_callbacks(execute=True):
        drain_in_transaction()
    settle()
    assert titles("siêu âm tim", site) == []
    assert not FileText.objects.exists()


def test_files_can_be_read_again(site: PublicSite, reading_rules: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with_file(site, word_file("Siêu âm tim"))
    assert [read_waiting_files(), read_waiting_files()] == [1, 0]
    wait_again()
    assert titles("siêu âm tim", site) == ["Niêm yết giá"]  # until it has been read again
    assert read_waiting_files() == 1
    monkeypatch.setattr(filetexts, "READER", filetexts.READER + 1)
    assert read_waiting_files() == 1
    settle()


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("hong.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", Reading.REFUSED),
        ("trong.docx", word_file(), Reading.SILENT),
        ("chu.csv", "cột\nSiêu âm".encode(), Reading.READ),
    ],
)
def test_what_cannot_be_read_says_so_and_keeps_nobody(
    site: PublicSite, reading_rules: None, name: str, data: bytes, state: str
) -> None:
    with_file(site, data, name=name)
    assert read_waiting_files() == 1
    assert FileText.objects.get().state == state
    settle()


def test_only_so_much_is_read_as_the_rule_says(site: PublicSite, reading_rules: None) -> None:
    with_file(site, word_file("chữ " * 600, "cuối cùng"))
    read_waiting_files()
    assert len(FileText.objects.get().text) <= 1000
    assert titles('"cuối cùng"', site) == []


# --- completions ------------------------------------------------------------------------------------------------------
def suggested(query: str, site: PublicSite) -> list[str]:
    answer = Client(headers={"host": host(site)}).get(SUGGEST, {"q": query})
    assert answer.status_code == 200, answer.content
    return [entry["text"] for entry in answer.json()["results"]]


def test_completions_know_abbreviations_and_numbers(site: PublicSite) -> None:
    assert suggested("CCHC", site) == ["Cải cách hành chính năm 2026"]
    assert suggested("giai phong mat bang", site)[0] == "Giải phóng mặt bằng QL13"
    assert set(suggested("gpmb", site)) == {"Giải phóng mặt bằng QL13", "Vướng GPMB ở quốc lộ 14"}
    assert suggested("qđ 12", site) == ["Quyết định 12/2024/QĐ-UBND về hè phố"]
    assert suggested("s", site)[0].startswith("S")
