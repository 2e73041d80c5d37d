"""Nghệ An, Quyết định 108/2006/QĐ-UBND, article by article."""

import pytest

from api.publications.drain import drain_in_transaction
from sites.accounts.models import Seat
from sites.accounts.reach import reach_of
from sites.domains.models import PublicSite
from sites.domains.selectors import site_for_host
from sites.refusals import Invalid
from sites.reviews.actions import record_review
from sites.reviews.selectors import Question, keys_of, lines_of
from tests.factories.api import whole
from tests.factories.cms import body_of, goal
from tests.regulations.accounts import leaked_then_set_anew
from tests.regulations.reading import linked, links_of
from tests.regulations.walking import Walk, duty, part
from workflows.boards.selectors import board_of, chain_for, item_of, steps_of
from workflows.boards.who import offices
from workflows.passage import actions
from workflows.passage.asking import waiting_for

REGULATION = "nghe-an"
SNV = {"site": "portal", "agency": "snv", "section": "kenh-so-noi-vu"}
SYT = {"site": "portal", "agency": "syt", "section": "kenh-so-y-te"}
pytestmark = pytest.mark.django_db


@duty("SD-06")
def test_article_2_there_is_one_website(walk: Walk) -> None:
    """Điều 2: one website for all units, at www.nghean.gov.vn."""
    assert site_for_host("www.nghean.gov.vn") == site_for_host("nghean.gov.vn") == PublicSite.objects.get()


@duty("SE-07", "SE-10")
def test_articles_6_and_8_a_unit_publishes_in_its_own_channel_by_a_named_person(walk: Walk) -> None:
    """Điều 6.1, 8.1: one step; who holds the account writes and publishes, with a note, and the head answers for it."""
    passage = walk.submitted("capnhat.snv", **SNV)
    step = steps_of(passage.chain)[0]
    assert len(passage.chain_snapshot["steps"]) == 1
    assert walk.asked(passage) == ["capnhat.snv"]
    head = offices(step.answers, item_of(passage.page.specific))[0]
    assert head == f"post/head/{walk.person('truong.snv').posts.get().agency_id}"
    with pytest.raises(Invalid) as caught:
        walk.decide("capnhat.snv", passage)
    assert caught.value.reasons[0].basis == "Điều 6.1"
    walk.decide("capnhat.snv", passage, comment="Thủ trưởng đơn vị chịu trách nhiệm")
    assert walk.page(passage).live
    assert passage.decisions.latest("pk").comment


@duty("SE-10")
def test_next_door_is_the_neighbouring_channel_of_the_same_site(walk: Walk) -> None:
    """Điều 7.1a, 8.1: another unit's channel is neither edited, nor decided about, nor withdrawn, nor seen waiting."""
    passage = walk.submitted("capnhat.snv", **SNV)
    assert not walk.may_edit("capnhat.syt", passage.page)
    assert walk.refused("capnhat.syt", passage) == "not_asked"
    assert not waiting_for(walk.person("capnhat.syt")).exists()
    walk.decide("capnhat.snv", passage, comment="Đã kiểm tra")
    page = walk.page(passage)
    assert actions.reasons_not_to_withdraw(walk.person("capnhat.syt"), page=page)
    assert not actions.reasons_not_to_withdraw(walk.person("capnhat.snv"), page=page)


def test_article_5_5_dossiers_are_a_units_own(walk: Walk) -> None:
    """Điều 5.5: chuyên đề by unit, with the chain and the rights of the unit."""
    page = walk.draft("capnhat.syt", site="portal", agency="syt", section="chuyen-de-so-y-te")
    assert chain_for(page).code == "kenh-don-vi"
    assert not walk.may_edit("capnhat.vinh", page)


