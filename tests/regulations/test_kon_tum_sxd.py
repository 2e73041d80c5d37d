"""Sở Xây dựng Kon Tum, Quyết định 166/QĐ-SXD năm 2023, article by article."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from api.publications.drain import drain_in_transaction
from sites import clock
from sites.accounts.actions import give_seat
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.domains.selectors import site_for_host
from sites.refusals import Refused
from sites.rules.models import LegalBasis
from tests.factories.api import whole
from tests.factories.sites import make_person
from tests.regulations.walking import Walk, duty, part
from workflows.boards.changes import CHAIN
from workflows.boards.editing import Version
from workflows.boards.enums import StepKind
from workflows.boards.models import ChainUse
from workflows.boards.selectors import board_of, role_names
from workflows.boards.steps import Step
from workflows.changes.actions import approve
from workflows.changes.models import Proposal
from workflows.contributions.actions import apply
from workflows.contributions.rules import marker_of
from workflows.delegation.actions import end
from workflows.passage import actions
from workflows.passage.asking import blocked, waiting_for
from workflows.passage.enums import Cause

REGULATION = "kon-tum-sxd"
OF_DIVISION = {"site": "sxd", "agency": "phongqlxd"}
pytestmark = pytest.mark.django_db


@duty("SD-04")
def test_article_2_the_website_has_its_name(walk: Walk) -> None:
    """Điều 2.2: sxd.kontum.gov.vn."""
    assert site_for_host("sxd.kontum.gov.vn") == walk.site("sxd")


@duty("SE-11")
def test_article_10_the_team_has_head_deputy_and_members(walk: Walk) -> None:
    """Điều 10: Tổ trưởng, Tổ phó, ủy viên, by their own names."""
    names = role_names(walk.site("sxd"))
    assert (names["board_head"], names["board_deputy"]) == ("Tổ trưởng Tổ Biên tập", "Tổ phó Tổ Biên tập")
    assert board_of(walk.site("sxd")) is not None


@duty("SE-01", "SE-03", "SE-04", "SE-25")
def test_articles_8_and_12_head_of_the_unit_then_to_truong_then_another_person(walk: Walk) -> None:
    """Điều 8.5b, 12.1, 12.2: the unit's head, Tổ trưởng approves, Tổ phó checks and publishes."""
    passage = walk.submitted("viet.qlxd", **OF_DIVISION)
    for username in ("truong.qlxd", "totruong", "topho"):
        assert walk.asked(passage) == [username]
        assert not walk.page(passage).live
        passage = walk.decide(username, passage)
    assert walk.page(passage).live
    kinds = [decision.kind for decision in passage.decisions.order_by("pk")]
    assert kinds == ["submit", "approve", "approve", "publish"]


@duty("SE-05")
def test_article_12_2_to_pho_stands_in_only_while_a_paper_says_so(walk: Walk) -> None:
    """Điều 12.2, 12.3: no paper, no stand-in; an ended paper, no stand-in the same day."""
    passage = walk.decide("truong.qlxd", walk.submitted("viet.qlxd", **OF_DIVISION))
    assert walk.asked(passage) == ["totruong"]
    assert walk.refused("topho", passage) == "not_asked"
    assert actions.reasons_not_to_return(walk.person("topho"), passage=passage)
    paper = walk.delegate("totruong", "topho", seat="board_head")
    assert walk.asked(passage) == ["totruong", "topho"]
    end(walk.person("totruong"), row=paper, reason="Đã về")
    assert walk.asked(passage) == ["totruong"]
    away = walk.away("totruong")
    assert walk.asked(passage) == ["topho"]
    passage = walk.decide("topho", passage)
    decision = passage.decisions.latest("pk")
    assert (decision.actor, decision.on_behalf_of) == (walk.person("topho"), walk.person("totruong"))
    assert decision.delegation == away


@duty("SE-04", "SE-05")
def test_article_12_whoever_approved_for_to_truong_does_not_publish(walk: Walk) -> None:
    """Điều 12.2: where Tổ phó approved on behalf of Tổ trưởng, the standing member publishes: two persons always."""
    walk.delegate("totruong", "topho", seat="board_head")
    passage = walk.decide("truong.qlxd", walk.submitted("viet.qlxd", **OF_DIVISION))
    passage = walk.decide("topho", passage)
    assert walk.asked(passage) == ["thuongtruc"]
    assert walk.refused("topho", passage) == "approved_before"
    assert [found.pk for found in waiting_for(walk.person("thuongtruc"))] == [passage.pk]
    assert not waiting_for(walk.person("topho")).exists()
    walk.decide("thuongtruc", passage)
    assert walk.page(passage).live


