"""Quảng Ninh, Quyết định 3528/QĐ-UBND năm 2008, article by article."""

import pytest
from django.test import Client

from api.publications.drain import drain_in_transaction
from sites.accounts.reach import reach_of
from sites.domains.enums import HostRole
from sites.domains.selectors import site_for_host
from sites.refusals import Refused
from tests.factories.api import host
from tests.factories.cms import body_of
from tests.factories.contributions import VALUES
from tests.factories.workflows import fresh_page
from tests.regulations.accounts import leaked_then_set_anew
from tests.regulations.reading import found, gazette, linked, links_of, read_in_the_gazette, told
from tests.regulations.walking import Walk, duty, part
from workflows.boards.enums import Level
from workflows.boards.selectors import board_of, chain_of_site
from workflows.contributions.models import Contribution
from workflows.passage import actions
from workflows.passage.asking import blocked
from workflows.promotion.actions import propose, withdraw_copy

REGULATION = "quang-ninh"
pytestmark = pytest.mark.django_db


@duty("SD-01", "SD-06")
def test_article_2_one_portal_with_two_equal_names_and_component_portals(walk: Walk) -> None:
    """Điều 2: one site answers to quangninh.gov.vn and halong.gov.vn alike; components stand beside it."""
    portal = walk.site("portal")
    assert {site_for_host(name) for name in ("quangninh.gov.vn", "halong.gov.vn", "www.halong.gov.vn")} == {portal}
    roles = dict(portal.hosts.values_list("hostname", "role"))
    assert (roles["quangninh.gov.vn"], roles["halong.gov.vn"]) == (HostRole.CANONICAL, HostRole.EQUAL)
    assert {site.parent for site in (walk.site("svhttdl"), walk.site("tphalong"))} == {portal}


@duty("SE-11")
@part("SE-12")
def test_articles_3_and_5_the_board_has_members_by_field_and_a_helping_group(walk: Walk) -> None:
    """Điều 3.1, 5.3, 5.4: head, deputy, members each on the section of their field, a helping group with no say."""
    board = board_of(walk.site("portal"))
    assert board is not None
    kinds = {role.seat_kind.code for role in board.roles.all()}
    assert kinds >= {"board_head", "board_deputy", "board_member", "helper"}
    member = walk.person("uyvien.vanhoa").seats.get()
    assert member.section == walk.section("portal", "tin-tuc").page_ptr
    passage = walk.submitted("viet.portal", site="portal", agency="vpubnd")
    assert walk.refused("giupviec", passage) == "not_asked"


@duty("SE-09")
def test_article_8_3_rights_have_three_levels(walk: Walk) -> None:
    """Điều 8.3: quản trị gives seats, kiểm duyệt decides and writes nothing, cập nhật writes and decides nothing."""
    board = board_of(walk.site("svhttdl"))
    assert board is not None
    levels = {role.seat_kind.code: role.level for role in board.roles.all()}
    assert levels == {
        "board_head": Level.CENSORSHIP,
        "board_deputy": Level.CENSORSHIP,
        "writer": Level.UPDATE,
        "site_admin": Level.ADMINISTRATION,
    }
    page = walk.draft("viet.svhttdl", site="svhttdl", agency="svhttdl")
    may = {name: walk.may_edit(name, page) for name in ("viet.svhttdl", "truong.svhttdl", "quantri.svhttdl")}
    assert may == {"viet.svhttdl": True, "truong.svhttdl": False, "quantri.svhttdl": False}
    assert reach_of(walk.person("quantri.svhttdl"))
    assert not reach_of(walk.person("viet.svhttdl"))


@duty("SE-06", "SE-25")
def test_article_7_a_component_portal_is_final_at_its_unit(walk: Walk) -> None:
    """Điều 7.1, 7.3: the component's own board decides; nobody of the portal's is asked, and none may withdraw."""
    passage = walk.submitted("viet.svhttdl", site="svhttdl", agency="svhttdl")
    assert walk.asked(passage) == ["truong.svhttdl"]
    assert walk.refused("truongban", passage) == "not_asked"
    walk.decide("truong.svhttdl", passage)
    page = walk.page(passage)
    assert page.live
    assert actions.reasons_not_to_withdraw(walk.person("truongban"), page=page)
    assert not actions.reasons_not_to_withdraw(walk.person("truong.svhttdl"), page=page)


