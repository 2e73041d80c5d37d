"""Host names: under which domain, of which form, and who else has such a name (Điều 3)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sites import clock
from sites.agencies.models import Agency, AgencyKind, AgencyName
from sites.domains.actions import keep_host, save_domain
from sites.domains.models import Host, ProvinceDomain, PublicSite
from sites.domains.naming import Bearer
from sites.provisioning.findings import Weight, findings_of
from sites.provisioning.plan import AgencyPlan, HostPlan
from sites.refusals import Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule, RuleOverride
from sites.rules.naming import NamingRule, is_named_well, labels, letters, names_asked_for
from tests.factories.sites import make_administrator, make_agency, make_person, make_plan, make_site

DOMAIN = "binhphuoc.gov.vn"
PORTAL = NamingRule(("portal",), 0, ("full_name_vi",), name="Bình Phước", article="Điều 3.1")
DEPARTMENT = NamingRule(("department",), 1, ("abbreviation_vi", "abbreviation_en"), article="Điều 3.2a")
LOCALITY = NamingRule(("locality",), 1, ("full_name_vi",), ("Ủy ban nhân dân", "thị xã", "huyện"), article="Điều 3.2b")
OTHER = NamingRule(("special",), 1, article="Điều 3.2")
FINANCE = Bearer("department", "department", "Sở Tài chính", "Department of Finance", "STC", "DOF")
DONG_XOAI = Bearer("locality", "locality", "Ủy ban nhân dân thị xã Đồng Xoài")


@pytest.mark.parametrize(
    ("hostname", "rule", "bearer", "good"),
    [
        ("binhphuoc.gov.vn", PORTAL, FINANCE, True),
        ("www.binhphuoc.gov.vn", PORTAL, FINANCE, True),
        ("cong.binhphuoc.gov.vn", PORTAL, FINANCE, False),
        ("stc.binhphuoc.gov.vn", DEPARTMENT, FINANCE, True),
        ("www.stc.binhphuoc.gov.vn", DEPARTMENT, FINANCE, True),
        ("dof.binhphuoc.gov.vn", DEPARTMENT, FINANCE, True),
        ("sotaichinh.binhphuoc.gov.vn", DEPARTMENT, FINANCE, False),
        ("a.stc.binhphuoc.gov.vn", DEPARTMENT, FINANCE, False),
        ("binhphuoc.gov.vn", DEPARTMENT, FINANCE, False),
        ("dongxoai.binhphuoc.gov.vn", LOCALITY, DONG_XOAI, True),
        ("dong-xoai.binhphuoc.gov.vn", LOCALITY, DONG_XOAI, False),
        ("dx.binhphuoc.gov.vn", LOCALITY, DONG_XOAI, False),
        ("dautu.binhphuoc.gov.vn", OTHER, FINANCE, True),
        ("dautu.stc.binhphuoc.gov.vn", OTHER, FINANCE, False),
    ],
)
def test_a_name_has_the_form_that_its_article_asks_for(
    hostname: str, rule: NamingRule, bearer: Bearer, good: bool
) -> None:
    assert is_named_well(hostname, domain=DOMAIN, rule=rule, bearer=bearer) is good


def test_the_rule_tells_which_names_it_would_have() -> None:
    assert names_asked_for(domain=DOMAIN, rule=DEPARTMENT, bearer=FINANCE) == (f"stc.{DOMAIN}", f"dof.{DOMAIN}")
    assert names_asked_for(domain=DOMAIN, rule=PORTAL, bearer=FINANCE) == (DOMAIN,)
    assert names_asked_for(domain="quangninh.gov.vn", rule=PORTAL, bearer=FINANCE) == ()
    assert labels(LOCALITY, DONG_XOAI) == ("dongxoai",)
    assert letters("Bù Gia Mập, Đắk Ơ") == "bugiamapdako"


@pytest.fixture
def regulation(db: None) -> None:
    """The naming rules and the domain of Bình Phước, with one department in the register."""
    actor, basis = make_administrator(), LegalBasis.objects.create(code="quy-che", title="Quy chế")
    for name, rule in (("portal", PORTAL), ("department", DEPARTMENT), ("locality", LOCALITY), ("other", OTHER)):
        value = {"kinds": list(rule.kinds), "below": rule.below, "forms": list(rule.forms), "drop": list(rule.drop)}
        row = Rule(key=f"naming.{name}", value={**value, "name": rule.name}, unit="host_name", basis=basis)
        row.article = rule.article
        set_rule(actor, rule=row)
    save_domain(actor, domain=ProvinceDomain(name=DOMAIN, basis="Điều 3.1"))
    make_agency("stc")
    AgencyName.objects.update(abbreviation_vi="STC")


def weights(**fields: object) -> dict[str, Weight]:
    return {finding.reason.code: finding.weight for finding in findings_of(make_plan(**fields))}


def test_a_name_of_the_right_form_needs_no_word(regulation: None) -> None:
    assert weights() == {}
    assert make_site().hosts.get().hostname == f"stc.{DOMAIN}"
    assert not RuleOverride.objects.exists()


def test_a_breach_is_refused_without_a_reason_and_names_field_and_article(regulation: None) -> None:
    hosts = (HostPlan(f"taichinh.{DOMAIN}", "canonical"),)
    assert weights(hosts=hosts) == {"name_breaks_rule": Weight.ASKS_FOR_REASON}
    with pytest.raises(Invalid) as refusal:
        make_site(hosts=hosts)
    (message,) = refusal.value.errors["hosts"]
    assert f"stc.{DOMAIN}" in message
    assert "Điều 3.2a" in message
    assert not PublicSite.objects.exists()


def test_a_breach_with_a_reason_is_opened_and_recorded(regulation: None) -> None:
    make_site(hosts=(HostPlan(f"taichinh.{DOMAIN}", "canonical", "Tên quen dùng từ năm 2008"),))
    override = RuleOverride.objects.get()
    assert (override.subject, override.article) == (f"taichinh.{DOMAIN}", "Điều 3.2a")
    assert (override.by, override.reason) == (make_administrator(), "Tên quen dùng từ năm 2008")
    assert clock.now() - override.at < timedelta(minutes=5)
    make_site(hosts=(HostPlan(f"taichinh.{DOMAIN}", "canonical"),))  # the name is there; nobody is asked again
    assert RuleOverride.objects.count() == 1


def test_a_name_stands_under_a_domain_that_the_province_holds_on_that_day(regulation: None) -> None:
    elsewhere = (HostPlan("stc.dongnai.gov.vn", "canonical"),)
    with pytest.raises(Invalid) as refusal:
        make_site(hosts=elsewhere)
    assert "no domain of the province" in refusal.value.errors["hosts"][0]
    assert DOMAIN in refusal.value.errors["hosts"][0]
    assert "Điều 3.1" in refusal.value.errors["hosts"][0]
    tomorrow = clock.today() + timedelta(days=1)
    merged = ProvinceDomain(name="dongnai.gov.vn", basis="Nghị quyết", held_from=tomorrow)
    save_domain(make_administrator(), domain=merged)
    assert weights(hosts=elsewhere) == {"outside_domains": Weight.REFUSES}
    merged.held_from = None
    save_domain(make_administrator(), domain=merged)
    assert make_site(hosts=elsewhere)


def test_a_former_name_may_stand_under_a_domain_that_was_given_up(regulation: None) -> None:
    old = ProvinceDomain(name="songbe.gov.vn", basis="Trước 1997", held_to=date(1997, 1, 1))
    save_domain(make_administrator(), domain=old)
    right = HostPlan(f"stc.{DOMAIN}", "canonical")
    assert weights(hosts=(right, HostPlan("sotaichinh.songbe.gov.vn", "former"))) == {}
    assert weights(hosts=(right, HostPlan("stc.songbe.gov.vn", "equal"))) == {"outside_domains": Weight.REFUSES}


def test_a_name_of_another_site_is_refused_and_that_site_named(regulation: None) -> None:
    make_site()
    make_agency("sxd", name="Sở Xây dựng")
    finding = findings_of(make_plan("sxd", hosts=(HostPlan(f"stc.{DOMAIN}", "canonical"),)))[0]
    assert (finding.reason.code, finding.weight) == ("host_taken", Weight.REFUSES)
    assert "Trang stc" in finding.reason.message


def test_homonyms_are_flagged_with_what_they_collide_with_and_may_be_opened(regulation: None) -> None:
    kind = AgencyKind.objects.create(code="locality", name_vi="Huyện", name_en="District")
    for code, name, short in (
        ("loc-ninh", "Ủy ban nhân dân huyện Lộc Ninh", ""),
        ("stc2", "Sở Thể chế", "ST-C"),
    ):
        agency = Agency.objects.create(code=code, kind=kind)
        AgencyName.objects.create(agency=agency, name_vi=name, name_en=code, abbreviation_vi=short)
    (finding,) = findings_of(make_plan())
    assert (finding.weight, finding.reason.code, finding.reason.field) == (Weight.WARNS, "homonym", "agency")
    assert "Sở Thể chế" in finding.reason.message
    twin = AgencyPlan("locninh2", "locality", {"vi": "Ủy ban nhân dân thị xã Lộc Nịnh", "en": "Loc Ninh"})
    plan = make_plan("locninh", kind="locality", agency_code=twin.code, new_agency=twin)
    assert ["loc-ninh" in finding.reason.message for finding in findings_of(plan)] == [True]
    assert make_site()  # a warning does not stop it


def test_the_screen_of_host_names_asks_for_the_reason_too(regulation: None, client: Client) -> None:
    site = make_site()
    client.force_login(make_administrator())
    fields = {"site": site.pk, "hostname": f"taichinh.{DOMAIN}", "role": "equal", "reason": ""}
    form = client.post(reverse("host:add"), fields).context["form"]
    assert "Điều 3.2a" in form.errors["hostname"][0]
    assert client.post(reverse("host:add"), {**fields, "reason": "Tên quen dùng"}).status_code == 302
    assert RuleOverride.objects.get().subject == f"taichinh.{DOMAIN}"
    with pytest.raises(Invalid):
        keep_host(make_administrator(), site=site, hostname="stc.gov.vn", role="equal", reason="Vì thế")
    assert Host.objects.count() == 2


def test_domains_are_written_by_administrators_alone(regulation: None) -> None:
    with pytest.raises(Refused):
        save_domain(make_person(), domain=ProvinceDomain(name="x.gov.vn", basis="Điều 3"))
    with pytest.raises(Invalid):
        save_domain(make_administrator(), domain=ProvinceDomain(name=DOMAIN, basis="Điều 3.1"))
    assert ProvinceDomain.objects.count() == 1
