"""Accounts are kept safe by rule: tries at the door, passwords, sessions, leaks, what lies idle; and the log of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from sites import clock
from sites.accounts.actions import (
    Term,
    close_person,
    give_post,
    give_seat,
    lock_person,
    report_leak,
    set_password,
    unlock_person,
)
from sites.accounts.links import password_links
from sites.accounts.models import User
from sites.accounts.policies import reasons_not_to_hold
from sites.accounts.selectors import state_of
from sites.refusals import Conflict, Invalid, Missing, Refused
from sites.rules.models import LegalBasis, Rule
from sites.security.actions import end_other_sessions, end_session, forget_tries, lock_idle
from sites.security.enums import ActKind
from sites.security.jobs import nightly
from sites.security.models import Act, FormerPassword, Session, Try
from sites.security.selectors import sessions_of
from sites.security.tries import HoldsOff
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk
from workflows.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
OLD, NEW = "Mot-Mat-Khau-Dai-1", "Mot-Mat-Khau-Khac-2"
RULES = {
    "accounts.idle_lock": {"days": 45, "warn_before": 7},
    "accounts.password": {"length": 14, "classes": 4, "history": 3},
    "accounts.login_attempts": {"failures": 5, "minutes": 15, "from_address": 20},
}


@pytest.fixture
def rules() -> None:
    basis = LegalBasis.objects.create(code="nd-331-2026", title="Nghị định 331/2026/NĐ-CP")
    for key, value in RULES.items():
        Rule.objects.create(key=key, value=value, unit="text", basis=basis, article="TCVN 14423:2026")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def writer(desk: Desk) -> User:
    """Who writes at stc, with a password."""
    desk.writer.set_password(OLD)
    desk.writer.save()
    return desk.writer


@pytest.fixture
def keeper(desk: Desk) -> User:
    """Who manages the people of stc."""
    person = make_person("quantri.stc", email="quantri.stc@x.localhost")
    give_seat(make_administrator(), person=person, kind_code="site_admin", site=desk.site)
    return person


def at_the_door(username: str, password: str, client: Client | None = None, **extra: Any) -> Any:
    return (client or Client()).post(
        reverse("wagtailadmin_login"), {"username": username, "password": password}, **extra
    )


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("wagtailadmin_home")).status_code == 200)


def acts(person: User | None = None) -> list[str]:
    return list(Act.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


# --- the log ---------------------------------------------------------------------------------------------------------


def test_who_came_in_when_and_from_where_is_written_down(writer: User) -> None:
    client = Client()
    at_the_door("viet.stc", "sai", client, REMOTE_ADDR="10.1.2.3")
    at_the_door("viet.stc", OLD, client, REMOTE_ADDR="10.1.2.3", HTTP_USER_AGENT="Firefox")
    client.post(reverse("wagtailadmin_logout"))
    assert acts(writer)[-3:] == [ActKind.FAILED, ActKind.LOGGED_IN, ActKind.LOGGED_OUT]
    row = Act.objects.get(person=writer, kind=ActKind.LOGGED_IN)
    assert (row.address, row.agent, row.by) == ("10.1.2.3", "Firefox", writer)


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.1"), (1, "203.0.113.9")])
def test_what_a_client_claims_of_his_address_is_not_believed(writer: User, proxies: int, seen: str) -> None:
    with override_settings(PROXIES=proxies):
        at_the_door("viet.stc", OLD, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")
    assert Act.objects.get(kind=ActKind.LOGGED_IN, person=writer).address == seen


@pytest.mark.parametrize("statement", ["update {} set words = 'x'", "delete from {}", "truncate {}"])
def test_the_log_is_only_added_to(writer: User, statement: str) -> None:
    at_the_door("viet.stc", OLD)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(DatabaseError, match="INSERT only"), transaction.atomic():
            cursor.execute(statement.format("sites_security_act"))


def test_what_is_done_to_an_account_stands_in_the_log_with_who_did_it(desk: Desk, keeper: User) -> None:
    seat = give_seat(keeper, person=desk.writer, kind_code="translator", site=desk.site)
    lock_person(keeper, person=desk.writer, reason="Nghỉ dài")
    unlock_person(keeper, person=desk.writer, reason="Đã về")
    desk.writer.refresh_from_db()
    close_person(keeper, person=desk.writer, reason="Nghỉ hưu")
    rows = list(Act.objects.filter(person=desk.writer, by=keeper).order_by("pk").values_list("kind", flat=True))
    assert rows == ["given", "locked", "unlocked", "ended", "ended", "closed"]
    assert str(seat) in Act.objects.filter(kind="given", by=keeper).get().words


def test_the_log_shows_to_who_manages_a_site_its_people_alone(desk: Desk, keeper: User) -> None:
    other = make_desk("skhdt")
    for person in (desk.writer, other.writer):
        Client().force_login(person)
    client = Client()
    client.force_login(keeper)
    body = client.get(reverse("security:log")).content.decode()
    assert "viet.stc" in body
    assert "viet.skhdt" not in body
    assert client.get(reverse("security:of_person", args=(other.writer.pk,))).status_code == 404
    assert "viet.stc" in client.get(reverse("security:of_person", args=(desk.writer.pk,))).content.decode()
    client.force_login(desk.writer)
    assert client.get(reverse("security:log")).status_code in (302, 403)


# --- tries at the door -----------------------------------------------------------------------------------------------


def test_after_five_failures_the_right_password_is_refused_too_until_the_minutes_have_passed(
    rules: None, writer: User
) -> None:
    with time_machine.travel("2026-11-22T03:00:00+00:00", tick=False) as moment:
        for _ in range(5):
            at_the_door("viet.stc", "sai")
        client = Client()
        answer = at_the_door("viet.stc", OLD, client)
        assert "15" in str(answer.context["form"].non_field_errors())
        assert not is_in(client)
        moment.shift(timedelta(minutes=16))
        at_the_door("viet.stc", OLD, client)
        assert is_in(client)
    assert ActKind.HELD_OFF in acts(writer)
    assert not Try.objects.filter(username="viet.stc").exists()


def test_a_name_that_nobody_has_is_held_off_alike(rules: None) -> None:
    answers = [at_the_door("khong.ai", "x") for _ in range(7)]
    assert "15" not in str(answers[0].context["form"].non_field_errors())
    assert "15" in str(answers[-1].context["form"].non_field_errors())


def test_many_names_from_one_address_are_held_off(rules: None, writer: User) -> None:
    for number in range(21):
        at_the_door(f"ten{number}", "x", REMOTE_ADDR="203.0.113.1")
    client = Client()
    at_the_door("viet.stc", OLD, client, REMOTE_ADDR="203.0.113.1")
    assert not is_in(client)
    at_the_door("viet.stc", OLD, client, REMOTE_ADDR="203.0.113.2")
    assert is_in(client)


def test_tries_at_one_moment_count_each_other(rules: None, writer: User) -> None:
    """Each is written before any password is looked at: five that wait are seen by the sixth."""
    request = RequestFactory().post("/")
    for _ in range(5):
        HoldsOff().authenticate(request, username="viet.stc")
    with pytest.raises(PermissionDenied):
        HoldsOff().authenticate(request, username="viet.stc")


def test_without_a_rule_nobody_is_held_off(writer: User) -> None:
    for _ in range(9):
        at_the_door("viet.stc", "sai")
    client = Client()
    at_the_door("viet.stc", OLD, client)
    assert is_in(client)


# --- passwords -------------------------------------------------------------------------------------------------------


def change(person: User, password: str) -> None:
    person.refresh_from_db()
    set_password(person, token=password_links.make_token(person), password=password)


@pytest.mark.parametrize(
    "weak", ["Ngan-1a", "chi-co-chu-thuong-1", "CHI-CO-CHU-HOA-12", "KhongCoKyHieu12", "Khong-co-so-nao"]
)
def test_a_password_is_as_the_rule_says(rules: None, writer: User, weak: str) -> None:
    with pytest.raises(Invalid) as caught:
        change(writer, weak)
    assert caught.value.code == "weak_password"
    change(writer, NEW)


def test_none_of_the_last_passwords_is_taken_again(rules: None, writer: User) -> None:
    for number in range(3):
        change(writer, f"{NEW}{number}")
    for used in (f"{NEW}0", f"{NEW}2"):
        with pytest.raises(Invalid):
            change(writer, used)
    change(writer, OLD)  # the fourth last
    assert FormerPassword.objects.filter(person=writer).count() == 3


def test_the_page_of_ones_own_account_asks_the_same(rules: None, writer: User) -> None:
    client = Client()
    at_the_door("viet.stc", OLD, client)
    form = {"old_password": OLD, "new_password1": "ngan", "new_password2": "ngan"}
    names = {f"password-{name}": value for name, value in form.items()}
    answer = client.post(reverse("wagtailadmin_account"), names)
    writer.refresh_from_db()
    assert answer.status_code == 200
    assert writer.check_password(OLD)


# --- a leak ----------------------------------------------------------------------------------------------------------


def test_who_reports_a_leak_is_out_everywhere_and_the_old_password_opens_nothing(rules: None, writer: User) -> None:
    """Nghệ An Điều 9, Quảng Ninh Điều 16.5: the password is changed, at once."""
    here, there = Client(), Client()
    for client in (here, there):
        at_the_door("viet.stc", OLD, client)
    here.post(reverse("security:own"), {"leaked": "1"})
    assert not is_in(here)
    assert not is_in(there)
    assert not Session.objects.filter(person=writer).exists()
    again = Client()
    at_the_door("viet.stc", OLD, again)
    assert not is_in(again)
    writer.refresh_from_db()
    assert writer.leaked_at
    assert state_of(writer) != "invited"
    link = re.search(r"http://\S+(/admin/password_reset/confirm/\S+)", Mail.objects.get(person=writer).body)
    assert link
    page = again.get(link[1], follow=True)
    for password in (OLD, NEW):
        again.post(page.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})
    writer.refresh_from_db()
    assert writer.check_password(NEW)
    assert writer.leaked_at is None
    at_the_door("viet.stc", NEW, again)
    assert is_in(again)


def test_who_manages_the_people_of_a_site_reports_it_of_them_alone(desk: Desk, keeper: User) -> None:
    other = make_desk("skhdt")
    report_leak(keeper, person=desk.writer)
    for person in (other.writer, desk.head, make_administrator()):
        with pytest.raises(Refused):
            report_leak(keeper, person=person)
    with pytest.raises(Refused):
        report_leak(desk.writer, person=desk.head)


def test_a_stolen_link_of_before_the_leak_is_void(writer: User) -> None:
    token = password_links.make_token(writer)
    report_leak(writer, person=writer)
    with pytest.raises(Conflict):
        set_password(User.objects.get(pk=writer.pk), token=token, password=NEW)


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_person_sees_and_ends_his_own_sessions_and_nobody_elses(writer: User, keeper: User) -> None:
    here, there, other = Client(), Client(), Client()
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
    at_the_door("viet.stc", OLD, here, REMOTE_ADDR="10.1.1.1", HTTP_USER_AGENT=firefox)
    at_the_door("viet.stc", OLD, there, REMOTE_ADDR="10.2.2.2")
    other.force_login(keeper)
    body = here.get(reverse("security:own")).content.decode()
    assert "10.1.1.1" in body
    assert "10.2.2.2" in body
    assert "Firefox 133, Windows" in body
    (foreign,) = sessions_of(keeper)
    with pytest.raises(Missing):
        end_session(writer, key_number=foreign.number)
    here.post(reverse("security:own"), {"session": foreign.number})
    assert is_in(other)
    number = next(one.number for one in sessions_of(writer) if one.row.address == "10.2.2.2")
    here.post(reverse("security:own"), {"session": number})
    assert not is_in(there)
    assert is_in(here)


def test_all_others_are_ended_at_once(writer: User) -> None:
    clients = [Client() for _ in range(3)]
    for client in clients:
        at_the_door("viet.stc", OLD, client)
    clients[0].post(reverse("security:own"), {"others": "1"})
    assert [is_in(client) for client in clients] == [True, False, False]
    assert end_other_sessions(writer, but=clients[0].session.session_key) == 0


def test_the_key_of_a_session_stands_on_no_screen(writer: User) -> None:
    client = Client()
    at_the_door("viet.stc", OLD, client)
    assert client.session.session_key not in client.get(reverse("security:own")).content.decode()


# --- what lies idle --------------------------------------------------------------------------------------------------


def test_idle_accounts_are_warned_then_locked_then_unlocked_with_a_reason(
    rules: None, desk: Desk, keeper: User
) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        for days, warned, is_locked in ((37, 0, False), (38, 1, False), (39, 1, False), (44, 1, False), (46, 1, True)):
            moment.move_to(desk.writer.date_joined + timedelta(days=days, hours=1))
            nightly(timestamp=0)
            desk.writer.refresh_from_db()
            assert Act.objects.filter(person=desk.writer, kind=ActKind.WARNED).count() == warned, days
            assert bool(desk.writer.locked_at) is is_locked, days
        assert Mail.objects.filter(person=desk.writer).count() == 1
        assert not desk.writer.groups.exists()
        assert desk.writer.seats.get().held_to is None
        assert reasons_not_to_hold(desk.writer)[0].code == "person_locked"
        with pytest.raises(Invalid):
            unlock_person(make_administrator(), person=desk.writer, reason=" ")
        unlock_person(make_administrator(), person=desk.writer, reason="Đã trở lại làm việc")
        nightly(timestamp=0)
        desk.writer.refresh_from_db()
        assert desk.writer.is_active
        assert desk.writer.groups.filter(name="stc · writer").exists()
    assert Act.objects.get(person=desk.writer, kind=ActKind.UNLOCKED).words == "Đã trở lại làm việc"


def test_who_works_is_not_idle(rules: None, writer: User) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        client = Client()
        at_the_door("viet.stc", OLD, client)
        for _ in range(6):
            moment.shift(timedelta(days=10))
            assert is_in(client) or at_the_door("viet.stc", OLD, client)
            lock_idle()
        writer.refresh_from_db()
        assert writer.locked_at is None


def test_the_session_of_a_locked_account_is_dead_and_the_door_is_closed(rules: None, writer: User) -> None:
    client = Client()
    at_the_door("viet.stc", OLD, client)
    lock_person(make_administrator(), person=writer, reason="Điều tra sự cố")
    assert not is_in(client)
    at_the_door("viet.stc", OLD, client)
    assert not is_in(client)


def test_the_last_administrator_is_never_locked(rules: None) -> None:
    one, two = make_administrator(), make_administrator("quantri2")
    with time_machine.travel(clock.now() + timedelta(days=90), tick=False):
        lock_idle()
    assert User.objects.filter(pk__in=(one.pk, two.pk), is_active=True).count() == 1


def test_nobody_locks_or_unlocks_next_door(desk: Desk, keeper: User) -> None:
    other = make_desk("skhdt")
    for person in (other.writer, desk.head, keeper):
        with pytest.raises(Refused):
            lock_person(keeper, person=person, reason="x")
    lock_person(make_administrator(), person=other.writer, reason="x")
    other.writer.refresh_from_db()
    with pytest.raises(Refused):
        unlock_person(keeper, person=other.writer, reason="x")


def test_without_a_rule_nothing_is_locked(writer: User) -> None:
    with time_machine.travel(clock.now() + timedelta(days=900), tick=False):
        assert lock_idle() == []
    forget_tries()


# --- the end of a post at the border of the day ----------------------------------------------------------------------


def test_a_running_session_has_no_rights_on_the_day_that_a_seat_ends_whether_or_not_a_worker_runs(desk: Desk) -> None:
    """23:59 the day before: inside. 00:00: outside; no job has run."""
    with time_machine.travel("2026-11-22T10:00:00+07:00", tick=False) as moment:
        person, administrator = make_person("tam.stc"), make_administrator()
        term = Term(held_from=clock.today(), held_to=clock.today() + timedelta(days=1), basis="QĐ 1")
        give_seat(administrator, person=person, kind_code="writer", site=desk.site, term=term)
        client = Client()
        client.force_login(person)
        moment.move_to("2026-11-22T23:59:59+07:00")
        assert is_in(client)
        moment.move_to("2026-11-23T00:00:00+07:00")
        assert not is_in(client)
        assert not person.groups.exists()


def test_a_running_session_of_a_post_ends_with_it_and_one_that_begins_that_day_begins(desk: Desk) -> None:
    with time_machine.travel("2026-11-22T10:00:00+07:00", tick=False) as moment:
        person, administrator = make_person("chuyen.stc"), make_administrator()
        today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
        give_post(administrator, person=person, agency=desk.agency, kind="staff", titles=("CV", "Officer"),
                  term=Term(held_from=today, held_to=tomorrow, basis="QĐ 1"))  # fmt: skip
        other = make_desk("skhdt")
        give_seat(administrator, person=person, kind_code="writer", site=other.site,
                  term=Term(held_from=tomorrow, basis="QĐ 2"))  # fmt: skip
        client = Client()
        client.force_login(person)
        moment.move_to("2026-11-23T00:00:01+07:00")
        assert is_in(client)
        assert list(person.groups.order_by("name").values_list("name", flat=True)) == ["access", "skhdt · writer"]
