"""Opening a site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, GroupPagePermission, Page, PageLogEntry, Site

from api.publications.drain import drain_in_transaction
from api.publications.verification import differences
from cms.home.models import SectionPage
from cms.pages.making import make_drafts, publish_drafts
from cms.pages.models import PageIdentity
from sites.accounts.actions import give_seat
from sites.domains.locks import tree_exclusive
from sites.domains.models import Host, PublicSite, SiteHome
from sites.domains.selectors import home_of, portal, public_address, public_path, site_for_host, site_of
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
from workflows.passage.selectors import releases_of
from workflows.passage.texts import hash_of

QUERIES_OF_AN_OPENING = 150  # three sections in two languages; a site used to take ten times as many
pytestmark = pytest.mark.django_db
TABLES = (Page, Site, PublicSite, SiteHome, Host, Collection, Group, GroupPagePermission)


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


def test_an_opened_site_has_homes_hosts_and_collection_in_every_language() -> None:
    site = make_site()
    assert [home.locale.language_code for home in site.homes.order_by("position")] == ["vi", "en"]
    assert site.wagtail_site.root_page_id == site.homes.get(position=0).home_id
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
    with pytest.raises(Invalid) as refusal:
        open_site(make_administrator(), plan=make_plan("ghost"))
    assert "agency" in refusal.value.errors
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


def queries_of_opening(code: str) -> int:
    make_agency(code)
    plan = make_plan(code)
    with CaptureQueriesContext(connection) as queries:
        open_site(make_administrator(), plan=plan)
    return len(queries)


def test_opening_a_site_takes_few_statements_and_the_tenth_no_more_than_the_second() -> None:
    first = [queries_of_opening(code) for code in ("stc", "sxd")]
    for number in range(7):
        make_site(f"a{number}")  # sorts before the others
    tenth = queries_of_opening("aa")
    assert tenth <= first[1] <= QUERIES_OF_AN_OPENING


def test_what_is_opened_is_released_public_and_drained_like_everything_else() -> None:
    site = make_site()
    homes_and_sections = [page for home in site.homes.all() for page in home.home.get_descendants(inclusive=True)]
    assert len(homes_and_sections) == 6
    for page in homes_and_sections:
        release = releases_of(page).get()
        assert (release.kind, release.text_sha256) == ("opening", hash_of(page.specific))
        assert release.revision_id == page.live_revision_id == page.latest_revision_id
        assert hash_of(page.latest_revision.as_object()) == release.text_sha256
        assert PageIdentity.objects.get(page=page).site == site
        assert set(PageLogEntry.objects.filter(page=page).values_list("action", flat=True)) == {
            "wagtail.create",
            "wagtail.publish",
        }
    assert Page.find_problems() == ([], [], [], [], [])
    assert [page.title for page in Page.objects.search("Tin", fields=["title"])]
    assert drain_in_transaction() >= len(homes_and_sections)
    assert differences() == []


def test_a_draft_that_nobody_released_is_not_published_with_the_others() -> None:
    site = make_site()
    home = site.homes.get(position=0)
    page = SectionPage(title="Thêm", slug="them", code="more", locale=home.locale, live=False)
    with tree_exclusive():
        make_drafts(make_administrator(), placed=[(home.home, page)])
        with pytest.raises(Refused) as refusal:
            publish_drafts(make_administrator(), pages=[page])
        assert refusal.value.code == "not_released"
        twin = SectionPage(title="Thêm nữa", slug="them", code="twin", locale=home.locale, live=False)
        with pytest.raises(Conflict):
            make_drafts(make_administrator(), placed=[(home.home, twin)])
    assert not Page.objects.get(pk=page.pk).live
