"""The screens on which administrators open sites, and the batches that the worker opens."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from sites.agencies.selectors import agency_named, name_on
from sites.domains.actions import save_domain
from sites.domains.models import ProvinceDomain, PublicSite
from sites.provisioning import batches
from sites.provisioning.lists import read_list
from sites.provisioning.models import LineState, OpeningBatch
from sites.refusals import Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule, RuleOverride
from tests.factories.sites import make_administrator, make_agency, make_person, make_plan, make_site

DOMAIN = "binhphuoc.gov.vn"
SECTIONS = [{"code": "news", "titles": {"vi": "Tin tức", "en": "News"}, "slugs": {"vi": "tin-tuc", "en": "news"}}]
NAMING = {"kinds": ["department"], "below": 1, "forms": ["abbreviation_vi"]}
FIELDS = {
    "name_vi": "Trang thông tin điện tử Sở Tư pháp",
    "name_en": "Department of Justice",
    "code": "stp",
    "kind": "department",
    "languages": ["vi", "en"],
    "agency_kind": "department",
    "agency_parent": "stc",
    "agency_vi": "Sở Tư pháp",
    "agency_en": "Department of Justice",
    "abbreviation_vi": "STP",
    "host": f"stp.{DOMAIN}",
    "decision_number": "12/QĐ-UBND",
    "decided_on": "2026-11-20",
}
TABLE = f"""code;kind;agency;name_vi;name_en;hosts;agency_kind;agency_vi;agency_en;abbreviation_vi
stp;department;;Trang Sở Tư pháp;Justice;stp.{DOMAIN};department;Sở Tư pháp;Justice;STP
snv;department;;Trang Sở Nội vụ;Home Affairs;noivu.{DOMAIN};department;Sở Nội vụ;Home Affairs;SNV
slđ;department;stc;Trang;Site;x.{DOMAIN};;;;
stnmt;department;;Trang Sở TN;Resources;stp.{DOMAIN} tn.{DOMAIN}=former;department;Sở TN;Resources;STNMT
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """An administrator at a system with a rule, a domain, sections and one agency."""
    actor, basis = make_administrator(), LegalBasis.objects.create(code="quy-che", title="Quy chế")
    for key, value in (("naming.department", NAMING), ("site.sections", SECTIONS)):
        set_rule(actor, rule=Rule(key=key, value=value, unit="list", basis=basis, article="Điều 3.2a"))
    save_domain(actor, domain=ProvinceDomain(name=DOMAIN, basis="Điều 3.1"))
    make_agency("stc")
    client.force_login(actor)
    return client


def post(desk: Client, **fields: object) -> object:
    return desk.post(reverse("opening:index"), {**FIELDS, **fields})


def test_a_site_is_previewed_then_opened_with_its_new_agency(desk: Client) -> None:
    assert desk.get(reverse("opening:index")).status_code == 200
    preview = post(desk)
    lines = preview.context["lines"]
    assert lines[0] == "write down the agency “Sở Tư pháp”"
    assert lines[-1] == "release and publish 4 new pages"
    assert not PublicSite.objects.exists()  # nothing yet
    opened = post(desk, confirm="1")
    assert opened.url == reverse("opening:opened", args=["stp"])
    site = PublicSite.objects.get()
    assert (site.decision_number, str(site.decided_on)) == ("12/QĐ-UBND", "2026-11-20")
    agency = agency_named("stp")
    assert (name_on(agency, site.opened_on).name_vi, agency.parent) == ("Sở Tư pháp", agency_named("stc"))
    assert f"stp.{DOMAIN}" in desk.get(opened.url).content.decode()


def test_a_name_that_breaks_the_rule_asks_for_a_reason_on_the_preview(desk: Client) -> None:
    host = f"tuphap.{DOMAIN}"
    assert "Điều 3.2a" in post(desk, host=host).content.decode()
    assert "Say why" in post(desk, host=host, confirm="1").content.decode()
    assert not PublicSite.objects.exists()
    assert post(desk, host=host, confirm="1", **{f"reason:{host}": "Tên quen"}).status_code == 302
    assert RuleOverride.objects.get().reason == "Tên quen"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"host": "stp.gov.vn"}, "host", "no domain of the province"),
        ({"host": "Sở.gov.vn"}, "host", "not a host name"),
        ({"code": "Sở"}, "code", "not a code"),
        ({"code": "sxd"}, "code", "open already"),
        ({"host": f"sxd.{DOMAIN}"}, "host", "Trang sxd"),
        ({"agency_kind": ""}, "agency_kind", "Choose an agency"),
        ({"name_en": ""}, "name_vi", "name in the language"),
        ({"languages": []}, "languages", "required"),
    ],
)
def test_mistakes_stand_at_their_field_and_name_the_rule(
    desk: Client, fields: dict[str, object], field: str, words: str
) -> None:
    if "sxd" in str(fields):
        agency = make_agency("sxd")
        agency.names.update(abbreviation_vi="SXD")
        make_site("sxd")
    for extra in ({}, {"confirm": "1"}):
        form = post(desk, **fields, **extra).context["form"]
        assert words in str(form.errors[field])
    assert not PublicSite.objects.exclude(code="sxd").exists()


