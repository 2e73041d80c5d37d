"""Rights that nobody gave are found and reported, never silently put right."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from wagtail.models import GroupPagePermission, Page

from sites.accounts.actions import Term, end_seat, give_seat, settle_alarm, write_rights
from sites.accounts.jobs import write_rights_of_the_day
from sites.accounts.models import RightsAlarm, User
from sites.accounts.selectors import rights_differences
from sites.refusals import Invalid, Refused
from tests.factories.sites import make_administrator, make_person
from tests.factories.workflows import Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desks")]
MOMENT = "2026-11-22T03:00:00+00:00"
TAMPERING = """
insert into wagtailcore_grouppagepermission (group_id, page_id, permission_id)
select g.id, p.id, m.id from auth_group g, wagtailcore_page p, auth_permission m
where g.name = 'stc · writer' and p.depth = 1 and m.codename = 'publish_page'
"""


@pytest.fixture(autouse=True)
def frozen() -> object:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def tamper() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TAMPERING)


def lines() -> list[str]:
    return [line for alarm in RightsAlarm.objects.order_by("pk") for line in alarm.lines]


def test_the_comparison_stands_in_the_timetable_of_the_worker() -> None:
    (entry,) = [
        task for task in app.periodic_registry.periodic_tasks.values() if task.task.name.endswith("rights_of_the_day")
    ]
    assert entry.cron == "1 * * * *"
    assert 1 in {int(moment) for moment in entry.cron.split()[:1]}


def test_a_right_written_by_sql_is_found_reported_and_taken(desk: Desk) -> None:
    write_rights_of_the_day(timestamp=0)
    assert lines() == []
    tamper()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("check_rights")
    write_rights_of_the_day(timestamp=0)
    (line,) = lines()
    assert line.startswith("- pages stc · writer ")
    assert line.endswith("wagtailcore.publish_page")
    assert not GroupPagePermission.objects.filter(page=Page.get_first_root_node()).exists()
    write_rights_of_the_day(timestamp=0)
    assert RightsAlarm.objects.count() == 1


def test_an_action_that_comes_before_the_comparison_reports_it_too(desk: Desk) -> None:
    tamper()
    give_seat(make_administrator(), person=make_person("moi"), kind_code="writer", site=desk.site)
    assert len(lines()) == 1
    tamper()
    write_rights(make_administrator())
    assert len(lines()) == 2


@pytest.mark.parametrize("way", ["membership", "personal right", "group", "right taken away", "account revived"])
def test_every_way_round_the_posts_is_found(desk: Desk, way: str) -> None:
    closed = make_person("cu", is_active=False)
    if way == "membership":
        make_person("moi").groups.add(Group.objects.get(name="stc · writer"))
    if way == "personal right":
        desk.writer.user_permissions.add(Permission.objects.get(codename="change_user"))
    if way == "group":
        closed.groups.add(Group.objects.create(name="Moderators"))
    if way == "right taken away":
        GroupPagePermission.objects.filter(group__name="stc · writer").first().delete()
    if way == "account revived":
        User.objects.filter(pk=desk.writer.pk).update(is_superuser=True)
    write_rights_of_the_day(timestamp=0)
    assert lines()
    assert not rights_differences()


def test_a_right_of_a_person_alone_gives_nothing(desk: Desk) -> None:
    desk.writer.user_permissions.add(Permission.objects.get(codename="change_user"))
    Group.objects.get(name="stc · writer").permissions.add(Permission.objects.get(codename="add_user"))
    writer = User.objects.get(pk=desk.writer.pk)
    assert writer.has_perm("sites_accounts.add_user")
    assert not writer.has_perm("sites_accounts.change_user")
    assert not writer.get_user_permissions()


def test_what_posts_seats_and_days_explain_raises_no_alarm(desk: Desk, frozen: object) -> None:
    administrator, person = make_administrator(), make_person("moi")
    seat = give_seat(administrator, person=person, kind_code="writer", site=desk.site)
    end_seat(administrator, seat=seat)
    term = Term(held_from=date(2026, 11, 23), held_to=date(2026, 11, 24))
    give_seat(administrator, person=person, kind_code="writer", site=desk.site, term=term)
    for _night in range(2):
        frozen.shift(timedelta(days=1))
        write_rights_of_the_day(timestamp=0)
    assert not rights_differences()
    assert not RightsAlarm.objects.exists()


def test_an_alarm_is_seen_by_administrators_until_one_says_what_it_was(desk: Desk, client: Client) -> None:
    tamper()
    write_rights_of_the_day(timestamp=0)
    alarm, administrator, home = RightsAlarm.objects.get(), make_administrator(), reverse("wagtailadmin_home")
    address = reverse("people:settle_alarm", args=(alarm.pk,))
    client.force_login(desk.writer)
    assert address not in client.get(home).content.decode()
    assert client.get(address).status_code == 302
    client.force_login(administrator)
    assert address in client.get(home).content.decode()
    assert "wagtailcore.publish_page" in client.get(address).content.decode()
    client.post(address, {"note": ""})
    assert address in client.get(home).content.decode()
    client.post(address, {"note": "Thử của kỹ thuật"})
    assert address not in client.get(home).content.decode()
    alarm.refresh_from_db()
    assert (alarm.note, alarm.seen_by) == ("Thử của kỹ thuật", administrator)
    with pytest.raises(Refused):
        settle_alarm(desk.writer, alarm=alarm, note="Không sao")
    with pytest.raises(Invalid):
        settle_alarm(administrator, alarm=alarm, note=" ")
