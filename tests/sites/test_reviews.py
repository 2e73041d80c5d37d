"""Review of rights: every right with its decision and its use, what to look at, files, the record, the reminder."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.paginator import Paginator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sites import clock
from sites.accounts.actions import Term, end_post, give_many, give_post, give_seat, lock_person
from sites.accounts.models import RightsAlarm, Seat, SeatKind, User
from sites.accounts.reach import Reach, reach_of
from sites.clock.days import months_after
from sites.domains.models import PublicSite
from sites.refusals import Invalid, Refused
from sites.reviews.actions import record_review
from sites.reviews.due import due_soon
from sites.reviews.exports import safe
from sites.reviews.jobs import remind
from sites.reviews.models import Review
from sites.reviews.selectors import Question, keys_of, lines_of
from sites.rules.models import LegalBasis, Rule
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk, make_portal, with_seat
from workflows.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]


@pytest.fixture(autouse=True)
def _rules() -> None:
    basis = LegalBasis.objects.create(code="nd-331-2026", title="Nghị định 331/2026/NĐ-CP")
    for key, value in (
        ("rights.review", {"months": 6, "remind_before": 14}),
        ("rights.separate", [["site_admin", "board_head"]]),
        ("accounts.idle_lock", {"days": 45, "warn_before": 7}),
    ):
        Rule.objects.create(key=key, value=value, unit="text", basis=basis)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def keeper(desk: Desk) -> User:
    person = make_person("quantri.stc", full_name="Lê Văn Quản", email="quantri.stc@x.localhost")
    give_seat(make_administrator(), person=person, kind_code="site_admin", site=desk.site)
    return person


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def lines(actor: User, **asked: Any) -> list[Any]:
    return lines_of(keys_of(reach_of(actor), Question(**asked)))


def of(actor: User, username: str, **asked: Any) -> Any:
    return next(line for line in lines(actor, **asked) if line.person.username == username)


def test_a_line_says_who_what_where_since_when_by_whose_decision_and_last_use(desk: Desk) -> None:
    administrator, person = make_administrator(), make_person("moi.stc", full_name="Trần Thị Mới")
    term = Term(held_from=clock.today(), held_to=clock.today() + timedelta(days=300), basis="QĐ 12/QĐ-STC")
    give_seat(administrator, person=person, kind_code="writer", site=desk.site, term=term)
    browser = Client()
    browser.force_login(person)
    line = of(administrator, "moi.stc")
    assert (line.what, line.where, line.basis) == (
        "writer",
        "Site stc" if line.where.startswith("Site") else "Trang stc",
        "QĐ 12/QĐ-STC",
    )
    assert (line.since, line.until, line.given_by) == (term.held_from, term.held_to, str(administrator))
    assert line.last_login is not None
    assert line.flags == []
    give_post(administrator, person=person, agency=desk.agency, kind="staff", titles=("CV", "Officer"), term=term)
    assert {one.source for one in lines(administrator, words="tran thi moi")} == {"seat", "post"}


def test_administrators_stand_in_the_table_of_the_province_alone(desk: Desk, keeper: User) -> None:
    assert of(make_administrator(), "quantri").source == "administrator"
    assert not [line for line in lines(keeper) if line.source == "administrator"]


def test_who_manages_a_site_sees_its_rights_alone(desk: Desk, keeper: User) -> None:
    make_portal()
    names = {line.person.username for line in lines(keeper)}
    assert {"viet.stc", "thutruong.stc", "quantri.stc"} <= names
    assert not [name for name in names if not name.endswith(".stc")]
    foreign = PublicSite.objects.get(code="skhdt")
    assert lines(keeper, site=foreign) == []


def test_what_asks_for_a_second_look_is_flagged_and_filtered(desk: Desk, keeper: User) -> None:
    administrator = make_administrator()
    today = clock.today()
    both = with_seat("kiem.stc", desk.site, "site_admin")
    give_seat(administrator, person=both, kind_code="board_head", site=desk.site, term=Term(basis="QĐ 2"))
    former = with_seat("cu.stc", desk.site, "writer")
    post = give_post(administrator, person=former, agency=desk.agency, kind="staff", titles=("CV", "Officer"),
                     term=Term(held_from=today - timedelta(days=9)))  # fmt: skip
    end_post(administrator, post=post)
    resting = with_seat("nghi.stc", desk.site, "writer")
    lock_person(administrator, person=resting, reason="Nghỉ dài")
    soon = make_person("sap.stc")
    give_seat(administrator, person=soon, kind_code="writer", site=desk.site,
              term=Term(held_to=today + timedelta(days=9), basis="QĐ 3"))  # fmt: skip
    idle = with_seat("lau.stc", desk.site, "writer")
    User.objects.filter(pk=idle.pk).update(date_joined=clock.now() - timedelta(days=40))
    for flag, username in (
        ("together", "kiem.stc"), ("post_ended", "cu.stc"), ("rests", "nghi.stc"), ("ends_soon", "sap.stc"),
        ("idle", "lau.stc"), ("no_basis", "viet.stc"),
    ):  # fmt: skip
        names = {line.person.username for line in lines(administrator, flag=flag)}
        assert username in names, flag
        assert "sap.stc" not in names or flag == "ends_soon", flag
        assert of(administrator, username, flag=flag).flags


def test_it_is_filtered_by_name_site_and_right(desk: Desk, keeper: User) -> None:
    make_desk("skhdt")
    administrator = make_administrator()
    for asked, inside, outside in (
        ({"words": "le van quan"}, "quantri.stc", "viet.stc"),
        ({"site": desk.site}, "thutruong.stc", "thutruong.skhdt"),
        ({"right": "seat:writer"}, "viet.stc", "quantri.stc"),
        ({"right": "post:head"}, "thutruong.stc", "phothutruong.stc"),
        ({"right": "administrator"}, "quantri", "viet.stc"),
    ):
        names = {line.person.username for line in lines(administrator, **asked)}
        assert inside in names, asked
        assert outside not in names, asked


def test_the_screen_is_paged_and_costs_the_same_for_more_people(office: Client, desk: Desk) -> None:
    address = reverse("reviews:rights")
    office.get(address)
    with CaptureQueriesContext(connection) as few:
        office.get(address)
    rows = [make_person(f"n{number:03}.stc") for number in range(120)]
    kind = SeatKind.objects.get(code="writer")
    give_many(make_administrator(), rows=[Seat(person=person, kind=kind, site=desk.site) for person in rows])
    with CaptureQueriesContext(connection) as many:
        body = office.get(address).content.decode()
    assert len(many) <= len(few) <= 40
    assert "n119" not in body
    assert "n119" in office.get(address + "?p=3").content.decode() + office.get(address + "?p=2").content.decode()
    assert Paginator(keys_of(Reach(everything=True), Question()), 50).count >= 120


def test_the_picture_shows_people_against_rights(office: Client, desk: Desk, keeper: User) -> None:
    body = office.get(reverse("reviews:rights") + "?picture").content.decode()
    assert "rights-picture" in body
    assert body.count("●") == 1 + len(lines(make_administrator()))  # one explains the red ones


def test_the_files_hold_every_line_and_no_formula(office: Client, desk: Desk) -> None:
    evil = make_person("ac.stc", full_name='=HYPERLINK("http://ke.gian","x")')
    give_seat(make_administrator(), person=evil, kind_code="writer", site=desk.site, term=Term(basis="@SUM(A1)"))
    number = len(lines(make_administrator()))
    answer = office.get(reverse("reviews:export", args=("csv",)))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == number + 1
    sheet = load_workbook(io.BytesIO(office.get(reverse("reviews:export", args=("xlsx",))).content)).active
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert len(cells) == number + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    for table in (rows, cells):
        assert not [cell for row in table for cell in row if str(cell).startswith(("=", "+", "-", "@"))]
        assert any("'=HYPERLINK" in str(cell) for row in table for cell in row)
    assert answer["Content-Disposition"].startswith("attachment")
    assert [safe(text) for text in ("\tx", "a=b", "")] == ["'\tx", "a=b", ""]


def test_a_file_follows_the_filters_and_the_reach(client: Client, desk: Desk, keeper: User) -> None:
    client.force_login(keeper)
    other = make_desk("skhdt")
    for query in ("", f"?site={other.site.pk}", "?right=administrator"):
        text = client.get(reverse("reviews:export", args=("csv",)) + query).content.decode()
        assert "skhdt" not in text
        assert "quantri," not in text
    client.force_login(desk.writer)
    assert client.get(reverse("reviews:export", args=("csv",))).status_code in (302, 403)


def test_alarms_stand_above_the_table_of_the_province(client: Client, desk: Desk, keeper: User) -> None:
    RightsAlarm.objects.create(found_at=clock.now(), lines=["- pages x"])
    address = reverse("people:settle_alarm", args=(RightsAlarm.objects.get().pk,))
    client.force_login(make_administrator())
    assert address in client.get(reverse("reviews:rights")).content.decode()
    client.force_login(keeper)
    assert address not in client.get(reverse("reviews:rights")).content.decode()


def test_a_review_is_recorded_with_what_was_looked_at(office: Client, desk: Desk) -> None:
    form = {"site": desk.site.pk, "note": "Kết thúc 1 quyền, biên bản 05/BB"}
    assert office.post(reverse("reviews:record"), form).status_code == 302
    review = Review.objects.get()
    assert (review.site, review.by, review.lines) == (
        desk.site,
        make_administrator(),
        len(lines(make_administrator(), site=desk.site)),
    )
    assert len(review.sha256) == 64
    assert "05/BB" in office.get(reverse("reviews:rights")).content.decode()


def test_nobody_reviews_next_door_or_without_a_word(desk: Desk, keeper: User) -> None:
    other = make_desk("skhdt")
    record_review(keeper, site=desk.site, note="Đã xem")
    for actor, site in ((keeper, other.site), (keeper, None), (desk.writer, desk.site), (desk.head, desk.site)):
        with pytest.raises(Refused):
            record_review(actor, site=site, note="Đã xem")
    with pytest.raises(Invalid):
        record_review(keeper, site=desk.site, note="  ")


def test_reviews_are_due_every_six_months_and_each_is_reminded_of_once(desk: Desk, keeper: User) -> None:
    opened = desk.site.opened_on
    assert opened is not None
    due_on = months_after(opened, 6)
    with time_machine.travel(clock.now(), tick=False) as moment:
        moment.shift(due_on - clock.today() - timedelta(days=20))
        assert due_soon(Reach(everything=True)) == []
        moment.shift(timedelta(days=10))
        assert desk.site in [due.site for due in due_soon(reach_of(keeper))]
        remind(timestamp=0)
        remind(timestamp=0)
        assert Mail.objects.filter(person=keeper).count() == 1
        client = Client()
        client.force_login(keeper)
        assert "reviews-due" in client.get(reverse("wagtailadmin_home")).content.decode()
        record_review(keeper, site=desk.site, note="Đã xem")
        assert desk.site not in [due.site for due in due_soon(reach_of(keeper))]
        assert "reviews-due" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_six_months_after_the_last_of_august_is_the_last_of_february() -> None:
    assert str(months_after(clock.today().replace(year=2026, month=8, day=31), 6)) == "2027-02-28"
    assert str(months_after(clock.today().replace(year=2026, month=12, day=1), 1)) == "2027-01-01"
