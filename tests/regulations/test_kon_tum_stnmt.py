"""Sở Tài nguyên và Môi trường Kon Tum, Quyết định 99/QĐ-STNMT năm 2011, article by article."""

import pytest

from sites import clock
from sites.accounts.actions import Personal, invite
from sites.accounts.models import Seat, SeatKind
from sites.accounts.reach import reach_of
from sites.domains.selectors import site_for_host
from sites.refusals import Conflict, Invalid, Refused
from sites.reviews.selectors import Question, keys_of, lines_of
from tests.regulations.walking import Walk, duty, part
from workflows.boards.selectors import role_names
from workflows.contributions.actions import FileData
from workflows.contributions.rules import forms_of
from workflows.notices.models import Mail
from workflows.passage import actions
from workflows.passage.models import Passage

REGULATION = "kon-tum-stnmt"
OF_DIVISION = {"site": "stnmt", "agency": "phongdd"}
pytestmark = pytest.mark.django_db


def at(walk: Walk, *usernames: str) -> Passage:
    """An item that these have let through."""
    passage = walk.submitted("viet.phongdd", **OF_DIVISION)
    for username in usernames:
        passage = walk.decide(username, passage)
    return passage


@duty("SD-04", "SD-06")
def test_article_2_the_website_has_its_name(walk: Walk) -> None:
    """Điều 2.3: www.stnmt.kontum.gov.vn, and without www."""
    assert site_for_host("www.stnmt.kontum.gov.vn") == site_for_host("stnmt.kontum.gov.vn") == walk.site("stnmt")


@duty("SE-01", "SE-02", "SE-03", "SE-25")
def test_articles_7_8_15_the_division_the_centre_the_board_the_centre(walk: Walk) -> None:
    """Điều 4.1, 8.1, 16.1, 15.1: the division approves, the centre gathers, the board censors, the centre enters."""
    passage = walk.submitted("viet.phongdd", **OF_DIVISION)
    for username in ("truong.phongdd", "trungtam", "truongban", "trungtam"):
        assert walk.asked(passage) == [username]
        assert not walk.page(passage).live
        passage = walk.decide(username, passage)
    assert walk.page(passage).live
    kinds = [decision.kind for decision in passage.decisions.order_by("pk")]
    assert kinds == ["submit", "approve", "forward", "approve", "enter"]


@duty("SE-02", "SE-25")
def test_article_15_1_the_centre_publishes_exactly_what_was_censored(walk: Walk) -> None:
    """Điều 15.1: what the centre edits while gathering is censored; afterwards not a letter is changed."""
    passage = at(walk, "truong.phongdd")
    walk.edit("trungtam", passage, summary="Trung tâm tổng hợp.")
    passage = walk.decide("truongban", walk.decide("trungtam", passage))
    censored = passage.decisions.latest("pk").text_sha256
    walk.edit("trungtam", passage, summary="Sửa sau khi duyệt.")
    with pytest.raises(Conflict):
        walk.decide("trungtam", passage)
    assert not walk.page(passage).live
    assert passage.text_sha256 == censored


@duty("SE-03")
def test_article_15_1_entering_is_no_approval(walk: Walk) -> None:
    """Điều 15.1, 16.1: the centre may not decide in the board's place, nor take back what is public."""
    passage = at(walk, "truong.phongdd", "trungtam")
    assert walk.refused("trungtam", passage) == "not_asked"
    passage = walk.decide("trungtam", walk.decide("truongban", passage))
    page = walk.page(passage)
    assert actions.reasons_not_to_withdraw(walk.person("trungtam"), page=page)
    assert not actions.reasons_not_to_withdraw(walk.person("truongban"), page=page)


@duty("SE-05", "SE-11")
def test_article_16_the_deputies_answer_to_the_head(walk: Walk) -> None:
    """Điều 16.1a, 16.1b: a deputy censors when the head is away, and for him."""
    assert role_names(walk.site("stnmt"))["board_head"] == "Trưởng Ban Biên tập"
    passage = at(walk, "truong.phongdd", "trungtam")
    assert walk.refused("phoban", passage) == "not_needed"
    walk.away("truongban")
    passage = walk.decide("phoban", passage)
    assert passage.decisions.latest("pk").on_behalf_of == walk.person("truongban")


@duty("SE-08")
def test_article_7_what_the_board_refuses_goes_back(walk: Walk) -> None:
    """Điều 7.2: what the board does not let through returns to its author with the reason."""
    passage = at(walk, "truong.phongdd", "trungtam")
    actions.return_to_author(walk.person("truongban"), passage=passage, reason="Thiếu nguồn")
    assert passage.decisions.latest("pk").comment == "Thiếu nguồn"


