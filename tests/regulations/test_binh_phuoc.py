"""Bình Phước, the draft regulation of 2015, article by article."""

from urllib.parse import quote

import pytest

from api.publications.drain import drain_in_transaction
from cms.news.models import Category, NewsPage
from sites.domains.enums import HostRole, SiteKind
from sites.domains.models import PublicSite
from sites.domains.selectors import site_for_host
from sites.provisioning.actions import open_site
from sites.provisioning.plan import AgencyPlan, HostPlan, SitePlan
from sites.refusals import Refused
from sites.rules.sections import sections_for
from tests.factories.cms import body_of, make_news, publish
from tests.factories.workflows import fresh_page
from tests.regulations.reading import found, gazette, linked, links_of, read_in_the_gazette, titles
from tests.regulations.walking import Walk, duty, part
from workflows.boards.selectors import chain_of_site, role_names
from workflows.passage import actions
from workflows.promotion.actions import agree, propose

REGULATION = "binh-phuoc"
pytestmark = pytest.mark.django_db


@duty("SD-01", "SD-03", "SD-04", "SD-05", "SD-06")
def test_articles_2_and_3_one_portal_component_sites_and_their_names(walk: Walk) -> None:
    """Điều 2, 3: binhphuoc.gov.vn and www, stc. for a department, dongxoai. for a locality."""
    portal = PublicSite.objects.get(kind=SiteKind.PORTAL)
    names = {"binhphuoc.gov.vn": "portal", "www.binhphuoc.gov.vn": "portal", "stc.binhphuoc.gov.vn": "stc"}
    assert {name: site_for_host(name) for name in names} == {name: walk.site(code) for name, code in names.items()}
    assert site_for_host("dongxoai.binhphuoc.gov.vn") == walk.site("dongxoai")
    assert PublicSite.objects.filter(parent=portal).count() >= 12


@duty("SD-07")
def test_article_4_the_portal_has_an_english_name(walk: Walk) -> None:
    """Điều 4.1: Binh Phuoc Province Web Portal."""
    assert walk.site("portal").name_en == "Binh Phuoc Province Web Portal"


@duty("SD-08", "SD-12")
def test_articles_2_2_and_16_special_sites_and_two_classes_of_members(walk: Walk) -> None:
    """Điều 2.2, 5.3, 16: a site of a special task beside the main one; mandatory and encouraged members."""
    assert walk.site("dautu").kind == SiteKind.SPECIAL
    assert walk.site("bvdk").agency.membership == "encouraged"
    assert walk.site("stc").agency.membership == "mandatory"


@part("SD-10")
def test_article_8_5_every_site_has_its_sections(walk: Walk) -> None:
    """Điều 8.5: the sections that a unit fills are there from the opening on."""
    for code in ("stc", "dongxoai", "dautu"):
        assert walk.section(code, "tin-tuc").live


@duty("SE-01", "SE-02", "SE-03", "SE-06", "SE-25")
def test_article_10_unit_centre_board(walk: Walk) -> None:
    """Điều 10: the unit's head, Trung tâm Tin học - Công báo edits, Trưởng ban gives the last word."""
    passage = walk.submitted("viet.portal", site="portal", agency="stc")
    assert walk.asked(passage) == ["truong.stc"]
    passage = walk.decide("truong.stc", passage)
    assert set(walk.asked(passage)) == {"trungtam", "trungtam2"}
    walk.edit("trungtam", passage, summary="Trung tâm biên tập.")
    passage = walk.decide("trungtam", passage)
    assert walk.asked(passage) == ["truongban"]
    walk.decide("truongban", passage)
    assert walk.page(passage).summary == "Trung tâm biên tập."


@duty("SE-06")
def test_article_10_2b_a_component_site_is_final_at_the_unit(walk: Walk) -> None:
    """Điều 8.5, 10.2b: the unit's head publishes; the portal's board is not asked."""
    passage = walk.submitted("viet.stc", site="stc", agency="stc")
    assert walk.asked(passage) == ["truong.stc"]
    assert walk.refused("truongban", passage) == "not_asked"
    walk.decide("truong.stc", passage)
    assert walk.page(passage).live


