"""Opening a site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Page, Site

from sites.accounts.actions import give_seat
from sites.domains.models import Host, PublicSite, SiteHome
from sites.domains.selectors import home_of, portal, public_address, public_path, site_for_host, site_of
from sites.navigation.models import Menu, MenuItem
from sites.provisioning.actions import open_site
from sites.provisioning.plan import HostPlan, OpeningContext, Order, SitePlan, opening_steps
from sites.provisioning.selectors import faults_of_site, preview_site
from sites.refusals import Conflict, Invalid, Missing, Refused
from tests.factories.sites import (
    make_administrator,
    make_agency,
    make_person,
    make_plan,
    make_seat_kinds,
    make_site,
)

pytestmark = pytest.mark.django_db
TABLES = (Page, Site, PublicSite, SiteHome, Host, Collection, Menu, MenuItem, Group, GroupPagePermission)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


class Breaks:
    """The last step: it writes a file and then fails."""

    order = Order.RELEASES + 1

    def __init__(self, file: Path) -> None:
        self.file = file

    def preview(self, plan: SitePlan) -> list[str]:
        return []

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        context.on_failure(self.file.unlink)
        self.file.write_text("logo")
        assert SiteHome.objects.filter(site=context.site).count() == len(plan.languages)
        raise RuntimeError("half-way")

    def verify(self, plan: SitePlan) -> list[str]:
        return []


@pytest.fixture
def breaking_step(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "logo.svg"
    opening_steps.register("tests.breaks", Breaks(file))
    yield file
    del opening_steps._entries["tests.breaks"]


def test_an_opened_site_has_homes_hosts_collection_and_menus_in_every_language() -> None:
    site = make_site()
    assert [home.locale.language_code for home in site.homes.order_by("position")] == ["vi", "en"]
    assert site.wagtail_site.root_page_id == site.homes.get(position=0).home_id
    assert {menu.locale.language_code: menu.items.count() for menu in site.menus.all()} == {"vi": 2, "en": 2}
    assert site.collection.name == "Trang stc"
    assert faults_of_site(make_plan()) == []


def test_opening_twice_changes_nothing() -> None:
    site = make_site()
    before = counts()
    assert preview_site(make_plan()) == []
    assert open_site(make_administrator(), plan=make_plan()) == site
    assert counts() == before


def test_a_failure_half_way_leaves_nothing(breaking_step: Path) -> None:
    make_agency()
    make_administrator()
    before = counts()
    with pytest.raises(RuntimeError, match="half-way"):
        open_site(make_administrator(), plan=make_plan())
    assert counts() == before
    assert not breaking_step.exists()


def test_a_second_language_is_opened_later() -> None:
    make_seat_kinds()
    site = make_site(languages=("vi",))
    writer = make_person()
    give_seat(make_administrator(), person=writer, kind_code="writer", site=site)
    assert preview_site(make_plan())
    open_site(make_administrator(), plan=make_plan())
    assert site.homes.count() == 2
    pages = set(GroupPagePermission.objects.filter(group__user=writer).values_list("page_id", flat=True))
    assert pages == set(site.homes.values_list("home_id", flat=True))


def test_a_writer_cannot_open_a_site() -> None:
    make_agency()
    with pytest.raises(Refused, match="administrator"):
        open_site(make_person(), plan=make_plan())
    assert not PublicSite.objects.exists()


def test_a_host_name_belongs_to_one_site() -> None:
    make_site()
    before = counts()
    with pytest.raises(Invalid) as refusal:
        make_site("sxd", hosts=(HostPlan("stc.binhphuoc.gov.vn", "canonical"),))
    assert "hosts" in refusal.value.errors
    assert {**counts(), "Page": before["Page"]} == before


def test_an_unknown_agency_opens_nothing() -> None:
    with pytest.raises(Missing):
        open_site(make_administrator(), plan=make_plan("ghost"))
    assert not PublicSite.objects.exists()


def test_there_is_one_portal() -> None:
    with pytest.raises(Missing):
        portal()
    site = make_site("portal", kind="portal", agency_code="vpubnd")
    assert portal() == site
    with pytest.raises(Invalid):
        make_site("portal2", kind="portal", agency_code="vpubnd")


def test_an_open_site_does_not_change_its_kind() -> None:
    make_site()
    with pytest.raises(Conflict):
        open_site(make_administrator(), plan=make_plan(kind="locality"))


def test_a_new_canonical_host_takes_over() -> None:
    site = make_site()
    hosts = (HostPlan("stc.binhphuoc.gov.vn", "former"), HostPlan("taichinh.binhphuoc.gov.vn", "canonical"))
    open_site(make_administrator(), plan=make_plan(hosts=hosts))
    site.refresh_from_db()
    assert dict(site.hosts.values_list("hostname", "role")) == {host.hostname: host.role for host in hosts}
    assert Site.objects.get(pk=site.wagtail_site_id).hostname == "taichinh.binhphuoc.gov.vn"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"hosts": ()}, "hosts"),
        ({"hosts": (HostPlan("Sở.gov.vn", "canonical"),)}, "hosts"),
        ({"languages": ()}, "languages"),
        ({"names": {"vi": "Chỉ tiếng Việt"}}, "names"),
        ({"code": "Sở"}, "code"),
    ],
)
def test_a_faulty_plan_names_its_fields(fields: dict[str, object], field: str) -> None:
    make_agency()
    with pytest.raises(Invalid) as refusal:
        open_site(make_administrator(), plan=make_plan(**{"agency_code": "stc", **fields}))
    assert field in refusal.value.errors


def test_pages_belong_to_the_site_of_their_home() -> None:
    stc, sxd = make_site(), make_site("sxd")
    english = stc.homes.get(position=1)
    section = english.home.get_children().get(slug="news")
    assert site_of(section) == stc
    assert home_of(section) == english
    assert site_of(sxd.homes.get(position=0).home) == sxd
    assert site_of(Page.get_first_root_node()) is None
    assert public_path(section, english) == "/en/news/"
    assert public_path(english.home, english) == "/en/"
    vietnamese = stc.homes.get(position=0)
    assert public_path(vietnamese.home, vietnamese) == "/"


def test_any_host_name_answers_and_one_stands_in_addresses(settings: object) -> None:
    site = make_site(hosts=(HostPlan("stc.binhphuoc.gov.vn", "canonical"), HostPlan("sotaichinh.gov.vn", "former")))
    assert site_for_host("SOTAICHINH.gov.vn.") == site
    assert site_for_host("khac.gov.vn") is None
    settings.PUBLIC_SCHEME, settings.PUBLIC_PORT = "https", 443
    assert public_address(site, "/tin-tuc/") == "https://stc.binhphuoc.gov.vn/tin-tuc/"
    settings.PUBLIC_PORT = 8000
    assert public_address(site, "/") == "https://stc.binhphuoc.gov.vn:8000/"
