"""The glossary: terms of the province and of sites, marked where a translation goes against them; as files."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from ruamel.yaml import YAML

from cms.glossary.actions import keep_term
from cms.glossary.importing import as_csv, as_xlsx, read_terms, text_of_file
from cms.glossary.marking import Entry, misused
from cms.glossary.models import Term
from cms.glossary.selectors import entries_for, terms_on
from cms.project.config import ROOT
from sites import clock
from sites.refusals import Invalid, Refused
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, with_seat
from workflows.changes import actions
from workflows.changes.models import Proposal

pytestmark = pytest.mark.django_db

PERMIT = Entry("document", ("giấy phép xây dựng",), ("construction permit", "building permit"))
COMMITTEE = Entry("body", ("UBND tỉnh",), ("Provincial People's Committee", "PPC"))
COOPERATIVE = Entry("body", ("hợp tác xã",), ("cooperative",))
COMMUNE = Entry("place", ("xã",), ("commune",))


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("Cấp giấy phép xây dựng", "A construction permit is issued", []),
        ("Cấp Giấy phép xây dựng", "Issue of the Building Permits", []),
        ("Cấp giấy phép xây dựng", "A licence to build is issued", ["giấy phép xây dựng"]),
        ("UBND tỉnh quyết định", "the Provincial People’s Committee's decision", []),
        ("UBND tỉnh quyết định", "The PPC decides", []),
        ("UBND tỉnh quyết định", "The province decides", ["UBND tỉnh"]),
        ("ba hợp tác xã", "three cooperatives", []),
        ("ba hợp tác xã ở xã", "three cooperatives in the village", ["xã"]),
        ("xã hội", "society", ["xã"]),
        ("", "", []),
    ],
)
def test_a_term_against_the_glossary_is_marked_where_it_stands(source: str, target: str, words: list[str]) -> None:
    found = misused([PERMIT, COMMITTEE, COOPERATIVE, COMMUNE], source, target)
    assert [source[place.start : place.end] for place in found] == words


def test_a_proper_name_stands_only_in_capitals() -> None:
    health = Entry("agency", ("Sở Y tế",), ("Department of Health",), is_name=True)
    assert not misused([health], "đưa trẻ đến cơ sở y tế", "take the child to a clinic")
    assert misused([health], "Theo Sở Y tế", "According to doctors")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def keeper(desk: Desk) -> Any:
    return with_seat("quantri.stc", desk.site, "site_admin")


def kept(site: Any = None, **fields: Any) -> Term:
    values = {"vi": "giấy phép xây dựng", "words": "construction permit", "kind": "document", **fields}
    return keep_term(make_administrator(), term=Term(site=site, **values))


def test_a_site_has_its_own_word_in_the_place_of_the_provinces(desk: Desk) -> None:
    kept()
    kept(desk.site, words="building licence", vi="Giấy phép xây dựng")
    assert [row.words for row in terms_on(desk.site, language="en", day=clock.today())] == ["building licence"]
    assert [row.words for row in terms_on(None, language="en", day=clock.today())] == ["construction permit"]
    names = [entry.kind for entry in entries_for(desk.site, language="en", day=clock.today())]
    assert "agency" in names
    assert entries_for(desk.site, language="lo", day=clock.today()) == []


def test_a_term_holds_between_its_days_and_never_twice_on_one(desk: Desk) -> None:
    kept(held_to=date(2026, 1, 1))
    kept(held_from=date(2026, 1, 1), words="building permit")
    assert [row.words for row in terms_on(None, language="en", day=date(2025, 6, 1))] == ["construction permit"]
    with pytest.raises(Invalid) as caught:
        kept(held_from=date(2027, 1, 1), vi="GIẤY PHÉP XÂY DỰNG")
    assert caught.value.code == "overlaps"


def test_only_administrators_keep_terms_each_of_his_sites(desk: Desk, keeper: Any) -> None:
    def by(person: Any, site: Any) -> Term:
        return keep_term(person, term=Term(site=site, vi="đấu giá", words="auction"))

    assert by(keeper, desk.site).pk
    for person, site in ((keeper, None), (keeper, make_desk("skhdt").site), (desk.writer, desk.site)):
        with pytest.raises(Refused):
            by(person, site)


def test_lists_go_out_and_come_back_as_they_were(desk: Desk) -> None:
    kept(also="building permit\nlicence to build", note="=1+1")
    kept(vi="đấu giá", words="auction", kind="phrase", held_from=date(2026, 1, 1))
    terms = Term.objects.order_by("vi")
    for data in (as_csv(terms), as_xlsx(terms)):
        reading = read_terms(None, text_of_file(data))
        assert [line.state for line in reading.lines] == ["same", "same"]
        assert not reading.is_good
    sheet: Any = load_workbook(BytesIO(as_xlsx(terms))).active
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "list"),
        ("đấu giá,en,", "line"),
        ("đấu giá,en,auction,,không-có", "kind"),
        ("đấu giá,en,auction,,phrase,,hôm nay", "day"),
        ("đấu giá,en,auction\nĐấu giá,en,sale", "line"),
    ],
)
def test_a_bad_line_keeps_the_whole_list_out(text: str, fault: str) -> None:
    reading = read_terms(None, text)
    assert not reading.is_good
    assert reading.fault or reading.faults, fault


def test_files_that_are_none_are_refused() -> None:
    for data in (b"PK\x03\x04not a workbook", b"\xff\xfe\x00", b"a" * 3_000_000):
        with pytest.raises(ValueError, match=r"\w"):
            text_of_file(data)


def test_the_screens_are_for_administrators_each_for_his_sites(desk: Desk, keeper: Any) -> None:
    kept()
    own, other = kept(desk.site, vi="đấu giá", words="auction"), kept(make_desk("skhdt").site, vi="đấu thầu")
    client = Client()
    client.force_login(keeper)
    shown = client.get(reverse("term:index")).content.decode()
    assert "giấy phép xây dựng" in shown
    assert "đấu giá" in shown
    assert "đấu thầu" not in shown
    assert client.get(reverse("term:edit", args=(own.pk,))).status_code == 200
    assert client.get(reverse("term:edit", args=(other.pk,))).status_code in (302, 403, 404)
    exported = client.get(reverse("terms_export", args=("csv",))).content.decode()
    assert "auction" in exported
    assert "đấu thầu" not in exported
    client.force_login(desk.writer)
    for address in (reverse("term:index"), reverse("terms_import"), reverse("terms_export", args=("xlsx",))):
        assert client.get(address).status_code in (302, 403)


def test_a_list_is_shown_line_by_line_before_it_is_kept(desk: Desk, keeper: Any) -> None:
    client = Client()
    client.force_login(keeper)
    text = "Thuật ngữ,Ngôn ngữ,Cách dịch\nđấu giá,en,auction"
    address = reverse("terms_import")
    shown = client.post(address, {"site": desk.site.pk, "text": text})
    assert 'data-line="2"' in shown.content.decode()
    assert not Term.objects.exists()
    client.post(address, {"site": desk.site.pk, "text": text, "confirm": "1", "why": "Thống nhất cách dịch"})
    assert not Term.objects.exists()
    actions.approve(make_administrator("hai"), proposal=Proposal.objects.get(kind="term.list"))
    assert Term.objects.get().words == "auction"
    foreign = client.post(address, {"site": make_desk("skhdt").site.pk, "text": text, "confirm": "1"})
    assert foreign.status_code == 200
    assert Proposal.objects.count() == 1


def test_the_terms_of_the_fixtures_are_many_and_good() -> None:
    rows = YAML(typ="safe").load(ROOT / "fixtures" / "reference" / "terms.yaml")["terms"]
    assert len(rows) >= 60
    assert len({row["vi"].casefold() for row in rows}) == len(rows)
    for row in rows:
        Term(vi=row["vi"], words=row["words"], kind=row["kind"]).full_clean()
