"""Before a post or seat ends, it is said what would wait for nobody."""

import pytest

from sites import clock
from sites.accounts.consequences import consequences_of_ending, held_by
from sites.accounts.models import User
from tests.factories.workflows import Desk, PortalDesk, make_desk, make_portal, submitted, with_post, with_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def portal() -> PortalDesk:
    return make_portal()


@pytest.fixture(autouse=True)
def english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"


def said(*people: User) -> list[str]:
    today = clock.today()
    return consequences_of_ending([row for person in people for row in held_by(person, today)], today)


def test_the_last_head_leaves_an_agency_without_one(desk: Desk) -> None:
    assert [line for line in said(desk.head) if "no head" in line] == ["“Department of Finance” will have no head."]
    assert not any("no head" in line for line in said(desk.deputy))


def test_a_step_waits_for_nobody_only_when_holders_and_stand_ins_go(desk: Desk) -> None:
    assert not any("wait for nobody" in line for line in said(desk.head))
    steps = [line for line in said(desk.head, desk.deputy) if "wait for nobody" in line]
    assert steps == ["On “Trang stc” the step “Step 1” will wait for nobody."]


def test_an_item_under_way_is_named(desk: Desk) -> None:
    submitted(desk, title="Công khai ngân sách")
    assert not any("Công khai" in line for line in said(desk.head))
    assert any("Công khai ngân sách" in line for line in said(desk.head, desk.deputy))
    with_post("pho2.stc", desk.agency, "deputy_head")
    assert not any("wait" in line for line in said(desk.head, desk.deputy))


def test_a_stand_in_who_wrote_the_text_is_nobody_for_it(desk: Desk) -> None:
    submitted(desk, title="Phó giám đốc viết", user=desk.writer)
    page = desk.draft(title="Do phó soạn", user=desk.deputy)
    assert page.owner == desk.deputy
    from workflows.passage import actions

    with_seat(desk.deputy.username, desk.site, "writer")
    actions.submit(desk.deputy, page=page)
    named = [line for line in said(desk.head) if "wait for nobody" in line]
    assert len(named) == 1
    assert "Do phó soạn" in named[0]


def test_the_only_editor_of_the_portal_is_missed(portal: PortalDesk) -> None:
    lines = said(portal.editor)
    assert "On “Trang cong” the step “Step 2” will wait for nobody." in lines
    assert any(line.startswith("Nobody else is “standing_editor”") for line in lines)
    with_seat("bientap2.cong", portal.site, "standing_editor")
    assert said(portal.editor) == []