@duty("SE-01")
def test_article_8_5_when_the_head_himself_wrote_his_deputy_approves(walk: Walk) -> None:
    """Điều 8.5b: what the head of the unit wrote is approved by his deputy; a unit without one says so."""
    page = walk.draft("viet.qlxd", **OF_DIVISION)
    page.save_revision(user=walk.person("truong.qlxd"))
    passage = walk.submit("viet.qlxd", page)
    assert walk.asked(passage) == ["pho.qlxd"]
    assert walk.refused("truong.qlxd", passage) == "had_a_part"
    alone = walk.draft("viet.ttkd", site="sxd", agency="ttkdxd")
    alone.save_revision(user=walk.person("truong.ttkd"))
    assert blocked(walk.submit("viet.ttkd", alone)) is not None


@duty("SE-08")
def test_article_7_2_what_is_not_good_enough_goes_back_and_comes_again(walk: Walk) -> None:
    """Điều 7.2: returned with a reason; corrected, it starts anew."""
    passage = walk.decide("truong.qlxd", walk.submitted("viet.qlxd", **OF_DIVISION))
    actions.return_to_author(walk.person("totruong"), passage=passage, reason="Sai chính tả")
    walk.edit("viet.qlxd", passage, summary="Đã sửa.")
    again = walk.submit("viet.qlxd", walk.page(passage))
    assert walk.asked(again) == ["truong.qlxd"]


@duty("SE-19")
def test_article_8_4_origin_is_named(walk: Walk) -> None:
    """Điều 8.4: an item without a source does not leave its writer."""
    page = walk.draft("viet.qlxd", **OF_DIVISION, source="")
    assert actions.reasons_not_to_submit(walk.person("viet.qlxd"), page=page)


@duty("SE-21")
def test_article_9_4_what_changes_is_supplemented_or_corrected_in_public(walk: Walk) -> None:
    """Điều 9.4: a correction and a supplement pass the same chain, and readers are told what was wrong and is right."""
    passage = walk.submitted("viet.qlxd", **OF_DIVISION)
    people = ("truong.qlxd", "totruong", "topho")
    for username in people:
        passage = walk.decide(username, passage)
    said = ((Cause.CORRECTION, "Số căn hộ là 312, không phải 321."), (Cause.SUPPLEMENT, "Bổ sung thời hạn nộp hồ sơ."))
    for cause, notice in said:
        walk.edit("viet.qlxd", passage, summary=notice)
        page = walk.page(passage)
        with pytest.raises(Refused):
            walk.submit("viet.qlxd", page, cause=cause)
        passage = walk.submit("viet.qlxd", page, cause=cause, notice=notice)
        for username in people:
            passage = walk.decide(username, passage)
    drain_in_transaction()
    told = whole(walk.page(passage))["corrections"]
    assert [(entry["kind"], entry["notice"]) for entry in told] == [(str(cause), notice) for cause, notice in said]


def test_articles_8_and_9_stand_as_rules(walk: Walk) -> None:
    """Điều 8.2, 8.3: the words on a document that is to be published; a petition reaches the head the same day."""
    assert walk.rule("document.marker").value == "Công bố trên Trang TTĐT SXD"
    assert walk.rule("feedback.to_head").value == 0


def test_its_sample_content_comes_in_as_far_as_its_files_say(walk: Walk) -> None:
    """Điều 6: three items or more, public or waiting at their step."""
    assert walk.load_content(REGULATION) >= 3
    assert walk.load_content(REGULATION) == 0


@duty("SE-18", "SE-22")
def test_articles_7_3_and_8_2_a_letter_with_its_original_and_the_words_of_its_recipient_list(walk: Walk) -> None:
    """Điều 7.3: the original with the file, by VNPT-iOffice; Điều 8.2: “Công bố trên Trang TTĐT SXD”."""
    words = "Công bố trên Trang TTĐT SXD"
    assert words in marker_of(walk.site("sxd"))
    row = walk.letter("thuongtruc", site="sxd", issuer="Phòng Quản lý xây dựng", marker=words, came_by="VNPT-iOffice")
    assert (row.letter.number, row.letter.marker, row.letter.came_by) == ("15/VB", words, "VNPT-iOffice")
    assert row.files.filter(kind="original").exists()


