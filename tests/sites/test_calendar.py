"""Working time: its laws, the days of Viet Nam, and who keeps the calendar."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some
from ruamel.yaml import YAML

from sites.calendar.actions import end_day, enter_day
from sites.calendar.models import CalendarDay
from sites.calendar.selectors import USUAL, working_calendar
from sites.calendar.working import WorkingCalendar, read_hours
from sites.clock import VIETNAM
from sites.provisioning.province import load_province
from sites.refusals import Conflict, Invalid, Refused
from sites.rules.actions import set_rule
from sites.rules.models import LegalBasis, Rule
from tests.factories.sites import make_administrator, make_person

REFERENCE = Path(__file__).resolve().parents[2] / "fixtures" / "reference"
YEAR = date(2026, 1, 1)
a_day = some.integers(0, 800).map(lambda number: YEAR + timedelta(days=number))
a_moment = some.integers(0, 800 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=minutes)
)
a_while = some.integers(0, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))
some_time = some.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))
calendars = some.builds(
    WorkingCalendar,
    weeks=some.just((USUAL,)),
    off=some.frozensets(a_day, max_size=60),
    worked=some.frozensets(a_day, max_size=20),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@given(calendars, a_moment, a_while)
def test_adding_never_lands_in_time_off(calendar: WorkingCalendar, moment: datetime, amount: timedelta) -> None:
    assert calendar.is_working(calendar.add(moment, amount))


@given(calendars, a_moment, a_while, a_while)
def test_adding_twice_is_adding_the_sum(
    calendar: WorkingCalendar, moment: datetime, one: timedelta, other: timedelta
) -> None:
    assert calendar.add(calendar.add(moment, one), other) == calendar.add(moment, one + other)


@given(calendars, a_moment, a_moment, a_while, a_while)
def test_later_and_longer_never_end_earlier(
    calendar: WorkingCalendar, one: datetime, other: datetime, short: timedelta, longer: timedelta
) -> None:
    early, late = sorted((one, other))
    little, much = sorted((short, longer))
    assert calendar.add(early, little) <= calendar.add(late, little) <= calendar.add(late, much)


@given(calendars, a_moment, a_while)
def test_measuring_undoes_adding(calendar: WorkingCalendar, moment: datetime, amount: timedelta) -> None:
    end = calendar.add(moment, amount)
    assert calendar.between(moment, end) == amount
    assert calendar.between(end, moment) == -amount


@given(calendars, a_moment, some_time)
def test_going_back_undoes_adding(calendar: WorkingCalendar, moment: datetime, amount: timedelta) -> None:
    begin = calendar.back(moment, amount)
    assert calendar.is_working(begin)
    assert calendar.between(begin, moment) == amount


@given(calendars, a_moment, some.integers(1, 30))
def test_days_are_counted_as_they_are_added(calendar: WorkingCalendar, moment: datetime, days: int) -> None:
    end = calendar.after_days(moment, days)
    assert calendar.is_working(end)
    assert calendar.days_between(moment.astimezone(VIETNAM).date(), end.astimezone(VIETNAM).date()) == days


def test_an_office_works_at_its_hours() -> None:
    calendar = WorkingCalendar((USUAL,))
    assert calendar.add(at("2026-11-20 16:30"), timedelta(hours=2)) == at("2026-11-23 08:30")  # Friday to Monday
    assert calendar.add(at("2026-11-20 11:00"), timedelta(hours=1)) == at("2026-11-20 14:00")  # noon is free
    assert calendar.add(at("2026-11-21 09:00"), timedelta(0)) == at("2026-11-23 07:30")
    assert calendar.back(at("2026-11-23 08:30"), timedelta(hours=2)) == at("2026-11-20 16:30")
    assert calendar.after_days(datetime(2026, 11, 19, 20, tzinfo=UTC), 2) == at("2026-11-24 17:30")  # the 20th here


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"weekdays": [], "hours": [["07:30", "11:30"]]},
        {"weekdays": [1], "hours": [["11:30", "07:30"]]},
        {"weekdays": [1], "hours": [["07:30", "11:30"], ["11:00", "17:00"]]},
    ],
)
def test_hours_that_make_no_sense_are_refused(value: object) -> None:
    with pytest.raises(Invalid):
        read_hours(value)


def test_a_calendar_without_work_is_refused_and_not_searched_for_ever() -> None:
    with pytest.raises(Invalid):
        WorkingCalendar(()).add(at("2026-11-20 16:30"), timedelta(hours=1))


def reference_calendar() -> WorkingCalendar:
    rows = YAML(typ="safe").load(REFERENCE / "calendar.yaml")["days"]
    of = {kind: frozenset(row["day"] for row in rows if row["kind"] == kind) for kind in ("off", "worked")}
    return WorkingCalendar((USUAL,), of["off"], of["worked"])


def test_the_days_of_viet_nam() -> None:
    """Bộ luật Lao động Điều 111.3, 112; nghị quyết 28/2026/QH16; công bố nghỉ Tết và hoán đổi của từng năm."""
    calendar = reference_calendar()
    for off in ("2025-01-27", "2026-02-16", "2026-02-20", "2026-04-27", "2026-08-31", "2026-09-02", "2026-11-24"):
        assert not calendar.is_working_day(date.fromisoformat(off)), off
    for worked in ("2024-05-04", "2025-04-26", "2026-08-22", "2026-02-23", "2026-11-23"):
        assert calendar.is_working_day(date.fromisoformat(worked)), worked
    assert calendar.days_between(date(2026, 2, 13), date(2026, 2, 23)) == 1  # all of Tết between
    assert [sum(calendar.is_working_day(date(year, 1, 1) + timedelta(n)) for n in range(365)) for year in (2025, 2026)]
    for year in range(2024, 2031):
        assert sum(1 for day in calendar.off if day.year == year) >= 9, year


@pytest.mark.django_db
def test_the_calendar_is_kept_by_administrators_and_moves_what_runs() -> None:
    administrator, basis = make_administrator(), LegalBasis.objects.create(code="qd-1", title="Quyết định nghỉ bão")
    begins, amount = at("2026-10-05 08:30"), timedelta(hours=10)
    assert working_calendar().add(begins, amount) == at("2026-10-06 10:30")

    def storm() -> CalendarDay:
        return CalendarDay(day=date(2026, 10, 6), kind="off", name_vi="Nghỉ tránh bão", basis=basis, number="12/QĐ")

    with pytest.raises(Refused):
        enter_day(make_person(), day=storm())
    day = enter_day(administrator, day=storm())
    assert working_calendar().add(begins, amount) == at("2026-10-07 10:30")
    with pytest.raises(Invalid, match=r"lịch|calendar"):
        enter_day(administrator, day=storm())
    with pytest.raises(Refused):
        end_day(make_person("ai.do"), day=day)
    end_day(administrator, day=day)
    assert working_calendar().add(begins, amount) == at("2026-10-06 10:30")
    with pytest.raises(Conflict):
        end_day(administrator, day=day)


@pytest.mark.django_db
def test_hours_are_a_dated_rule() -> None:
    basis = LegalBasis.objects.create(code="qd-2", title="Quyết định giờ mùa đông")
    value = {"weekdays": [1, 2, 3, 4, 5], "hours": [["08:00", "12:00"], ["13:00", "17:00"]]}
    rule = Rule(key="calendar.hours", value=value, unit="hours", basis=basis, holds_from=date(2026, 11, 1))
    set_rule(make_administrator(), rule=rule)
    calendar = working_calendar()
    assert calendar.spans(date(2026, 10, 30))[0][0] == at("2026-10-30 07:30")
    assert calendar.spans(date(2026, 11, 2))[0][0] == at("2026-11-02 08:00")


@pytest.mark.django_db
def test_the_screen_enters_and_ends_days(client: Client) -> None:
    basis = LegalBasis.objects.create(code="qd-3", title="Thông báo hoán đổi")
    client.force_login(make_administrator())
    fields = {
        "day": "2027-01-02",
        "kind": "worked",
        "name_vi": "Làm bù",
        "name_en": "",
        "basis": basis.pk,
        "number": "",
    }
    assert client.post(reverse("calendarday:add"), fields).status_code == 302
    again = client.post(reverse("calendarday:add"), fields)
    assert "day" in again.context["form"].errors or again.context["form"].non_field_errors()
    day = CalendarDay.objects.get()
    assert client.post(reverse("calendarday:delete", args=(day.pk,))).status_code == 302
    day.refresh_from_db()
    assert day.ended_at is not None
    assert client.post(reverse("calendarday:add"), fields).status_code == 302


@pytest.mark.django_db
def test_a_province_brings_the_days_and_does_not_undo_what_people_changed() -> None:
    folder = REFERENCE.parent / "provinces" / "binh-phuoc"
    load_province(None, folder=folder, options={"administrator_password": "mat-khau-rat-dai-2026"})
    administrator = make_administrator()
    tet = CalendarDay.objects.get(day=date(2026, 2, 17))
    assert (tet.name_vi, tet.basis.code) == ("Tết Nguyên Đán", "blld-2019")
    assert not working_calendar().is_working_day(date(2026, 11, 24))
    end_day(administrator, day=tet)
    load_province(administrator, folder=folder, options={})
    assert CalendarDay.objects.filter(day=date(2026, 2, 17), ended_at__isnull=True).count() == 0