@duty("SE-02", "SE-03", "SE-25")
def test_article_7_2_the_centre_puts_up_what_the_board_gave(walk: Walk) -> None:
    """Điều 7.2d: the website's general news is approved by its board and put up unchanged by the centre."""
    passage = walk.submitted("viet.portal", site="portal", agency="sbcvt")
    assert walk.asked(passage) == ["truongban"]
    passage = walk.decide("truongban", passage)
    assert walk.asked(passage) == ["trungtam"]
    passage = walk.decide("trungtam", passage)
    kinds = [decision.kind for decision in passage.decisions.order_by("pk")]
    assert kinds == ["submit", "approve", "enter"]
    assert walk.page(passage).live


@duty("SE-13", "SE-09")
def test_article_7_2_the_centre_administers_rights(walk: Walk) -> None:
    """Điều 7.2c: the administrator sits at the centre; units' accounts are personal seats on their channel."""
    board = board_of(walk.site("portal"))
    assert board is not None
    assert board.roles.get(seat_kind__code="site_admin").level == "administration"
    seats = walk.person("capnhat.syt").seats.all()
    assert {seat.section.slug for seat in seats if seat.section} == {"kenh-so-y-te", "chuyen-de-so-y-te"}


def test_article_8_stands_as_rules(walk: Walk) -> None:
    """Điều 8.2, 8.4, 9: two items a week, guidance by the day it takes effect, whom a leak is reported to."""
    assert walk.rule("site.contribution").value == 2
    assert walk.rule("doc.guidance").article == "Điều 8.4"
    assert walk.rule("account.leak_report").value == {"to": "sbcvt", "through": "ttcntt"}


def test_its_sample_content_comes_in_as_far_as_its_files_say(walk: Walk) -> None:
    """Điều 5: three items or more, public or waiting at their step."""
    assert walk.load_content(REGULATION) >= 3
    assert walk.load_content(REGULATION) == 0


@duty("SE-14")
def test_article_9_a_password_that_leaked_opens_nothing_any_more(walk: Walk) -> None:
    """Điều 9: the account is a person's own; a leak is reported, the password is void at once and set anew by mail."""
    leaked_then_set_anew("capnhat.snv")


@duty("SE-13")
def test_article_7_2_who_may_do_what_is_reviewed_with_the_decision_that_gave_it(walk: Walk) -> None:
    """Điều 7.2c: the centre answers for accounts and rights: a table of them, looked through on record."""
    portal, centre = walk.site("portal"), walk.person(walk_administrator(walk))
    lines = lines_of(keys_of(reach_of(centre), Question(site=portal)))
    assert {line.person.username for line in lines} >= {"capnhat.snv", "capnhat.syt"}
    assert all(line.basis for line in lines if line.source == "seat")
    assert record_review(centre, site=portal, note="Đã rà soát").lines == len(lines)


def walk_administrator(walk: Walk) -> str:
    """The account that sits as administrator of the portal."""
    return str(Seat.objects.get(kind__code="site_admin", site=walk.site("portal")).person.username)


@part("SD-13")
def test_article_6_2_websites_of_units_are_linked(walk: Walk) -> None:
    """Điều 6.2: the websites of units are linked by name and address; nothing of what they publish is taken in.

    The front page leads to them once the board has said so; in its own channel a unit's account links its own.
    """
    groups = {"Sở Y tế": [("Trang của ngành y tế", "https://yte-na.example.vn")]}
    passage = linked(walk, "viet.portal", groups=groups)
    assert walk.refused("capnhat.syt", passage) == "not_asked"
    passage = walk.decide("truongban", passage)
    assert links_of(walk) == {}
    walk.decide("trungtam", passage)
    assert links_of(walk) == groups
    body = body_of(("link_list", {"title": "", "links": [goal(None, *reversed(groups["Sở Y tế"][0]))]}))
    own = walk.submit("capnhat.syt", walk.draft("capnhat.syt", **SYT, body=body))
    walk.decide("capnhat.syt", own, comment="Trang của Sở")
    drain_in_transaction()
    [block] = whole(walk.page(own))["body"]
    assert [link["url"] for link in block["value"]["links"]] == ["https://yte-na.example.vn"]
