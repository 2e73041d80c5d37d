"""Both sides of a promoted text as readers get them: where the copy comes from, where the source was taken over to."""

import pytest

from api.content.serializers import Item
from cms.news.models import NewsPage
from cms.origins.models import Origin
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.domains.actions import keep_host
from sites.domains.models import PublicSite
from sites.rules.models import LegalBasis, Rule
from tests.factories.api import get, host, settle, versions, whole
from tests.factories.cms import fresh, make_news, publish, section_of, withdraw
from tests.factories.sites import make_administrator
from workflows.passage.models import Withdrawal


def origin_of(source: NewsPage, site: PublicSite) -> Origin:
    """The snapshot of a public text."""
    live = fresh(source)
    return Origin.objects.create(
        public_id=live.translation_key,
        locale=live.locale.language_code,
        site=site,
        agency=site.agency,
        unit="Sở Tài chính",
        text_sha256=digest(text_of(live)),
        revision=live.live_revision,
        taken_at=clock.now(),
    )


@pytest.fixture
def source(site: PublicSite) -> NewsPage:
    """A public text of the department."""
    page = make_news(section_of(site), title="Tin của Sở")
    publish(page)
    settle()
    return page


@pytest.fixture
def copy(source: NewsPage, site: PublicSite, portal: PublicSite) -> NewsPage:
    """Its public copy on the portal."""
    page = make_news(section_of(portal), title="Tiêu đề của Cổng", origin=origin_of(source, site), agency=site.agency)
    publish(page)
    settle()
    return page


def test_the_copy_says_where_it_comes_from(copy: NewsPage, source: NewsPage, site: PublicSite) -> None:
    found, there = whole(copy), whole(source)
    first = versions(source)[0]
    assert found["origin"] == {
        "site": host(site),
        "public_id": str(source.translation_key),
        "locale": "vi",
        "url": there["url"],
        "version": {"number": first.seq, "hash": first.hash},
        "agency": {"public_id": str(site.agency.public_id), "name": "Sở Tài chính"},
    }
    assert found["seo"]["canonical"] == there["url"] == there["seo"]["canonical"]
    assert found["taken_over_by"] is None
    assert set(found) == set(Item().fields) - {"code", "notice"}


def test_the_source_says_where_it_was_taken_over_to(copy: NewsPage, source: NewsPage, portal: PublicSite) -> None:
    found, there = whole(source), whole(copy)
    assert found["taken_over_by"] == {
        "site": host(portal),
        "public_id": str(copy.translation_key),
        "locale": "vi",
        "url": there["url"],
    }
    assert found["origin"] is None
    listed = get("/api/v1/content/?type=news", portal).json()["results"]
    assert [row["origin"]["public_id"] for row in listed] == [str(source.translation_key)]


def test_taking_over_changes_no_text_of_the_source(copy: NewsPage, source: NewsPage) -> None:
    bodies = {version.body_id for version in versions(source)}
    assert len(bodies) == 1


def test_what_was_approved_with_the_copy_is_its_origin(copy: NewsPage, source: NewsPage) -> None:
    said = text_of(fresh(copy))["origin"]
    assert said["sha256"] == digest(text_of(fresh(source)))
    assert said["unit"] == "Sở Tài chính"
    assert "url" not in said
    assert "origin" not in text_of(fresh(source))


def test_a_moved_source_takes_the_copys_address_along(copy: NewsPage, source: NewsPage, site: PublicSite) -> None:
    text = versions(copy)[-1].body_id
    keep_host(make_administrator(), site=site, hostname="stc-moi.binhphuoc.localhost", role="canonical", reason="Đổi")
    settle()
    found = whole(copy)
    assert found["origin"]["url"].startswith("http://stc-moi.")
    assert found["seo"]["canonical"] == found["origin"]["url"]
    assert versions(copy)[-1].body_id == text


def test_a_source_that_is_gone_leaves_the_copy_its_own_address(copy: NewsPage, source: NewsPage) -> None:
    Withdrawal.objects.create(
        public_id=source.translation_key, locale="vi", kind="withdrawn", reason="Sai", at=clock.now()
    )
    withdraw(source)
    settle()
    found = whole(copy)
    assert (found["origin"]["url"], found["seo"]["canonical"]) == (None, found["url"])
    assert found["origin"]["version"] is not None


def test_a_withdrawn_copy_is_named_no_more(copy: NewsPage, source: NewsPage) -> None:
    withdraw(copy)
    settle()
    assert whole(source)["taken_over_by"] is None


def test_the_credit_line_of_a_copy_names_the_unit(copy: NewsPage, portal: PublicSite) -> None:
    basis = LegalBasis.objects.create(code="qc", title="Quy chế")
    line = {"vi": "Theo Cổng TTĐT tỉnh Bình Phước, nguồn: {unit}"}
    Rule.objects.create(key="attribution.credit_line.copied", value=line, unit="text", basis=basis, site=portal)
    settle()
    assert whole(copy)["attribution"]["credit_line"] == "Theo Cổng TTĐT tỉnh Bình Phước, nguồn: Sở Tài chính"