@duty("SE-01", "SE-02", "SE-03")
def test_articles_5_1_and_6_1_the_office_rewrites_and_the_head_of_the_board_decides(walk: Walk) -> None:
    """Điều 10.3, 6.1, 5.1: the unit's head, then the Office may rewrite, then Trưởng Ban decides about that."""
    passage = walk.submitted("viet.portal", site="portal", agency="svhttdl")
    assert walk.asked(passage) == ["truong.svhttdl"]
    passage = walk.decide("truong.svhttdl", passage)
    assert walk.asked(passage) == ["bientap"]
    walk.edit("bientap", passage, title="Tiêu đề Văn phòng biên tập lại")
    passage = walk.decide("bientap", passage)
    assert walk.asked(passage) == ["truongban"]
    assert walk.refused("bientap", passage) == "not_asked"
    walk.decide("truongban", passage)
    assert walk.page(passage).title == "Tiêu đề Văn phòng biên tập lại"
    assert walk.rule("promotion.changes").article == "Điều 6.1"


@duty("SE-06")
def test_articles_5_1_and_6_1_what_component_portals_give_is_rewritten_and_decided_about(walk: Walk) -> None:
    """Điều 5.1, 6.1, 10.3: the unit's head lets it go, the Office rewrites its copy, Trưởng Ban decides about that."""
    source = walk.public("viet.svhttdl", "truong.svhttdl", site="svhttdl", agency="svhttdl")
    proposal = propose(walk.person("truong.svhttdl"), page=source)
    copy = walk.taken("bientap", proposal)
    passage = walk.copy_submitted("bientap", copy, body=body_of(("paragraph", "<p>Văn phòng viết lại.</p>")))
    for username in ("truong.svhttdl", "bientap", "truongban"):
        assert not walk.page(passage).live
        passage = walk.decide(username, passage)
    assert walk.page(passage).live
    assert fresh_page(source.pk).body == source.body
    actions.withdraw(walk.person("truong.svhttdl"), page=source, reason="Sai số liệu")
    assert walk.page(passage).live
    event = copy.events.get()
    withdraw_copy(walk.person("truongban"), event=event, reason="Đơn vị đã gỡ")
    assert not walk.page(passage).live


@duty("SE-05")
def test_article_5_2_the_deputy_decides_only_as_entrusted(walk: Walk) -> None:
    """Điều 5.2: Phó Ban decides while a delegation or absence says so, and it is recorded on whose behalf."""
    passage = walk.submitted("viet.tphalong", site="tphalong", agency="tphalong")
    assert walk.refused("pho.tphalong", passage) == "not_asked"
    paper = walk.delegate("truong.tphalong", "pho.tphalong", seat="board_head")
    walk.decide("pho.tphalong", passage)
    decision = passage.decisions.latest("pk")
    assert (decision.on_behalf_of, decision.delegation) == (walk.person("truong.tphalong"), paper)


@duty("SE-05")
def test_article_5_2_an_absence_without_a_deputy_on_the_board_says_so(walk: Walk) -> None:
    """Điều 5.2: where head and deputy are away the item waits for nobody, and says why."""
    walk.away("truong.svhttdl")
    walk.away("pho.svhttdl")
    stuck = blocked(walk.submitted("viet.svhttdl", site="svhttdl", agency="svhttdl"))
    assert stuck is not None
    assert len(stuck.why) >= 2


@duty("SE-08")
def test_article_10_4_what_is_censored_comes_back_with_a_reason(walk: Walk) -> None:
    """Điều 10.4: what the board does not let through goes back with a reason, and begins anew."""
    passage = walk.submitted("viet.svhttdl", site="svhttdl", agency="svhttdl")
    actions.return_to_author(walk.person("truong.svhttdl"), passage=passage, reason="Chưa đủ số liệu")
    again = walk.submit("viet.svhttdl", walk.page(passage))
    assert (again.position, again.previous) == (1, passage)


@duty("SE-10")
def test_next_door_nothing_is_seen(walk: Walk) -> None:
    """Điều 7: a component's people neither edit nor decide what is another's."""
    passage = walk.submitted("viet.svhttdl", site="svhttdl", agency="svhttdl")
    assert not walk.may_edit("viet.tphalong", passage.page)
    assert walk.refused("truong.tphalong", passage) == "not_asked"


def test_articles_4_14_and_15_stand_as_rules(walk: Walk) -> None:
    """Điều 4.1, 14.2, 15.2: quarterly meeting, weekly backup, two items a week."""
    found = {key: walk.rule(key) for key in ("board.meeting", "backup.frequency", "site.contribution")}
    assert {key: (row.value, row.unit) for key, row in found.items()} == {
        "board.meeting": (3, "month"),
        "backup.frequency": (1, "times_a_week"),
        "site.contribution": (2, "times_a_week"),
    }
    assert chain_of_site(walk.site("tphalong")).code == "cong-thanh-phan"


def test_its_sample_content_comes_in_as_far_as_its_files_say(walk: Walk) -> None:
    """Điều 11: three items or more, public or waiting at their step."""
    assert walk.load_content(REGULATION) >= 3
    assert walk.load_content(REGULATION) == 0