def test_nobody_but_an_administrator_finds_the_screens(client: Client) -> None:
    client.force_login(make_person())
    for name in ("index", "many"):
        assert client.get(reverse(f"opening:{name}")).status_code == 302
        assert client.post(reverse(f"opening:{name}"), FIELDS).status_code == 302
    with pytest.raises(Refused):
        batches.order_openings(make_person("b"), source="", planned=[(1, make_plan())])
    with pytest.raises(Invalid):
        batches.order_openings(make_administrator(), source="", planned=[])


def test_a_list_is_looked_at_line_by_line(desk: Client) -> None:
    found = {entry.plan.code: (entry.line, " ".join(entry.faults)) for entry in read_list(TABLE).entries}
    assert found["stp"] == (2, "")
    steps = {entry.plan.code: entry.steps for entry in read_list(TABLE).entries}
    assert steps["stp"][0] == "write down the agency “Sở Tư pháp”"
    assert steps["stp"][-1] == "release and publish 4 new pages"
    assert steps["snv"] == []  # nothing would be made of what cannot be opened
    assert found["snv"][0] == 3
    assert f"snv.{DOMAIN}. (Điều 3.2a)" in found["snv"][1]
    assert "not a code" in found["slđ"][1]
    assert f"“stp.{DOMAIN}” stands in line 2 already" in found["stnmt"][1]
    assert read_list("sites: [").faults
    assert read_list("sites:\n").faults == ["The list names no site."]
    yaml = "- {code: stp, knd: department}\n"
    assert "1: “knd” means nothing here" in read_list(yaml).entries[0].faults


def test_the_preview_of_a_list_tells_what_is_made_for_each_site(desk: Client) -> None:
    seen = desk.post(reverse("opening:many"), {"source": TABLE, "preview": "1"}).content.decode()
    assert seen.count("write down the agency") == 1  # three of the four lines cannot be opened
    assert seen.count('<details class="opening-steps"') == 1
    assert not PublicSite.objects.exists()


@pytest.fixture
def batch(desk: Client) -> Iterator[OpeningBatch]:
    """Three sites ordered on the screen, the second of which cannot be opened when its turn comes."""
    table = TABLE.replace(f"noivu.{DOMAIN}", f"snv.{DOMAIN}").replace(f"stp.{DOMAIN} tn", f"stnmt.{DOMAIN} tn")
    response = desk.post(reverse("opening:many"), {"source": table, "confirm": "1"})
    yield OpeningBatch.objects.get()
    assert response.url == reverse("opening:batch", args=[OpeningBatch.objects.get().pk])


def test_the_worker_opens_site_by_site_and_one_failure_stops_no_other(desk: Client, batch: OpeningBatch) -> None:
    assert [line.code for line in batch.lines.all()] == ["stp", "snv", "stnmt"]
    assert ProcrastinateJob.objects.get().args == {"batch_id": batch.pk}
    progress = reverse("opening:progress", args=[batch.pk])
    assert desk.get(progress).json()["waiting"] == 3
    broken = batch.lines.get(code="snv")
    broken.plan["agency_code"], broken.plan["new_agency"] = "ghost", None
    broken.save()
    batches.open_some(batch_id=batch.pk)
    states = dict(batch.lines.values_list("code", "state"))
    assert states == {"stp": LineState.OPENED, "snv": LineState.FAILED, "stnmt": LineState.OPENED}
    assert "ghost" in batch.lines.get(code="snv").message
    counts = desk.get(progress).json()
    assert (counts["opened"], counts["failed"], counts["waiting"], counts["percent"]) == (2, 1, 0, 100)
    assert {site.code for site in PublicSite.objects.all()} == {"stp", "stnmt"}
    batches.open_some(batch_id=batch.pk)  # a second time changes nothing
    make_agency("ghost", name="Sở Ma")
    agency_named("ghost").names.update(abbreviation_vi="SNV")
    assert desk.post(reverse("opening:batch", args=[batch.pk])).status_code == 302  # try again
    batches.open_some(batch_id=batch.pk)
    assert batch.lines.get(code="snv").state == LineState.OPENED
    assert "snv" in desk.get(reverse("opening:batch", args=[batch.pk])).content.decode()


def test_what_was_interrupted_goes_on_where_it_stopped(
    desk: Client, batch: OpeningBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_A_TIME", 1)
    batches.open_some(batch_id=batch.pk)
    assert batch.lines.filter(state=LineState.OPENED).count() == 1
    assert ProcrastinateJob.objects.count() == 2  # the rest is ordered again
    batches.open_some(batch_id=batch.pk)
    batches.open_some(batch_id=batch.pk)
    assert set(batch.lines.values_list("state", flat=True)) == {LineState.OPENED}
