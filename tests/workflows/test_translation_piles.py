"""What the database reckons for the translator's desk: states, limits in working time, sheets and counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from cms.pages.segments import segments_of
from sites.calendar.models import CalendarDay
from sites.calendar.selectors import working_calendar
from sites.clock import VIETNAM
from sites.rules.models import Rule
from tests.factories.cms import fresh
from tests.factories.workflows import Desk, make_basis, make_desk, now, published
from tests.workflows.test_translation import begun, change, english_of, put, translator
from workflows.deadlines.enums import Urgency
from workflows.passage import actions as passages
from workflows.passage.enums import Cause
from workflows.passage.models import Release
from workflows.translation import more
from workflows.translation.actions import forget
from workflows.translation.enums import Order, State
from workflows.translation.models import Size
from workflows.translation.selectors import places_of
from workflows.translation.sheets import sheet_of
from workflows.translation.sizes import count_what_is_uncounted
from workflows.translation.texts import opened
from workflows.translation.work import Wanted, Work

pytestmark = pytest.mark.django_db

NEWS = Wanted(type="news")
LIMITS = {"first": 16, "correction": 8, "supplement": 24, "other": 40, "remind": 4}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def rule(key: str, value: Any, **fields: Any) -> Rule:
    return Rule.objects.create(key=key, value=value, unit="text", basis=make_basis(), article="Điều 7.2", **fields)


def released(page: Any, moment: datetime, **fields: Any) -> None:
    """As if a text had been released at another moment: releases are never changed."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('session_replication_role', 'replica', true)")
        Release.objects.filter(public_id=page.translation_key, locale="vi").update(released_at=moment, **fields)
        cursor.execute("select set_config('session_replication_role', 'origin', true)")


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A Friday afternoon; every news item is owed in English."""
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        made = make_desk()
        rule("translation.owed", {"en": [{"types": ["news"]}]})
        rule("translation.limits", LIMITS)
        yield made


def works(desk: Desk, **wanted: Any) -> list[Work]:
    """News on the desk of the translator: the sections of these tests are drafts."""
    person, asked = translator(desk), Wanted(**{"type": "news", **wanted})
    return sheet_of(places_of(person, "en"), person=person, wanted=asked, most=100)[0]


def first_release(page: Any) -> Release:
    return Release.objects.get(public_id=page.translation_key, locale="vi")


def titles_on(sheet: str, desk: Desk, *, most: int, wanted: Wanted = NEWS) -> tuple[int, list[str]]:
    """How much there is, and what stands on a sheet."""
    person = translator(desk)
    places = places_of(person, "en")
    found, total = more.everything_on(sheet, places=places, person=person, locale="en", wanted=wanted, most=most)
    return total, [work.standing.title for work in found]


def test_a_limit_is_reckoned_in_the_query_as_the_calendar_does(desk: Desk) -> None:
    """Moments of a year, day and night, with days off; every cause."""
    page, random = published(desk), Random(7)  # noqa: S311 - a seed
    calendar_days = ((date(2026, 4, 30), "off"), (date(2026, 9, 2), "off"), (date(2026, 8, 22), "worked"))
    for day, kind in calendar_days:
        CalendarDay.objects.create(day=day, kind=kind, name_vi="Nghỉ", basis=make_basis(), entered_at=at("2026-01-01"))
    calendar = working_calendar(desk.site)
    moments = [at("2026-01-05 00:00") + timedelta(seconds=random.randrange(300 * 86_400)) for _ in range(150)]
    moments += [at("2026-11-20 17:30"), at("2026-11-20 11:30"), at("2026-11-20 07:30"), at("2026-11-21 12:00")]
    now = at("2026-11-24 14:30")
    for number, moment in enumerate(moments):
        cause = ("first", "correction", "supplement", "minor")[number % 4]
        released(page, moment, cause=cause)
        with time_machine.travel(now, tick=False):
            (work,) = works(desk)
            urgency = work.urgency
        hours = LIMITS.get(cause, LIMITS["other"])
        assert work.due_at == calendar.add(moment, timedelta(hours=hours)), (moment, cause)
        is_near = calendar.back(work.due_at, timedelta(hours=4)) <= now <= work.due_at
        assert (urgency == Urgency.NEAR) is is_near, (moment, cause)


def test_what_is_owed_for_years_is_overdue(desk: Desk) -> None:
    released(published(desk), at("2019-01-05 00:00"))
    assert works(desk)[0].urgency == Urgency.OVERDUE
    assert len(works(desk, urgency="overdue")) == 1


def test_a_correction_opens_a_task_with_the_limit_of_the_correction(desk: Desk) -> None:
    page = published(desk)
    english_of(desk, page)
    assert works(desk) == []
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
        (work,) = works(desk)
        assert (work.standing.state, work.due_at) == (State.OUTDATED, at("2026-11-24 09:00"))
        assert work.since == at("2026-11-23 09:00")
        change(desk, page, Cause.SUPPLEMENT, summary="Tỉnh lắng nghe 300 doanh nghiệp.")
        assert works(desk)[0].due_at == at("2026-11-24 09:00")  # the correction is still to be followed


def test_a_draft_that_nobody_owes_has_no_limit_until_it_is_public(desk: Desk) -> None:
    Rule.objects.filter(key="translation.owed").delete()
    page = published(desk)
    begun(desk, page)
    assert works(desk)[0].due_at is None


def test_what_was_withdrawn_on_purpose_is_done_and_owed_again_with_a_newer_source(desk: Desk) -> None:
    page = published(desk)
    english = english_of(desk, page)
    passages.withdraw(desk.head, page=fresh(english), reason="Không cần")
    assert works(desk) == []
    assert [work.standing.state for work in works(desk, state="withdrawn")] == ["withdrawn"]
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
        (work,) = works(desk)
        assert (work.standing.state, work.due_at) == (State.WITHDRAWN, at("2026-11-24 09:00"))


def test_a_sheet_is_cut_by_the_database_and_the_most_pressing_stands_first(desk: Desk) -> None:
    pages = [published(desk, title=f"Tin {number}") for number in range(5)]
    for number, page in enumerate(pages):
        released(page, at("2026-11-20 08:00") - timedelta(number))
    assert titles_on("2", desk, most=2) == (5, ["Tin 2", "Tin 1"])
    for sheet in ("", "0", "-1", "x", "99", "9" * 30, "²"):
        assert titles_on(sheet, desk, most=2) == (5, ["Tin 4", "Tin 3"]), sheet


def test_what_is_no_page_stands_in_its_place_on_every_sheet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        page = published(desk, title=f"Tin {number}")
        released(page, at("2026-11-20 08:00") - timedelta(number))
    (first, *_rest), _total = sheet_of(places_of(translator(desk), "en"), person=translator(desk), wanted=NEWS, most=1)
    beside = [
        replace(first, standing=replace(first.standing, title=f"Tên {number}", source_page=0), due_at=due, type="news")
        for number, due in enumerate((None, *(at("2026-11-18 08:00") + timedelta(days) for days in range(9))))
    ]
    monkeypatch.setattr(
        more, "more_work", [more.MoreWork(dict, lambda _person, _locale: list(beside), lambda _sites, _locale: [])]
    )
    total, whole = titles_on("", desk, most=100)
    assert (total, len(whole)) == (17, 17)
    assert whole != sorted(whole), "both are mixed"
    for most in (1, 2, 3, 5, 16):
        sheets = [titles_on(str(number + 1), desk, most=most) for number in range(-(-17 // most))]
        assert {count for count, _titles in sheets} == {17}
        assert [title for _count, titles in sheets for title in titles] == whole, most
        assert titles_on("18", desk, most=most)[1] == whole[:most]


def test_every_order_is_the_same_in_the_database_and_beside_it_on_every_sheet(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(3)  # noqa: S311 - a seed
    lengths = (12, 1, 12, 7, 30)
    for number, words in enumerate(lengths):
        page = published(desk, title=f"Tin {number}", summary=" ".join(["chữ"] * words))
        released(page, at("2026-11-20 08:00") - timedelta(number % 3))
    translation = begun(desk, page)
    put(translator(desk), translation, "summary", "In English")
    every = works(desk, type="")
    sizes = {work.standing.title: work.left for work in every}
    beside = [
        replace(
            random.choice(every),
            standing=replace(every[0].standing, title=f"Tên {number}", source_page=0 - number),
            due_at=random.choice((None, at("2026-11-24 08:00"), at("2026-11-20 08:00"))),
            since=random.choice((None, at("2026-11-19 08:00"), at("2026-11-18 08:00"))),
            type=random.choice(("news", "category")),
            left=random.choice((None, 0, sizes["Tin 0"], 400)),
        )
        for number in range(6)
    ]
    registered = [more.MoreWork(lambda: {"category": "a"}, lambda _person, _locale: list(beside), lambda _s, _l: [])]
    monkeypatch.setattr(more, "more_work", registered)
    known = {work.standing.title: work for work in works(desk)}
    for order in Order:
        total, whole = titles_on("", desk, most=100, wanted=Wanted(order=order))
        assert total == len(whole) == len(every) + len(beside), order
        sheets = [
            titles_on(str(number + 1), desk, most=3, wanted=Wanted(order=order)) for number in range(-(-total // 3))
        ]
        assert [title for _count, titles in sheets for title in titles] == whole, order
        pages = [title for title in whole if title in known]
        value = {
            Order.FEWEST: lambda work: work.left,
            Order.MOST: lambda work: -(work.left or 0),
            Order.AGE: lambda work: work.since,
        }.get(order, lambda work: work.due_at)
        assert [value(known[title]) for title in pages] == sorted(value(known[title]) for title in pages), order


def test_the_words_that_are_left_follow_the_desk_and_the_source(desk: Desk) -> None:
    page = published(desk, summary="Tỉnh lắng nghe doanh nghiệp.")
    (work,) = works(desk)
    all_words = sum(segment.words for segment in segments_of(page))
    assert (work.words, work.left) == (all_words, all_words)
    translation = begun(desk, page)
    put(translator(desk), translation, "summary", "The province listens.")
    (work,) = works(desk)
    assert (work.words, work.left) == (all_words, all_words - 5)
    assert works(desk, size="short") == [work]
    assert works(desk, size="long") == []
    for line in opened(translation).lines:
        put(translator(desk), translation, line.key, f"English {line.segment.text}")
    assert works(desk)[0].left == 0
    english = fresh(translation.page)
    passages.submit(translator(desk), page=english)
    passages.publish(desk.head, passage=now(english), seen_sha256=now(english).text_sha256)
    assert works(desk, state="current")[0].left == 0
    change(desk, page, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp trong tháng.")
    (work,) = works(desk)
    assert (work.words, work.left) == (all_words + 3, 8)


def test_words_that_nobody_counted_are_counted_by_the_worker_and_stand_last_until_then(desk: Desk) -> None:
    first, second = published(desk, title="Một"), published(desk, title="Hai")
    Size.objects.filter(pk=first_release(second).text_sha256).delete()
    assert [work.standing.title for work in works(desk)] == ["Một", "Hai"]
    for order in (Order.FEWEST, Order.MOST):
        assert titles_on("", desk, most=9, wanted=Wanted(type="news", order=order))[1] == ["Một", "Hai"]
    assert [work.left for work in works(desk)][1] is None
    count_what_is_uncounted()
    assert count_what_is_uncounted() == 0
    assert [work.left for work in works(desk)] == [
        Size.objects.get(pk=first_release(page).text_sha256).words for page in (first, second)
    ]
    forget(second.translation_key)
    assert not Size.objects.filter(pk=first_release(second).text_sha256).exists()


def test_what_has_waited_long_is_asked_for(desk: Desk) -> None:
    old, new = published(desk, title="Cũ"), published(desk, title="Mới")
    released(old, at("2026-10-01 08:00"))
    released(new, at("2026-11-19 08:00"))
    assert [work.standing.title for work in works(desk, age=30)] == ["Cũ"]
    client = Client()
    client.force_login(translator(desk))
    shown = client.get(reverse("translation:index") + "?order=age&age=30&size=short").content.decode()
    assert "Cũ" in shown
    assert "Mới" not in shown
    for nonsense in ("?order=x&age=x&size=x", "?order=&age=-1"):
        assert "Mới" in client.get(reverse("translation:index") + nonsense).content.decode()


def test_each_count_on_the_first_screen_is_the_length_of_the_list_behind_it(desk: Desk) -> None:
    late, outdated, draft, _none = (published(desk, title=title) for title in ("Muộn", "Cũ", "Đang dịch", "Chưa dịch"))
    english_of(desk, outdated)
    begun(desk, draft)
    released(late, at("2026-11-02 08:00"))
    change(desk, outdated, Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    (counts,) = more.counts_of(translator(desk))
    assert (counts.locale, counts.overdue, counts.none, counts.outdated) == ("en", 1, 2, 1)
    assert len(works(desk, state="draft")) == 1
    asked = {"overdue": "urgency", "near": "urgency", "none": "state", "outdated": "state", "draft": "state"}
    for name, field in {**asked, "in_approval": "state"}.items():
        assert len(works(desk, type="", **{field: name})) == getattr(counts, name), name
    client = Client()
    client.force_login(translator(desk))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert 'data-translations="en"' in home
    assert "urgency=overdue" in home
    assert "Muộn" in client.get(reverse("translation:index") + "?language=en&urgency=overdue").content.decode()


def test_the_first_screen_of_others_says_nothing_of_translations(desk: Desk) -> None:
    published(desk)
    other = make_desk("syt")
    for person in (desk.writer, desk.head, translator(other)):
        client = Client()
        client.force_login(person)
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "data-translations" not in home, person