@duty("SD-16")
def test_article_12_2_units_without_a_site_send_a_letter_and_a_mail_to_the_portal(walk: Walk) -> None:
    """Điều 12.2: the letter with its file is entered at the portal's desk, and goes its way from there."""
    desk = walk.person("bientap")
    row = walk.letter("bientap", site="portal", issuer="UBND xã Vĩnh Thực", came_by="Công văn và thư điện tử")
    taken = walk.take("bientap", row)
    assert taken.page is not None
    assert taken.page.owner == desk
    assert not taken.page.live


@duty("SE-23")
def test_articles_4_2_and_10_2_secrets_stay_out(walk: Walk) -> None:
    """Điều 4.2 (trừ tài liệu mật hoặc không được phổ biến), 10.2: declared, looked for, stopped."""
    walk.keeps_secrets("viet.portal", site="portal", agency="vpubnd")


@duty("SE-14")
def test_article_16_5_a_password_that_leaked_is_changed(walk: Walk) -> None:
    """Điều 16.5: whose password others may know reports it; it is void at once and set anew by his own mail."""
    leaked_then_set_anew("viet.portal")


@duty("SD-11")
def test_article_4_1_the_portal_finds_what_component_portals_publish(walk: Walk) -> None:
    """Điều 4.1: one search on the portal covers the component portals; theirs does not reach its neighbours."""
    page = walk.public("viet.svhttdl", "truong.svhttdl", site="svhttdl", agency="svhttdl")
    drain_in_transaction()
    portal, everywhere = walk.site("portal"), "&include=subsites"
    for words in ("đối thoại doanh nghiệp", "doi thoai doanh nghiep"):
        assert found(words, portal, more=everywhere) == [page.title]
    assert found("đối thoại", portal) == []
    assert found("đối thoại", walk.site("svhttdl")) == [page.title]
    assert found("đối thoại", walk.site("tphalong"), more=everywhere) == []
    [hit] = told("search/?q=doanh%20nghiep&include=subsites", portal)["results"]
    assert hit["site"] == "svhttdl.quangninh.gov.vn"


@part("SD-15")
def test_article_6_4_the_office_publishes_the_electronic_gazette(walk: Walk) -> None:
    """Điều 6.4: an issue has number, day and file and is found by its documents; those are no items of their own.

    They are rows of the issue's table: nobody can list them by kind, issuer or signer.
    """
    walk.through(gazette(walk, "viet.portal", agency="vpubnd"), "truong.vpubnd", "bientap", "truongban")
    read_in_the_gazette(walk)


OUTSIDE = {
    "vi": {
        "Văn phòng Chính phủ": [("Cổng Thông tin điện tử Chính phủ", "https://chinhphu.vn")],
        "Sở Giáo dục và Đào tạo": [("Trang của ngành giáo dục", "https://giaoduc-qn.example.vn")],
    },
    "en": {
        "Office of the Government": [("Government Portal", "https://chinhphu.vn")],
        "Department of Education": [("Schools of the province", "https://giaoduc-qn.example.vn")],
    },
}


@duty("SD-13")
@part("SD-14")
def test_articles_9_11_and_12_3_websites_outside_are_linked_by_name_and_by_who_answers_for_them(
    walk: Walk,
) -> None:
    """Điều 9, 11.5, 11.6, 12.3: the front page leads to sites and databases outside; what these hold is not shown here.

    By name and address, under the name of who answers for them, in both languages, once the board has said so.
    """
    for language, groups in OUTSIDE.items():
        passage = walk.through(
            linked(walk, "viet.portal", groups=groups, language=language), "truong.vpubnd", "bientap"
        )
        assert links_of(walk, language) == {}
        assert walk.refused("truong.svhttdl", passage) == "not_asked"
        walk.decide("truongban", passage)
        assert links_of(walk, language) == groups


@duty("SD-13")
def test_article_12_3_a_website_of_its_own_sends_its_texts_to_the_portal(walk: Walk) -> None:
    """Điều 12.3: a unit's own system sends a text by the API; the Office takes it, and the board decides about it."""
    sent = {"name": "Sở Giáo dục và Đào tạo", "email": "web@giaoduc.localhost"}
    data = {"form": "1", "sender": sent, "answers": VALUES, "declared": True, "consented": True}
    answer = Client().post(
        "/api/v1/contributions/", data, "application/json", headers={"host": host(walk.site("portal"))}
    )
    assert answer.status_code == 201, answer.content
    row = Contribution.objects.get(code=answer.json()["tracking_code"])
    with pytest.raises(Refused):
        walk.take("truong.svhttdl", row)
    page = walk.became(walk.take("bientap", row))
    passage = walk.through(walk.submit("bientap", page), "truong.vpubnd")
    assert not walk.page(passage).live
