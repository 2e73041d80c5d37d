"""The password of who administers holds for as long as a rule says; then a new one comes before everything else."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from sites import clock
from sites.accounts.actions import Term, change_password, end_seat, give_seat, set_password
from sites.accounts.links import password_links
from sites.accounts.models import User
from sites.accounts.reach import people_who_administer, reach_of
from sites.refusals import Invalid
from sites.rules.models import LegalBasis, Rule
from sites.security.enums import ActKind
from sites.security.jobs import nightly
from sites.security.models import Act, FormerPassword
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk
from workflows.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
OLD, NEW = "Mot-Mat-Khau-Dai-1", "Mot-Mat-Khau-Khac-2"
SET_AT, ENDS = "2026-12-31T09:00:00+07:00", "2027-02-28"  # two months later; there is no 31st
HOME, SCREEN = "/admin/", "/admin/security/password/"


@pytest.fixture
def moment() -> Iterator[Any]:
    """The moment in which all passwords here are set."""
    with time_machine.travel(SET_AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def rule(moment: Any) -> Rule:
    basis = LegalBasis.objects.create(code="nd-331-2026", title="Nghị định 331/2026/NĐ-CP")
    Rule.objects.create(
        key="accounts.password", value={"length": 14, "classes": 4, "history": 3}, unit="list", basis=basis
    )
    return Rule.objects.create(
        key="accounts.password_age", value={"months": 2, "warn_before": 7}, unit="month", basis=basis,
        article="TCVN 14423:2026",
    )  # fmt: skip


@pytest.fixture
def desk(moment: Any) -> Desk:
    return make_desk()


@pytest.fixture
def administrator(moment: Any) -> User:
    return with_password(make_administrator())


@pytest.fixture
def keeper(desk: Desk, administrator: User) -> User:
    """Who administers the site stc."""
    person = make_person("quantri.stc", email="quantri.stc@x.localhost")
    give_seat(administrator, person=person, kind_code="site_admin", site=desk.site)
    return with_password(person)


def with_password(person: User, password: str = OLD) -> User:
    person.set_password(password)
    person.save()
    return person


def inside(person: User, password: str = OLD) -> Client:
    client = Client()
    client.post(reverse("wagtailadmin_login"), {"username": person.username, "password": password})
    return client


def on(day: str, moment: Any) -> None:
    moment.move_to(f"{day}T08:00:00+07:00")


def renews(client: Client, password: str = NEW, **more: str) -> Any:
    return client.post(SCREEN, {"old": OLD, "password": password, "again": password, **more})


# --- whom, and when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "status"), [("2027-02-27", 200), (ENDS, 302), ("2027-06-01", 302)])
@pytest.mark.parametrize("who", ["administrator", "keeper"])
def test_it_holds_until_the_day_that_the_rule_says(
    request: Any, rule: Rule, moment: Any, who: str, day: str, status: int
) -> None:
    person = request.getfixturevalue(who)
    on(day, moment)
    client = inside(person)
    answer = client.get(reverse("people:index"), {"q": "an"})
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == f"{SCREEN}?next=%2Fadmin%2Fpeople%2F%3Fq%3Dan"
        page = client.get(answer["Location"]).content.decode()
        assert "TCVN 14423:2026" in page
        assert "31/12/2026" in page


def test_who_writes_or_decides_is_not_concerned(rule: Rule, moment: Any, desk: Desk) -> None:
    for person in (desk.writer, desk.head):
        with_password(person)
    on("2028-01-01", moment)
    for person in (desk.writer, desk.head):
        assert inside(person).get(HOME).status_code == 200


def test_without_a_rule_a_password_has_no_age(moment: Any, administrator: User) -> None:
    on("2036-01-01", moment)
    assert inside(administrator).get(HOME).status_code == 200


def test_the_rule_of_the_day_counts(rule: Rule, moment: Any, administrator: User) -> None:
    Rule.objects.filter(pk=rule.pk).update(holds_to=date(2027, 2, 1))
    Rule.objects.create(
        key=rule.key, value={"months": 3}, unit="month", basis=rule.basis, article="x", holds_from=date(2027, 2, 1)
    )
    on("2027-03-30", moment)
    assert inside(administrator).get(HOME).status_code == 200
    on("2027-03-31", moment)
    assert inside(administrator).get(HOME).status_code == 302


def test_who_administers_no_more_is_not_concerned(
    rule: Rule, moment: Any, administrator: User, keeper: User, desk: Desk
) -> None:
    on(ENDS, moment)
    assert inside(keeper).get(HOME).status_code == 302
    give_seat(administrator, person=keeper, kind_code="writer", site=desk.site)
    end_seat(administrator, seat=keeper.seats.get(kind__code="site_admin"), on=clock.today())
    assert inside(keeper).get(HOME).status_code == 200


def test_who_administers_is_told_alike_of_one_and_of_all(
    moment: Any, desk: Desk, administrator: User, keeper: User
) -> None:
    over = make_person("het.stc")
    term = Term(held_from=clock.today(), held_to=clock.today() + timedelta(days=1))
    give_seat(administrator, person=over, kind_code="site_admin", site=desk.site, term=term)
    for _day in range(2):
        assert set(people_who_administer()) == {person for person in User.objects.all() if reach_of(person)}
        moment.shift(timedelta(days=1))


# --- nothing goes on without -----------------------------------------------------------------------------------------


def test_a_session_that_is_open_at_midnight_is_led_there_too(rule: Rule, moment: Any, administrator: User) -> None:
    moment.move_to("2027-02-27T23:59:00+07:00")
    client = inside(administrator)
    assert client.get(HOME).status_code == 200
    moment.move_to("2027-02-28T00:00:00+07:00")
    assert client.get(HOME)["Location"] == f"{SCREEN}?next=%2Fadmin%2F"


def test_what_is_sent_is_not_carried_out_and_can_be_sent_again(
    rule: Rule, moment: Any, administrator: User, desk: Desk
) -> None:
    on("2027-02-27", moment)
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    address = reverse("security:lock", args=(desk.writer.pk,))
    form = {"reason": "Nghỉ dài", "csrfmiddlewaretoken": client.get(address).context["csrf_token"]}
    on(ENDS, moment)
    answer = client.post(address, form)
    assert answer.status_code == 403
    assert f'href="{SCREEN}" target="_blank"' in answer.content.decode()
    assert "TCVN 14423:2026" in answer.content.decode()
    desk.writer.refresh_from_db()
    assert desk.writer.locked_at is None
    renews(client, csrfmiddlewaretoken=client.get(SCREEN).context["csrf_token"])
    assert client.post(address, form).status_code == 302
    desk.writer.refresh_from_db()
    assert desk.writer.lock_reason == "Nghỉ dài"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/admin/api/main/pages/", {}),
        (HOME, {"HTTP_ACCEPT": "application/json"}),
        ("/admin/people/results/", {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}),
    ],
)
def test_a_script_is_told_why(
    rule: Rule, moment: Any, administrator: User, address: str, headers: dict[str, Any]
) -> None:
    on(ENDS, moment)
    client = inside(administrator)
    for ask in (client.get, client.post):
        answer = ask(address, **headers)
        assert answer.status_code == 403
        assert answer.json()["error_code"] == "old_password"
        assert "TCVN 14423:2026" in answer.json()["error_message"]


def test_what_the_screen_needs_and_the_way_out_stay_open(rule: Rule, moment: Any, administrator: User) -> None:
    on(ENDS, moment)
    client = inside(administrator)
    for name in ("wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "wagtailadmin_password_reset"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get("/admin/khong-co/").status_code == 302
    assert client.get("/api/v1/docs/").status_code == 200
    client.post(reverse("wagtailadmin_logout"))
    assert Act.objects.filter(person=administrator, kind=ActKind.LOGGED_OUT).exists()
    assert reverse("wagtailadmin_login") in client.get(HOME)["Location"]


# --- the new one -----------------------------------------------------------------------------------------------------


def test_a_new_password_lets_in_where_one_wanted_to_go_and_ends_other_sessions(
    rule: Rule, moment: Any, administrator: User
) -> None:
    there = inside(administrator)
    on(ENDS, moment)
    here = inside(administrator)
    answer = renews(here, next=reverse("people:index"))
    assert answer["Location"] == reverse("people:index")
    assert here.get(answer["Location"]).status_code == 200
    assert reverse("wagtailadmin_login") in there.get(HOME)["Location"]
    assert inside(administrator, OLD).get(HOME).status_code == 302
    on("2027-04-27", moment)
    assert inside(administrator, NEW).get(HOME).status_code == 200
    on("2027-04-28", moment)
    assert inside(administrator, NEW).get(HOME)["Location"].startswith(SCREEN)


def test_it_leads_to_no_other_machine(rule: Rule, moment: Any, administrator: User) -> None:
    on(ENDS, moment)
    assert renews(inside(administrator), next="https://xau.vn/")["Location"] == HOME


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"old": "sai"}, "old"),
        ({"password": OLD, "again": OLD}, "password"),
        ({"password": "Ngan-1a", "again": "Ngan-1a"}, "password"),
        ({"again": f"{NEW}x"}, "again"),
        ({"password": ""}, "password"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_changes(
    rule: Rule, moment: Any, administrator: User, sent: dict[str, str], field: str
) -> None:
    on(ENDS, moment)
    client = inside(administrator)
    answer = client.post(SCREEN, {"old": OLD, "password": NEW, "again": NEW, **sent})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert client.get(HOME).status_code == 302
    administrator.refresh_from_db()
    assert administrator.check_password(OLD)


def test_the_same_is_not_new_where_no_rule_asks_for_others_either(moment: Any, administrator: User) -> None:
    with pytest.raises(Invalid) as caught:
        change_password(administrator, old=OLD, password=OLD)
    assert caught.value.code == "same_password"


def test_a_link_by_mail_sets_a_new_one_just_as_well(rule: Rule, moment: Any, administrator: User) -> None:
    on(ENDS, moment)
    administrator.refresh_from_db()
    set_password(administrator, token=password_links.make_token(administrator), password=NEW)
    assert inside(administrator, NEW).get(HOME).status_code == 200


def test_a_hash_that_is_only_written_anew_is_no_new_password(moment: Any, administrator: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    administrator.refresh_from_db()
    before = administrator.password_set_at
    on(ENDS, moment)
    inside(administrator)
    administrator.refresh_from_db()
    assert administrator.password.startswith("pbkdf2")
    assert administrator.password_set_at == before


def test_passwords_of_before_count_from_what_is_known_of_them_the_others_from_the_migration(
    rule: Rule, moment: Any, administrator: User, keeper: User
) -> None:
    known = FormerPassword.objects.get(person=administrator).set_at
    FormerPassword.objects.filter(person=keeper).delete()
    User.objects.update(password_set_at=None)
    on(ENDS, moment)
    migrate = import_module("sites.security.migrations.0002_when_passwords_were_set").count_from_now
    migrate(apps, None)
    now = clock.now()
    moment.shift(timedelta(days=1))
    migrate(apps, None)
    for person, at in ((administrator, known), (keeper, now)):
        person.refresh_from_db()
        assert person.password_set_at == at


# --- said before -----------------------------------------------------------------------------------------------------


def test_the_first_screen_says_it_days_before(
    rule: Rule, moment: Any, administrator: User, keeper: User, desk: Desk
) -> None:
    with_password(desk.writer)
    for day, is_said in (("2027-02-20", False), ("2027-02-21", True), ("2027-02-27", True)):
        on(day, moment)
        for person in (administrator, keeper):
            body = inside(person).get(HOME).content.decode()
            assert (f'href="{SCREEN}"' in body) is is_said, day
            assert ("28/02/2027" in body) is is_said, day
        assert SCREEN not in inside(desk.writer).get(HOME).content.decode()


def test_a_new_password_before_the_end_needs_no_end_and_the_first_screen_is_silent_again(
    rule: Rule, moment: Any, administrator: User
) -> None:
    on("2027-02-27", moment)
    client = inside(administrator)
    assert "28/02/2027" in client.get(SCREEN).content.decode()
    renews(client)
    assert SCREEN not in client.get(HOME).content.decode()


def test_a_mail_says_it_once_for_each_password_to_who_administers_alone(
    rule: Rule, moment: Any, administrator: User, keeper: User, desk: Desk
) -> None:
    User.objects.filter(pk=administrator.pk).update(email="quantri@x.localhost")
    with_password(desk.writer)
    silent = make_administrator("chuavao")  # has no password yet
    User.objects.filter(pk=silent.pk).update(password="!", email="chuavao@x.localhost")
    for day, number in (("2027-02-20", 0), ("2027-02-21", 1), ("2027-02-22", 1), ("2027-03-02", 1)):
        on(day, moment)
        nightly(timestamp=0)
        for person in (administrator, keeper):
            assert Mail.objects.filter(person=person).count() == number, day
            assert Act.objects.filter(person=person, kind=ActKind.AGE_WARNED).count() == number, day
    assert not Mail.objects.exclude(person__in=(administrator, keeper)).exists()
    mail = Mail.objects.get(person=keeper)
    assert "28/02/2027" in mail.body
    assert SCREEN in mail.body
    assert "TCVN 14423:2026" in mail.body
    renews(inside(keeper))
    on("2027-04-30", moment)
    nightly(timestamp=0)
    assert Mail.objects.filter(person=keeper).count() == 2
    assert Mail.objects.filter(person=administrator).count() == 1


def test_without_a_rule_no_mail_goes(moment: Any, administrator: User, keeper: User) -> None:
    on("2036-01-01", moment)
    nightly(timestamp=0)
    assert not Mail.objects.exists()


def test_whose_password_ended_unwarned_gets_the_mail_all_the_same(rule: Rule, moment: Any, keeper: User) -> None:
    on("2027-05-01", moment)
    for _night in range(2):
        nightly(timestamp=0)
    assert Mail.objects.filter(person=keeper).count() == 1


@pytest.mark.parametrize("value", [{}, {"warn_before": 7}])
def test_a_rule_that_names_no_months_keeps_nobody_out(
    rule: Rule, moment: Any, administrator: User, value: dict[str, int]
) -> None:
    Rule.objects.filter(pk=rule.pk).update(value=value)
    on("2036-01-01", moment)
    nightly(timestamp=0)
    assert inside(administrator).get(HOME).status_code == 200
