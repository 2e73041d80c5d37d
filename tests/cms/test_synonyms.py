"""The list of words for search: who keeps it, what it refuses, how it is read, what the admin's search finds by it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from ruamel.yaml import YAML

from cms.project.config import ROOT
from cms.synonyms.actions import MOST, keep_synonym
from cms.synonyms.changes import SYNONYM
from cms.synonyms.enums import Kind
from cms.synonyms.forms import is_syllable, may_be_short
from cms.synonyms.models import Synonym
from cms.synonyms.selectors import synonyms_on, written_out
from sites import clock
from sites.changes.carrying import carry_out
from sites.provisioning.province import load_province
from sites.refusals import Invalid, Refused
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, with_seat
from workflows.changes.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]

FILES = ("fixtures/reference/synonyms.yaml", "fixtures/provinces/binh-phuoc/synonyms.yaml")


def kept(words: str = "Ủy ban nhân dân", also: str = "UBND", **fields: Any) -> Synonym:
    return keep_synonym(make_administrator(), synonym=Synonym(words=words, also=also, **fields))


def test_an_administrator_keeps_the_list_and_nobody_else() -> None:
    row = kept()
    assert (row.others, str(row)) == (("UBND",), "Ủy ban nhân dân – UBND")
    desk = make_desk()
    for person in (desk.writer, desk.head, with_seat("quantri.stc", desk.site, "site_admin")):
        with pytest.raises(Refused):
            keep_synonym(person, synonym=Synonym(words="Hội đồng nhân dân", also="HĐND"))


def test_the_long_form_is_for_ever_and_the_others_change() -> None:
    row = kept()
    row.words, row.also = "Ủy ban", "UBND\nUB"
    again = keep_synonym(make_administrator(), synonym=row)
    assert (again.words, again.others) == ("Ủy ban nhân dân", ("UBND", "UB"))


@pytest.mark.parametrize(
    "also", ["", "Ủy ban nhân dân", "UBND\nubnd", "UBND\n???", "\n".join(f"u{n}" for n in range(MOST))]
)
def test_a_group_without_other_forms_or_with_the_same_twice_is_refused(also: str) -> None:
    with pytest.raises(Invalid) as refusal:
        kept(also=also)
    assert "also" in refusal.value.errors


def test_the_same_words_do_not_stand_there_twice() -> None:
    kept()
    with pytest.raises(Invalid):
        kept()
    kept(kind=Kind.FORMER, also="Ủy ban hành chính")


def test_what_is_ended_is_used_no_longer() -> None:
    kept(held_from=date(2020, 1, 1), held_to=clock.today())
    assert list(synonyms_on(clock.today())) == []
    assert synonyms_on(clock.today() - timedelta(days=1)).count() == 1


def test_a_change_waits_for_a_second_administrator() -> None:
    first = make_administrator()
    make_administrator("quantri2")
    change = SYNONYM.change(Synonym(words="Thủ tục hành chính", also="TTHC"), reason="Người dân hay gõ tắt")
    carry_out(first, change=change)
    assert (Synonym.objects.count(), Proposal.objects.count()) == (0, 1)


def test_the_screen_is_closed_to_everybody_but_administrators(client: Client) -> None:
    desk = make_desk()
    row = kept()
    addresses = [reverse("synonym:index"), reverse("synonym:add"), reverse("synonym:edit", args=[row.pk])]
    for person in (desk.writer, with_seat("quantri.stc", desk.site, "site_admin")):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [302, 302, 302]
    client.force_login(make_administrator())
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert "UBND" in client.get(addresses[0]).content.decode()


def test_what_everybody_abbreviates_is_in_the_reference_data() -> None:
    rows = [row for name in FILES for row in YAML(typ="safe").load(ROOT / name)["synonyms"]]
    short = {form for row in rows for form in map(str, row["also"])}
    assert {
        "UBND",
        "HĐND",
        "TTHC",
        "GPMB",
        "CCHC",
        "KT-XH",
        "BHYT",
        "BHXH",
        "THPT",
        "GD&ĐT",
        "TN&MT",
        "LĐTBXH",
    } <= short
    keys = [(row.get("kind"), row.get("language"), row["words"], row.get("from")) for row in rows]
    assert len(keys) == len(set(keys)) > 100
    for row in rows:
        forms = [row["words"], *map(str, row["also"])]
        assert len({form.casefold() for form in forms}) == len(forms), row


def test_loading_a_province_twice_brings_the_words_once_and_keeps_what_people_wrote() -> None:
    folder = ROOT / "fixtures" / "provinces" / "kon-tum-sxd"
    load_province(None, folder=folder, options={})
    count = Synonym.objects.count()
    row = Synonym.objects.get(words="Ủy ban nhân dân")
    row.also = "UBND\nUB"
    keep_synonym(make_administrator("quantri9"), synonym=row)
    load_province(None, folder=folder, options={})
    assert (Synonym.objects.count(), Synonym.objects.get(pk=row.pk).also) == (count, "UBND\nUB")
    assert count > 100


def test_a_syllable_is_short_only_in_capitals() -> None:
    words = ("tu", "TU", "từ", "ubnd", "UBND", "qđ", "thủ", "nghiêng", "PCI")
    assert [word for word in words if is_syllable(word)] == ["tu", "TU", "từ", "thủ", "nghiêng"]
    assert [word for word in ("tu", "TU", "ubnd") if may_be_short(word)] == ["TU", "ubnd"]


def test_abbreviations_are_written_out_and_other_words_left_alone() -> None:
    kept()
    kept("Kinh tế - xã hội", "KT-XH\nKTXH")
    kept("Tỉnh ủy", "TU")
    today = clock.today()
    assert written_out("ubnd tỉnh", day=today) == "Ủy ban nhân dân tỉnh"
    assert written_out("tình hình kt-xh", day=today) == "tình hình Kinh tế - xã hội"
    assert written_out("TU chỉ đạo", day=today) == "Tỉnh ủy chỉ đạo"
    assert written_out("tu sửa", day=today) is None
    assert written_out("BHYT", day=today) is None


@pytest.fixture
def desk() -> Desk:
    return make_desk("stc")


def test_the_search_of_the_admin_finds_long_forms_by_abbreviations(desk: Desk, client: Client) -> None:
    kept()
    desk.draft(title="Kết luận của Ủy ban nhân dân tỉnh")
    client.force_login(desk.writer)
    for name in ("wagtailadmin_pages:search", "wagtailadmin_choose_page_search"):
        for asked in ("UBND tỉnh", "ubnd ket luan", "ủy ban nhân"):
            assert "Kết luận của" in client.get(reverse(name), {"q": asked}).content.decode(), (name, asked)
        assert "Kết luận của" not in client.get(reverse(name), {"q": "HĐND"}).content.decode()