@part("SE-15")
def test_article_11_5_the_team_builds_its_network_of_contributors(walk: Walk) -> None:
    """Điều 11.5: the secretary opens accounts; nobody applies; what comes is examined by the team.

    The royalty (Điều 13) is reckoned elsewhere: the credit names the contributor's account.
    """
    with pytest.raises(Refused):
        apply(site=walk.site("sxd"), values={"email": "a@b.vn", "full_name": "A"}, consented="yes")
    row = walk.sent(walk.contributor("sxd", by="thuongtruc"))
    assert row.state == "sent"


@duty("SE-23")
def test_article_8_2_what_is_secret_is_not_spread(walk: Walk) -> None:
    """Điều 4.1b, 8.2: declared by name and time, looked for in text and files, stopped with the article."""
    walk.keeps_secrets("viet.qlxd", site="sxd", agency="phongqlxd")


@part("SE-24")
def test_article_4_pictures_of_persons_have_their_consent(walk: Walk) -> None:
    """Điều 4: a picture from outside says about the persons in it, or it is not sent."""
    with pytest.raises(Refused) as caught:
        walk.sent(walk.contributor("sxd", by="thuongtruc"), walk.picture("JPEG", consent=""))
    assert caught.value.code == "picture_unsaid"


@duty("SE-10")
def test_article_7_1_a_writer_of_one_section_writes_in_no_other(walk: Walk) -> None:
    """Điều 7.1: an account is limited to the section that it was given; the next one is next door."""
    administrator, person = walk.person("quantri"), make_person("viet.duan", email="viet.duan@kontum.localhost")
    own, other = walk.section("sxd", "du-an"), walk.section("sxd", "tin-tuc")
    give_seat(administrator, person=person, kind_code="writer", site=walk.site("sxd"), section=own.page_ptr)
    assert own.permissions_for_user(person).can_add_subpage()
    assert not other.permissions_for_user(person).can_add_subpage()
    page = walk.draft("viet.qlxd", **OF_DIVISION)
    assert not walk.may_edit("viet.duan", page)
    client = Client()
    client.force_login(person)
    for name in ("edit", "history", "copy", "move"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=(page.pk,))).status_code in (302, 403, 404)


def _goes_direct(walk: Walk, *, section: str) -> None:
    """One administrator proposes, another approves: in ten days whoever is authorised in a section publishes there."""
    step = Step(
        position=1,
        kind=StepKind.PUBLISH,
        label_vi="Người được giao quyền cập nhật trực tiếp",
        label_en="Authorised account publishes",
        who=[{"seat": "publisher"}],
        stand_ins=[],
        untouched=True,
        reopens_on_edit=False,
        article="Điều 7.1",
        own_text={"rule": "allowed", "article": "Điều 7.1"},
    )
    basis = LegalBasis.objects.get(code="kon-tum-sxd-2023")
    version = Version(clock.today() + timedelta(days=10), basis, "Điều 7.1", (step,))
    use = ChainUse.objects.get(chain__code="to-bien-tap")
    change = Change(CHAIN, CHAIN.data(use, version, walk.section("sxd", section)), reason="Giao quyền cập nhật")
    assert isinstance(carry_out(walk.person("quantri"), change=change), Sent)
    approve(walk.person("quantri2"), proposal=Proposal.objects.latest("pk"))


@duty("SE-07")
def test_article_7_1_from_a_day_on_an_authorised_account_publishes_directly_in_its_section(walk: Walk) -> None:
    """Điều 7.1: the chain of a section changes on a day; from then on its authorised account alone publishes there."""
    holder = make_person("capnhat.duan", email="capnhat.duan@kontum.localhost")
    own = walk.section("sxd", "du-an").page_ptr
    give_seat(walk.person("quantri"), person=holder, kind_code="publisher", site=walk.site("sxd"), section=own)
    under_way = walk.submitted("viet.qlxd", **OF_DIVISION, section="du-an")
    assert walk.refused("capnhat.duan", under_way) == "not_asked"
    _goes_direct(walk, section="du-an")
    assert walk.asked(walk.submitted("capnhat.duan", **OF_DIVISION, section="du-an", title="Trước ngày")) == [
        "truong.qlxd"
    ]
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        direct = walk.submitted("capnhat.duan", **OF_DIVISION, section="du-an", title="Dự án khởi công")
        assert walk.asked(direct) == ["capnhat.duan"]
        assert {walk.refused(other, direct) for other in ("viet.qlxd", "truong.qlxd", "topho")} == {"not_asked"}
        walk.decide("capnhat.duan", direct, comment="Đã kiểm tra")
        assert walk.page(direct).live
        assert walk.asked(walk.submitted("viet.qlxd", **OF_DIVISION)) == ["truong.qlxd"]
        walk.through(under_way, "truong.qlxd", "totruong", "topho")
        assert walk.page(under_way).live