@duty("SE-06")
def test_articles_8_5_8_6_and_10_2b_what_goes_onto_the_portal_passes_its_board_as_well(walk: Walk) -> None:
    """Điều 8.5, 8.6, 10.2b: the unit's head lets it go, the portal retitles its copy, its board has the last word."""
    source = walk.public("viet.stc", "truong.stc", site="stc", agency="stc")
    proposal = propose(walk.person("viet.stc"), page=source)
    with pytest.raises(Refused):
        walk.taken("trungtam", proposal)
    proposal = agree(walk.person("truong.stc"), proposal=proposal)
    copy = walk.taken("trungtam", proposal)
    with pytest.raises(Refused) as caught:
        walk.copy_submitted("trungtam", copy, body=body_of(("paragraph", "<p>Viết lại.</p>")))
    assert "Điều 8.5, 10.1a" in str(caught.value)
    passage = walk.copy_submitted("trungtam", copy, title="Tiêu đề của Cổng", body=source.body)
    for username in ("truong.stc", "trungtam", "truongban"):
        assert not walk.page(passage).live
        passage = walk.decide(username, passage)
    assert (walk.page(passage).live, walk.page(passage).title) == (True, "Tiêu đề của Cổng")
    assert fresh_page(source.pk).title == source.title
    actions.withdraw(walk.person("truong.stc"), page=source, reason="Sai số liệu")
    assert not walk.page(passage).live


@duty("SE-05")
def test_article_10_an_absent_head_is_stood_in_for_by_name(walk: Walk) -> None:
    """Điều 10.2, 18: whoever acts for the absent head is recorded as acting for him."""
    passage = walk.submitted("viet.stc", site="stc", agency="stc")
    walk.away("truong.stc")
    walk.decide("pho.stc", passage)
    assert passage.decisions.latest("pk").on_behalf_of == walk.person("truong.stc")


@duty("SE-08")
def test_article_10_what_is_returned_says_why(walk: Walk) -> None:
    """Điều 10.2: a return names its reason."""
    passage = walk.submitted("viet.stc", site="stc", agency="stc")
    actions.return_to_author(walk.person("truong.stc"), passage=passage, reason="Thiếu số liệu")
    assert passage.decisions.latest("pk").comment == "Thiếu số liệu"


@duty("SE-11")
def test_article_18_the_board_has_its_seats_and_its_fields(walk: Walk) -> None:
    """Điều 18: head, deputies, secretary and members by field, by their own names."""
    assert {"board_head", "board_deputy", "board_secretary", "board_member"} <= set(role_names(walk.site("portal")))
    assert walk.person("thanhvien.phapluat").seats.get().section is not None


@duty("SE-19")
@part("SE-20")
def test_article_8_3_author_source_and_credit_line(walk: Walk) -> None:
    """Điều 8.3: an item without a source stays; the credit line is a rule with its article."""
    page = walk.draft("viet.stc", site="stc", agency="stc", source="")
    assert actions.reasons_not_to_submit(walk.person("viet.stc"), page=page)
    assert walk.rule("attribution.credit_line").value["vi"] == "Theo Cổng TTĐT tỉnh Bình Phước"
    assert walk.rule("attribution.credit_line").article == "Điều 8.3"


@duty("SE-10")
def test_next_door_nothing_is_edited_or_decided(walk: Walk) -> None:
    """Điều 17.1: a unit's people have their own site and no other."""
    passage = walk.submitted("viet.stc", site="stc", agency="stc")
    assert not walk.may_edit("viet.sxd", passage.page)
    assert walk.refused("truong.sxd", passage) == "not_asked"
    assert chain_of_site(walk.site("stc")).code == "trang-thanh-phan"
    former = walk.site("stc").hosts.get(role=HostRole.FORMER)
    assert site_for_host(former.hostname) == walk.site("stc")


@part("SE-15")
def test_article_17_2b_whoever_contributes_is_censored_published_and_credited(walk: Walk) -> None:
    """Điều 17.2b, 19.1c: news, articles, pictures of citizens are censored by the board; the author is named.

    The royalty (nhuận bút) is reckoned elsewhere: the credit names the contributor's account.
    """
    contributor = walk.contributor("portal")
    page = walk.became(walk.take("trungtam", walk.sent(contributor, walk.picture("JPEG"))))
    passage = walk.submit("trungtam", page)
    for username in ("truong.vpubnd", "trungtam2", "truongban"):
        passage = walk.decide(username, passage)
    assert walk.page(passage).live
    assert page.credits.first().person == contributor.person  # type: ignore[union-attr]


@part("SE-24")
def test_article_12_pictures_of_persons_have_their_consent(walk: Walk) -> None:
    """Điều 12: a picture from outside says about the persons in it, or it is not sent."""
    with pytest.raises(Refused) as caught:
        walk.sent(walk.contributor("portal"), walk.picture("JPEG", consent=""))
    assert caught.value.code == "picture_unsaid"


