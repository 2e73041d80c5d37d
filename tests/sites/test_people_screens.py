"""The screens of people: the list, one person, what is offered to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from sites.accounts.actions import close_person, give_post, give_seat
from sites.accounts.models import Seat, User
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk, submitted
from workflows.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


@pytest.fixture
def keeper(desk: Desk) -> User:
    person = make_person("quantri.stc", full_name="Lê Văn Quản", email="quantri.stc@x.localhost")
    give_seat(make_administrator(), person=person, kind_code="site_admin", site=desk.site)
    return person


def read(client: Client, name: str, *args: int, **query: object) -> str:
    answer = client.get(reverse(f"people:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_are_found_by_name_without_diacritics(office: Client) -> None:
    make_person("quang", full_name="Nguyễn Đức Quảng")
    make_person("khac", full_name="Trần Thị Khác")
    found = read(office, "index", q="nguyen duc quang")
    assert "Nguyễn Đức Quảng" in found
    assert "Trần Thị Khác" not in found
    assert "Trần Thị Khác" in read(office, "results", q="KHAC")


def test_people_are_filtered_by_agency_site_post_and_account(office: Client, desk: Desk) -> None:
    closed = make_person("dong", full_name="Người đã đóng")
    close_person(make_administrator(), person=closed)
    for query, inside, outside in (
        ({"agency": desk.agency.pk}, "thutruong.stc", "thutruong.skhdt"),
        ({"site": desk.site.pk}, "viet.stc", "viet.skhdt"),
        ({"post": "head"}, "thutruong.skhdt", "phothutruong.stc"),
        ({"account": "closed"}, "Người đã đóng", "viet.stc"),
        ({"account": "open"}, "viet.stc", "Người đã đóng"),
    ):
        found = read(office, "results", **query)
        assert inside in found, query
        assert outside not in found, query


def test_the_list_is_paginated_and_costs_the_same_for_more_people(
    office: Client, desk: Desk, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        make_person(f"n{number}", full_name=f"Người {number:02}")
    assert "n39" not in read(office, "results")
    assert "Người 39" in read(office, "results", p=2)
    with django_assert_max_num_queries(25):
        read(office, "index")


def test_a_person_is_shown_with_what_he_holds_and_what_would_wait_for_nobody(office: Client, desk: Desk) -> None:
    desk.deputy.posts.all().delete()
    submitted(desk, title="Công khai ngân sách")
    page = read(office, "person", desk.head.pk)
    assert "thutruong.stc" in page
    assert "Department of Finance" in page or "Sở Tài chính" in page
    assert "Công khai ngân sách" in page


def test_ending_asks_to_read_the_warnings_first(office: Client, desk: Desk) -> None:
    post = desk.head.posts.get()
    address = reverse("people:end_post", args=(post.pk,))
    assert "anyway" in office.get(address).content.decode()
    form = {"on": "2030-01-01", "reason": "Nghỉ hưu"}
    office.post(address, form)
    post.refresh_from_db()
    assert post.held_to is None
    office.post(address, {**form, "anyway": "on"})
    post.refresh_from_db()
    assert (str(post.held_to), post.end_reason) == ("2030-01-01", "Nghỉ hưu")


def test_what_the_end_of_a_seat_refuses_stands_in_the_form(office: Client, desk: Desk) -> None:
    seat = desk.writer.seats.get()
    Seat.objects.filter(pk=seat.pk).update(held_from="2020-01-01")
    form = {"on": "2019-01-01", "reason": "Nhầm", "anyway": "on"}
    answer = office.post(reverse("people:end_seat", args=(seat.pk,)), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors["on"]


def test_an_invitation_that_is_refused_keeps_what_was_typed(office: Client) -> None:
    form = {"full_name": "Trần Thị Mới", "email": "moi@stc.localhost", "username": "moi.stc"}
    answer = office.post(reverse("people:invite"), form)
    assert answer.status_code == 200
    assert "Trần Thị Mới" in answer.content.decode()
    assert not User.objects.filter(username="moi.stc").exists()
    assert not Mail.objects.exists()


def test_a_post_and_a_seat_are_given_on_the_screens(office: Client, desk: Desk) -> None:
    person = make_person("moi")
    term = {"held_from": "2026-01-01", "basis": "QĐ 2"}
    post = {"agency": desk.agency.pk, "kind": "staff", "title_vi": "Chuyên viên", "title_en": "Officer"}
    assert office.post(reverse("people:give_post", args=(person.pk,)), {**post, **term}).status_code == 302
    seat = {"site": desk.site.pk, "kind": desk.writer.seats.get().kind_id}
    section = desk.site.homes.get(position=0).home.get_children().first()
    give = reverse("people:give_seat", args=(person.pk,))
    assert office.post(give, {**seat, **term, "section": section.pk}).status_code == 302
    assert person.seats.get().section_id == section.pk
    page = read(office, "person", person.pk)
    assert "QĐ 2" in page
    assert section.title in page


def test_a_link_is_sent_and_an_account_closed_on_the_screens(office: Client, desk: Desk) -> None:
    assert office.post(reverse("people:send_link", args=(desk.writer.pk,))).status_code == 302
    assert Mail.objects.filter(person=desk.writer).count() == 1
    close = reverse("people:close", args=(desk.writer.pk,))
    assert office.post(close, {"reason": "Chuyển công tác", "anyway": "on"}).status_code == 302
    desk.writer.refresh_from_db()
    assert desk.writer.closed_at
    assert "Chuyển công tác" in read(office, "person", desk.writer.pk)


def test_who_manages_a_site_finds_its_people_alone(client: Client, desk: Desk, keeper: User) -> None:
    other = make_desk("skhdt")
    give_seat(make_administrator(), person=desk.writer, kind_code="writer", site=other.site)
    client.force_login(keeper)
    found = read(client, "index")
    assert "thutruong.stc" in found
    for stranger in ("viet.skhdt", "thutruong.skhdt", "quantri<", "Site skhdt"):
        assert stranger not in found
    page = read(client, "person", desk.writer.pk)
    assert "Site stc" in page
    assert "skhdt" not in page
    for name in ("person", "correct", "close", "send_link", "give_seat"):
        assert client.get(reverse(f"people:{name}", args=(other.writer.pk,))).status_code == 404, name
    assert client.get(reverse("people:end_post", args=(other.head.posts.get().pk,))).status_code == 404
    assert client.get(reverse("people:end_seat", args=(desk.writer.seats.get(site=other.site).pk,))).status_code == 404


def test_nobody_else_enters(client: Client, desk: Desk, keeper: User) -> None:
    for person in (desk.writer, desk.head):
        client.force_login(person)
        assert client.get(reverse("people:index")).status_code == 302
        assert "/admin/people/" not in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(keeper)
    assert "/admin/people/" in client.get(reverse("wagtailadmin_home")).content.decode()
    give_post(make_administrator(), person=keeper, agency=desk.agency, kind="staff", titles=("A", "B"))
    assert "/give-seat/" not in read(client, "person", keeper.pk)


def test_a_person_saves_the_own_account_and_leaves_name_and_mail_to_whoever_manages_it(keeper: User) -> None:
    client = Client()
    client.force_login(keeper)
    address = reverse("wagtailadmin_account")
    sent = {
        "name_email-full_name": "Người khác",
        "name_email-email": "khac@x.localhost",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "Asia/Ho_Chi_Minh",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert client.post(address, sent).status_code == 302
    keeper.refresh_from_db()
    assert (keeper.full_name, keeper.email) == ("Lê Văn Quản", "quantri.stc@x.localhost")
    assert keeper.wagtail_userprofile.preferred_language == "en"
