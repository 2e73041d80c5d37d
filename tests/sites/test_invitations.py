"""Inviting by mail, links to set a password, closing; and who manages the people of one site."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sites.accounts.actions import (
    Personal,
    Term,
    close_person,
    correct_person,
    end_post,
    end_seat,
    give_post,
    give_seat,
    invite,
    send_forgotten_link,
    send_link,
    set_password,
)
from sites.accounts.links import password_links
from sites.accounts.models import Seat, SeatKind, User
from sites.accounts.policies import reasons_not_to_close, reasons_not_to_see
from sites.accounts.selectors import state_of
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Refused
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import make_desk
from workflows.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
MOMENT = "2026-11-22T03:00:00+00:00"
PASSWORD = "mot-mat-khau-dai-va-rieng"
TITLES = ("Chuyên viên", "Officer")
VIET = Personal("Trần Thị Viết", "viet@stc.binhphuoc.localhost")


@pytest.fixture(autouse=True)
def frozen() -> object:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stc() -> PublicSite:
    return make_desk("stc").site


@pytest.fixture
def skhdt() -> PublicSite:
    return make_desk("skhdt").site


@pytest.fixture
def keeper(stc: PublicSite) -> User:
    """Who manages the people of stc."""
    person = make_person("quantri.stc", email="quantri.stc@binhphuoc.localhost")
    give_seat(make_administrator(), person=person, kind_code="site_admin", site=stc)
    return person


def seat_row(site: PublicSite, kind: str = "writer") -> Seat:
    return Seat(kind=SeatKind.objects.get(code=kind), site=site, held_from=date(2026, 11, 22), basis="QĐ 1")


def invited(actor: User, site: PublicSite, username: str = "moi.stc") -> User:
    return invite(actor, username=username, personal=VIET, rows=[seat_row(site)])


def link_to(person: User) -> str:
    body = Mail.objects.filter(person=person).latest("pk").body
    found = re.search(r"http://\S+/admin(/password_reset/confirm/\S+)", body)
    assert found
    return "/admin" + found[1]


def token_of(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[1]


def at_the_link(link: str, password: str = PASSWORD) -> tuple[Client, object]:
    """Open a link and fill in the form."""
    client = Client()
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client, client.post(form, {"new_password1": password, "new_password2": password})


# --- the link ------------------------------------------------------------------------------------------------------


def test_an_invited_person_sets_his_password_by_the_link_and_enters(stc: PublicSite) -> None:
    person = invited(make_administrator(), stc)
    assert state_of(person) == "invited"
    mail = Mail.objects.get(person=person)
    assert "moi.stc" in mail.body
    assert "Trang stc" in mail.body
    client, answer = at_the_link(link_to(person))
    assert answer.status_code == 302
    assert client.login(username="moi.stc", password=PASSWORD)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_link_works_once(stc: PublicSite) -> None:
    person = invited(make_administrator(), stc)
    link = link_to(person)
    at_the_link(link)
    _client, answer = at_the_link(link, "mot-mat-khau-dai-khac-nua")
    assert answer.status_code == 200
    assert "This link does not work any more" in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    with pytest.raises(Conflict):
        set_password(person, token=token_of(link), password=PASSWORD)


def test_a_link_is_void_after_three_days_and_after_a_newer_one(stc: PublicSite, frozen: object) -> None:
    administrator = make_administrator()
    person = invited(administrator, stc)
    first = link_to(person)
    frozen.shift(timedelta(hours=1))
    send_link(administrator, person=person)
    second = link_to(person)
    person.refresh_from_db()
    assert not password_links.check_token(person, token_of(first))
    assert password_links.check_token(person, token_of(second))
    frozen.shift(timedelta(days=3, minutes=1))
    assert not password_links.check_token(person, token_of(second))


def test_a_link_to_an_old_address_is_void(stc: PublicSite) -> None:
    administrator = make_administrator()
    person = invited(administrator, stc)
    link = link_to(person)
    correct_person(administrator, person=person, personal=Personal("Trần Thị Viết", "khac@stc.binhphuoc.localhost"))
    assert not password_links.check_token(User.objects.get(pk=person.pk), token_of(link))


def test_a_weak_password_is_not_taken_by_the_link(stc: PublicSite) -> None:
    person = invited(make_administrator(), stc)
    _client, answer = at_the_link(link_to(person), "12345678")
    assert answer.status_code == 200
    person.refresh_from_db()
    assert not person.has_usable_password()
    with pytest.raises(Invalid):
        set_password(person, token=token_of(link_to(person)), password="12345678")


def test_the_door_sends_a_link_and_never_says_whether_there_is_such_a_person(stc: PublicSite, frozen: object) -> None:
    person = make_person("moi.stc", email="viet@stc.binhphuoc.localhost")
    answers = [
        Client().post(reverse("wagtailadmin_password_reset"), {"email": email})
        for email in ("VIET@stc.binhphuoc.localhost", "niemand@stc.binhphuoc.localhost")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/admin/password_reset/done/")}
    assert Mail.objects.filter(person=person).count() == Mail.objects.count() == 1
    send_forgotten_link(email=person.email)
    assert Mail.objects.count() == 1, "one link in five minutes"
    frozen.shift(timedelta(minutes=6))
    send_forgotten_link(email=person.email)
    assert Mail.objects.count() == 2


def test_two_people_with_one_address_get_no_link_at_the_door(stc: PublicSite) -> None:
    for name in ("a", "b"):
        make_person(name, email="chung@stc.binhphuoc.localhost")
    send_forgotten_link(email="chung@stc.binhphuoc.localhost")
    assert not Mail.objects.exists()


def test_nobody_is_invited_without_an_address_or_without_anything_to_do(stc: PublicSite) -> None:
    administrator = make_administrator()
    with pytest.raises(Invalid):
        invite(administrator, username="moi.stc", personal=Personal("Viết"), rows=[seat_row(stc)])
    with pytest.raises(Refused):
        invite(administrator, username="moi.stc", personal=VIET, rows=[])
    assert not User.objects.filter(username="moi.stc").exists()


# --- closing -------------------------------------------------------------------------------------------------------


def test_the_sessions_of_a_closed_person_end_at_once(stc: PublicSite) -> None:
    administrator, person = make_administrator(), make_person("moi.stc", password=PASSWORD)
    give_seat(administrator, person=person, kind_code="writer", site=stc)
    client = Client()
    assert client.login(username=person.username, password=PASSWORD)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    close_person(administrator, person=person, reason="Nghỉ hưu")
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    User.objects.filter(pk=person.pk).update(is_active=True, closed_at=None)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302, "the session is void, not only the account"
    assert not Client().login(username=person.username, password=PASSWORD)
    person.refresh_from_db()
    assert (person.closing_reason, person.seats.get().end_reason) == ("Nghỉ hưu", "Nghỉ hưu")


def test_a_closed_person_gets_no_link_and_uses_none(stc: PublicSite) -> None:
    administrator = make_administrator()
    person = invited(administrator, stc)
    link = link_to(person)
    close_person(administrator, person=person, reason="Nhầm")
    with pytest.raises(Refused):
        send_link(administrator, person=person)
    send_forgotten_link(email=person.email)
    assert Mail.objects.filter(person=person).count() == 1
    _client, answer = at_the_link(link)
    assert "This link does not work any more" in answer.content.decode()


def test_what_was_held_is_not_taken_back(stc: PublicSite) -> None:
    administrator, person = make_administrator(), make_person("moi.stc")
    term = Term(held_from=date(2026, 1, 1))
    seat = give_seat(administrator, person=person, kind_code="writer", site=stc, term=term)
    with pytest.raises(Invalid):
        end_seat(administrator, seat=seat, on=date(2025, 12, 31), reason="Nhầm")
    end_seat(administrator, seat=seat, on=date(2026, 2, 1), reason="Chuyển công tác")
    seat.refresh_from_db()
    assert (seat.held_to, seat.end_reason) == (date(2026, 2, 1), "Chuyển công tác")


# --- who manages the people of one site -----------------------------------------------------------------------------


def test_who_manages_a_site_gives_what_its_seat_names_there_and_nothing_else(
    stc: PublicSite, skhdt: PublicSite, keeper: User
) -> None:
    person = invited(keeper, stc)
    give_seat(keeper, person=person, kind_code="translator", site=stc)
    give_post(keeper, person=person, agency=stc.agency, kind="staff", titles=TITLES)
    for site, kind in ((stc, "site_admin"), (stc, "board_head"), (skhdt, "writer")):
        with pytest.raises(Refused):
            give_seat(keeper, person=person, kind_code=kind, site=site)
        with pytest.raises(Refused):
            invite(keeper, username=f"{kind}.{site.code}", personal=VIET, rows=[seat_row(site, kind)])
    for agency, kind in ((stc.agency, "head"), (stc.agency, "deputy_head"), (skhdt.agency, "staff")):
        with pytest.raises(Refused):
            give_post(keeper, person=person, agency=agency, kind=kind, titles=TITLES)
    assert not User.objects.filter(is_superuser=True).exclude(username="quantri").exists()
    end_seat(keeper, seat=person.seats.get(kind__code="translator"), reason="Thôi dịch")
    end_post(keeper, post=person.posts.get(), reason="Chuyển")


def test_nobody_manages_himself(stc: PublicSite, keeper: User) -> None:
    with pytest.raises(Refused):
        give_seat(keeper, person=keeper, kind_code="writer", site=stc)
    with pytest.raises(Refused):
        correct_person(keeper, person=keeper, personal=VIET)
    with pytest.raises(Refused):
        end_seat(keeper, seat=keeper.seats.get())
    with pytest.raises(Refused):
        close_person(keeper, person=keeper)


@pytest.mark.parametrize("who", ["administrator", "head", "next door", "on two sites", "colleague"])
def test_whoever_stands_above_or_elsewhere_is_out_of_reach(
    stc: PublicSite, skhdt: PublicSite, keeper: User, who: str
) -> None:
    """To change somebody's address is to have his account: the second attempt of take-over."""
    administrator = make_administrator()
    known = {"administrator": administrator, "head": make_desk("stc").head}
    person = known.get(who) or make_person("moi", email="x@y.localhost")
    if who in {"next door", "on two sites"}:
        give_seat(administrator, person=person, kind_code="writer", site=skhdt)
    if who in {"on two sites", "colleague"}:
        give_seat(administrator, person=person, kind_code="writer", site=stc)
    assert bool(reasons_not_to_see(keeper, person)) is (who in {"administrator", "next door"})
    verbs = (
        lambda: correct_person(keeper, person=person, personal=Personal("Khác", "keeper@y.localhost")),
        lambda: send_link(keeper, person=person),
        lambda: close_person(keeper, person=person),
    )
    for verb in verbs:
        if who == "colleague":
            verb()
        else:
            with pytest.raises(Refused):
                verb()


def test_other_sites_are_not_named_in_a_refusal(stc: PublicSite, skhdt: PublicSite, keeper: User) -> None:
    administrator, person = make_administrator(), make_person("moi.stc", email="x@y.localhost")
    for site in (stc, skhdt):
        give_seat(administrator, person=person, kind_code="writer", site=site)
    said = " ".join(str(reason) for reason in reasons_not_to_close(keeper, person))
    assert said
    assert skhdt.code not in said


def test_the_reach_ends_with_the_seat(stc: PublicSite, keeper: User) -> None:
    end_seat(make_administrator(), seat=keeper.seats.get())
    with pytest.raises(Refused):
        invited(keeper, stc)


def test_no_mail_and_no_page_holds_a_password(stc: PublicSite, client: Client) -> None:
    administrator = make_administrator()
    person = invited(administrator, stc)
    at_the_link(link_to(person))
    client.force_login(administrator)
    texts = [Mail.objects.get(person=person).body, client.get(f"/admin/people/{person.pk}/").content.decode()]
    person.refresh_from_db()
    assert not any(secret in text for text in texts for secret in (PASSWORD, person.password))