@duty("SE-19")
def test_article_5_4_author_and_source_are_named(walk: Walk) -> None:
    """Điều 5.4: an item without a source does not leave its writer."""
    page = walk.draft("viet.phongdd", **OF_DIVISION, source="")
    assert actions.reasons_not_to_submit(walk.person("viet.phongdd"), page=page)


def test_articles_11_12_16_stand_as_rules(walk: Walk) -> None:
    """Điều 11.1, 11.2, 12.1, 16.2: an item a working day, two days for documents, weekly backup, half-yearly report."""
    assert walk.rule("site.freshness").value == {"every": "working_day", "count": 1}
    assert (walk.rule("doc.own.publish").value, walk.rule("doc.own.publish").unit) == (2, "working_day")
    assert walk.rule("event.report").value == 3
    assert walk.rule("report.frequency").value == [6]


def test_its_sample_content_comes_in_as_far_as_its_files_say(walk: Walk) -> None:
    """Điều 3: three items or more, public or waiting at their step."""
    assert walk.load_content(REGULATION) >= 3
    assert walk.load_content(REGULATION) == 0


@part("SE-15")
def test_articles_4_2_and_18_3_whoever_likes_sends_and_the_board_censors(walk: Walk) -> None:
    """Điều 4.2, 18.3: volunteers send news, articles and pictures; nothing is public that the board has not censored.

    The royalty (Điều 14.2đ) is reckoned elsewhere: the credit names the contributor's account.
    """
    contributor = walk.contributor("stnmt")
    row = walk.take("trungtam", walk.sent(contributor))
    page = walk.became(row)
    assert not page.live
    assert page.credits.get().person == contributor.person
    passage = walk.submit("trungtam", page)
    assert walk.asked(passage) != ["trungtam"]
    assert not contributor.person.groups.exists()


@duty("SE-16", "SE-17")
def test_articles_8_1_and_8_2_by_form_with_word_writer_and_common_pictures(walk: Walk) -> None:
    """Điều 8.1, 8.2: mẫu 1 and mẫu 2; Word and Writer, jpg, gif, bmp; the old .doc is refused with the way out."""
    assert [form.code for form in forms_of(walk.site("stnmt"))] == ["1", "2"]
    assert {"docx", "odt", "jpg", "gif", "bmp"} <= set(walk.rule("submission.files").value)
    row = walk.sent(walk.contributor("stnmt"), walk.word(), walk.writer(), walk.picture("GIF"), walk.picture("BMP"))
    page = walk.became(walk.take("trungtam", row))
    assert [block.block_type for block in page.body].count("paragraph") >= 2
    with pytest.raises(Invalid) as caught:
        walk.sent(walk.contributor("stnmt"), FileData(name="tin.doc", data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    assert ".docx" in str(caught.value)


@duty("SE-23")
def test_article_17_2_secrets_stay_out(walk: Walk) -> None:
    """Điều 5.1, 6.1b, 17.2: what is given to the board is declared to be no secret, looked through, and stopped."""
    walk.keeps_secrets("viet.phongdd", **OF_DIVISION)


@part("SE-24")
def test_article_6_6_pictures_of_persons_have_their_consent(walk: Walk) -> None:
    """Điều 6.6: a picture from outside says about the persons in it, or it is not sent."""
    with pytest.raises(Refused) as caught:
        walk.sent(walk.contributor("stnmt"), walk.picture("JPEG", consent=""))
    assert caught.value.code == "picture_unsaid"


@duty("SE-13")
def test_article_15_accounts_and_rights_are_given_by_the_centre_on_a_decision(walk: Walk) -> None:
    """Điều 15.3, 15.5: the Trung tâm's administrator gives accounts and seats, each on its decision."""
    centre, site = walk.person("quantri.stnmt"), walk.site("stnmt")
    kind = SeatKind.objects.get(code="writer")
    row = Seat(kind=kind, site=site, held_from=clock.today(), basis="Phân công của Giám đốc, số 8/TB")
    found = invite(centre, username="moi.stnmt", personal=Personal("Người mới", "moi@kontum.localhost"), rows=[row])
    assert Mail.objects.filter(person=found).exists()
    line = next(one for one in lines_of(keys_of(reach_of(centre), Question(site=site))) if one.person == found)
    assert (line.basis, line.given_by) == ("Phân công của Giám đốc, số 8/TB", str(centre))
    for username in ("truong.phongdd", "truongban", "viet.phongdd"):
        with pytest.raises(Refused):
            invite(walk.person(username), username=f"x.{username}", personal=Personal("X", "x@x.localhost"),
                   rows=[Seat(kind=kind, site=site)])  # fmt: skip