def _publish_below(walk: Walk) -> NewsPage:
    """An item of a unit under Sở Tài chính, on a site of its own below the department's."""
    names = {"vi": "Trung tâm Tư vấn và Dịch vụ tài chính", "en": "Centre for Financial Services"}
    plan = SitePlan(
        code="tvtc",
        kind="unit",
        agency_code="tvtc",
        parent_code="stc",
        names=names,
        hosts=(HostPlan("tvtc.stc.binhphuoc.gov.vn", "canonical", "Đơn vị trực thuộc Sở"),),
        languages=("vi", "en"),
        sections=sections_for("department"),
        new_agency=AgencyPlan(code="tvtc", kind="centre", names=names, parent_code="stc"),
    )
    open_site(walk.person("quantri"), plan=plan)
    page = make_news(walk.section("tvtc", "tin-tuc"), title="Tập huấn quản lý tài sản công")
    publish(page)
    drain_in_transaction()
    return page


@duty("SD-09")
def test_articles_4_2_and_4_3_a_site_gathers_what_its_units_publish(walk: Walk) -> None:
    """Điều 4.2, 4.3: the department's site, and the portal above it, list what a unit two levels down has published."""
    page = _publish_below(walk)
    for code in ("stc", "portal"):
        assert page.title not in titles("content/?type=news", walk.site(code))
        assert page.title in titles("content/?type=news&include=subsites", walk.site(code))
    assert page.title not in titles("content/?type=news&include=subsites", walk.site("sxd"))


@duty("SD-11")
def test_article_4_1_the_portal_finds_what_every_component_site_has_published(walk: Walk) -> None:
    """Điều 4.1, 7.3m: one search on the portal covers all component sites, with or without accents."""
    page = _publish_below(walk)
    for words in ("tap huan tai san cong", "tập huấn tài sản công"):
        assert page.title in found(words, walk.site("portal"), more="&include=subsites")
    assert page.title not in found("tập huấn", walk.site("sxd"))


@part("SD-02")
def test_article_2_1_one_address_shows_of_all_sites_what_a_reader_chose(walk: Walk) -> None:
    """Điều 2.1: one address answers with what one chose of all sites; the choice is kept by the frontend, not here.

    By agency, section, category and tag. Readers have no accounts here, and no service of another system is carried out
    on the portal: it leads there.
    """
    source = walk.draft(
        "viet.stc", site="stc", agency="stc", category=Category.objects.get(code="kinh-te"), tags=["giá"]
    )
    other = walk.draft("viet.sxd", site="sxd", agency="sxd", title="Nhà ở xã hội", tags=["nhà ở"])
    walk.through(walk.submit("viet.stc", source), "truong.stc")
    walk.through(walk.submit("viet.sxd", other), "truong.sxd")
    drain_in_transaction()
    section, agency = walk.section("stc", "tin-tuc").translation_key, walk.site("stc").agency.public_id
    for chosen in (f"agency={agency}", f"section={section}", "category=kinh-te", f"tag={quote('gia')}"):
        assert titles(f"content/?type=news&include=subsites&{chosen}", walk.site("portal")) == [source.title], chosen
    assert set(titles("content/?type=news&include=subsites", walk.site("portal"))) == {source.title, other.title}
    assert titles("content/?type=news&include=subsites", walk.site("sxd")) == [other.title]


@part("SD-14")
def test_article_7_3m_the_portal_leads_to_shared_databases(walk: Walk) -> None:
    """Điều 7.3m: the front page leads to shared databases by who answers for them; their records stay there."""
    groups = {"Văn phòng UBND tỉnh": [("Cơ sở dữ liệu thủ tục hành chính", "https://tthc.binhphuoc.gov.vn")]}
    passage = walk.through(linked(walk, "viet.portal", groups=groups), "truong.vpubnd", "trungtam")
    assert links_of(walk) == {}
    walk.decide("truongban", passage)
    assert links_of(walk) == groups


@part("SD-15")
def test_article_7_3m_the_electronic_gazette_stands_on_the_portal(walk: Walk) -> None:
    """Điều 7.3m: an issue has number, day and file and is found by its documents; those are no items of their own.

    They are rows of the issue's table: nobody can list them by kind, issuer or signer.
    """
    walk.through(gazette(walk, "viet.portal", agency="vpubnd"), "truong.vpubnd", "trungtam", "truongban")
    read_in_the_gazette(walk)
