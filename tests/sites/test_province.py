"""A province as data."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sites.accounts.models import Post, Seat, User
from sites.accounts.selectors import administrators, heads_of, holders_of_seat, rights_differences
from sites.agencies.models import Agency, AgencyName
from sites.agencies.selectors import agency_named
from sites.domains.enums import SiteKind
from sites.domains.models import Host, PublicSite
from sites.domains.selectors import portal, site_for_host, site_named
from sites.provisioning.province import load_province
from sites.refusals import Invalid, Refused
from sites.rules.models import LegalBasis, Rule
from sites.rules.selectors import rule_for, value_for
from tests.factories.sites import make_person

ROOT = Path(__file__).resolve().parents[2]
BINH_PHUOC = ROOT / "fixtures" / "provinces" / "binh-phuoc"
TABLES = (Agency, AgencyName, PublicSite, Host, User, Post, Seat, Rule, LegalBasis)
PASSWORD = "mot-cong-nhieu-trang"

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """A copy of Bình Phước that a test may spoil. Only the files of this floor."""
    shutil.copytree(ROOT / "fixtures" / "reference", tmp_path / "reference")
    folder = tmp_path / "provinces" / "binh-phuoc"
    folder.mkdir(parents=True)
    for name in ("province", "agencies", "rules", "sections", "sites", "people"):
        shutil.copy(BINH_PHUOC / f"{name}.yaml", folder)
    return folder


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file. Returns the line where it stood."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def reasons(folder: Path) -> list[str]:
    """What the loader says against a folder, having written nothing."""
    before = counts()
    with pytest.raises(Invalid) as refusal:
        load_province(None, folder=folder, options={})
    assert counts() == before
    return [reason.message for reason in refusal.value.reasons]


def test_binh_phuoc_is_opened_from_its_regulation() -> None:
    call_command("load_province", BINH_PHUOC, domain="binhphuoc.localhost", password=PASSWORD, stdout=StringIO())
    assert portal().name_en == "Binh Phuoc Province Web Portal"
    codes = {kind: set() for kind in SiteKind.values}
    for site in PublicSite.objects.all():
        codes[site.kind].add(site.code)
    assert codes == {
        "portal": {"portal"},
        "department": {"stc", "sxd", "skhdt", "syt", "stnmt", "stttt", "bqlkkt"},
        "locality": {"dongxoai", "phuoclong", "locninh", "budang"},
        "unit": {"bvdk"},
        "special": {"dautu"},
    }
    assert agency_named("tthcb").parent == agency_named("vpubnd")
    assert site_for_host("stc.binhphuoc.gov.vn") == site_for_host("stc.binhphuoc.localhost") == site_named("stc")
    hosts = dict(portal().hosts.values_list("hostname", "role"))
    assert hosts == {
        "binhphuoc.localhost": "canonical",
        "binhphuoc.gov.vn": "equal",
        "www.binhphuoc.gov.vn": "equal",
        "localhost": "equal",
        "127.0.0.1": "equal",
    }
    assert site_named("stc").hosts.get(hostname="sotaichinh.binhphuoc.gov.vn").role == "former"
    assert [person.username for person in heads_of(agency_named("stc"))] == ["truong.stc"]
    writers = {person.username for person in holders_of_seat("writer", site=portal())}
    assert writers == {"viet.portal", "viet2.portal", "viet2.stc", "viet2.sxd", "viet2.dongxoai"}
    assert holders_of_seat("board_head", site=portal()).get().username == "truongban"
    for code in set().union(*codes.values()) - {"portal", "dautu"}:
        assert [person.username for person in heads_of(site_named(code).agency)] == [f"truong.{code}"]
        assert f"dich.{code}" in {person.username for person in holders_of_seat("translator", site=site_named(code))}
    board = {kind: holders_of_seat(f"board_{kind}", site=portal()).count() for kind in ("deputy", "secretary")}
    assert board == {"deputy": 2, "secretary": 1}
    members = Seat.objects.filter(kind__code="board_member", site=portal())
    assert members.values("person").distinct().count() == 4
    assert not members.filter(section=None).exists()  # each has his field (Điều 18.3)
    assert {person.username for person in administrators()} == {"quantri", "quantri2"}
    assert User.objects.get(username="viet.stc").check_password(PASSWORD)
    rule = rule_for("attribution.credit_line")
    assert (rule.article, rule.basis.code) == ("Điều 8.3", "binh-phuoc-2015")
    assert rule.value["vi"] == "Theo Cổng TTĐT tỉnh Bình Phước"
    assert value_for("doc.own.publish") == 2
    assert not rights_differences()


def test_loading_twice_changes_nothing() -> None:
    options = {"domain": "binhphuoc.localhost"}
    load_province(None, folder=BINH_PHUOC, options=options)
    before = {model: list(model.objects.order_by("pk").values()) for model in TABLES}
    load_province(administrators().get(username="quantri"), folder=BINH_PHUOC, options=options)
    assert {model: list(model.objects.order_by("pk").values()) for model in TABLES} == before


def test_the_real_domain_needs_no_option(province: Path) -> None:
    load_province(None, folder=province, options={})
    assert portal().hosts.get(role="canonical").hostname == "binhphuoc.gov.vn"
    assert not User.objects.get(username="viet.stc").has_usable_password()
    assert site_for_host("localhost") is None


def test_an_unknown_parent_is_named_with_file_and_line(province: Path) -> None:
    line = spoil(province / "agencies.yaml", "parent: ubnd", "parent: xyz")
    assert reasons(province) == [f"agencies.yaml:{line}: parent “xyz” is not known"]


def test_all_mistakes_of_all_files_are_reported_at_once(province: Path) -> None:
    agencies = province / "agencies.yaml"
    kind = spoil(agencies, "kind: department", "kind: ministry")
    twice = spoil(agencies, "code: sxd", "code: stc")
    role = spoil(province / "sites.yaml", "role: former", "role: sometimes")
    key = spoil(province / "people.yaml", "full_name: Quản trị hệ thống", "fullname: Quản trị hệ thống")
    day = spoil(province / "rules.yaml", "issued_on: 2015-09-21", "issued_on: autumn")
    found = reasons(province)
    for expected in (
        f"agencies.yaml:{kind}: kind “ministry” is not known",
        f"agencies.yaml:{twice}: code “stc” stands twice",
        f"people.yaml:{key}: “fullname” means nothing here",
        f"people.yaml:{key - 1}: “full_name” is missing",
        f"rules.yaml:{day}: issued_on “autumn” is not a day like 2015-09-21",
        f"sites.yaml:{role}: role “sometimes” is not known",
    ):
        assert expected in found
    assert found == sorted(found, key=lambda reason: (reason.split(":")[0], int(reason.split(":")[1])))


def test_a_file_that_is_not_yaml_is_reported_at_its_line(province: Path) -> None:
    line = spoil(province / "rules.yaml", "  - key: science", "  - key: 'science")
    (fault, *_) = reasons(province)
    assert fault.startswith("rules.yaml:")
    assert int(fault.split(":")[1]) >= line


def test_a_host_without_form_is_reported(province: Path) -> None:
    spoil(province / "sites.yaml", "name: sxd.binhphuoc.gov.vn", "name: Sở_Xây_dựng")
    (fault,) = reasons(province)
    assert fault.startswith("sites.yaml:")
    assert "Sở_Xây_dựng" in fault


def test_a_failure_while_writing_leaves_nothing(province: Path) -> None:
    spoil(province / "people.yaml", "section: du-an-dau-thau", "section: khong-co")
    (fault,) = reasons(province)
    assert fault.startswith("people.yaml:")
    assert "khong-co" in fault


def test_the_command_prints_the_mistakes_and_fails(province: Path) -> None:
    spoil(province / "agencies.yaml", "parent: ubnd", "parent: xyz")
    with pytest.raises(CommandError, match=r"agencies.yaml:\d+: parent “xyz”"):
        call_command("load_province", province)


def test_a_writer_cannot_load_a_province() -> None:
    with pytest.raises(Refused):
        load_province(make_person(), folder=BINH_PHUOC, options={})


def test_one_site_is_opened_from_a_plan_of_its_own(province: Path, tmp_path: Path) -> None:
    load_province(None, folder=province, options={})
    plan = tmp_path / "bao.yaml"
    plan.write_text(
        "code: bao\nkind: special\nagency: baobinhphuoc\nparent: portal\nlanguages: [vi, en]\n"
        "names: {vi: Báo Bình Phước, en: Binh Phuoc Newspaper}\n"
        "hosts:\n  - {name: bao.binhphuoc.gov.vn, role: canonical}\n"
        "sections:\n  - {code: news, titles: {vi: Tin, en: News}, slugs: {vi: tin, en: news}}\n"
    )
    said = StringIO()
    call_command("open_site", plan, preview=True, stdout=said)
    assert "bao.binhphuoc.gov.vn" in said.getvalue()
    assert not PublicSite.objects.filter(code="bao").exists()
    call_command("open_site", plan, stdout=said)
    assert site_named("bao").parent == portal()
    plan.write_text(plan.read_text().replace("kind: special", "kind: very-special"))
    with pytest.raises(CommandError, match=r"bao.yaml:2: kind “very-special”"):
        call_command("open_site", plan)
