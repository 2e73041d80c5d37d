"""Passes of the drain."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from api.publications import drain
from api.publications.drain import drain_in_transaction
from api.publications.enums import Kind, Priority
from api.publications.marks import every_subject, mark_following, next_marks, subjects_of
from api.publications.models import Dirty, Version
from api.publications.things import Subject
from sites.domains.models import PublicSite
from tests.factories.api import release, settle
from tests.factories.cms import make_category, make_news, publish, section_of


def test_marks_are_taken_away_and_a_second_drain_finds_nothing(site: PublicSite) -> None:
    publish(make_news(section_of(site)))
    assert Dirty.objects.exists()
    assert drain_in_transaction() == 2  # the item, and the front page that shows it
    assert not Dirty.objects.exists()
    assert drain_in_transaction() == 0


def test_a_release_alone_publishes_nothing(site: PublicSite) -> None:
    release(make_news(section_of(site)))
    count = Version.objects.count()
    settle()
    assert Version.objects.count() == count


def test_what_is_too_much_for_one_transaction_is_split(site: PublicSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "SUBJECTS_OF_A_PASS", 2)
    for number in range(5):
        publish(make_news(section_of(site), title=f"Tin {number}"))
    assert settle() == 6  # the front page once


def test_a_subtree_is_too_much_for_a_request(site: PublicSite) -> None:
    """A restriction of a home concerns everything below it; the worker takes it back at once, a request does not."""
    PageViewRestriction.objects.create(page=site.homes.get(position=0).home)
    assert len(subjects_of(next_marks())) >= 3
    settle()


def test_a_pass_asks_as_much_for_ten_items_as_for_two(site: PublicSite) -> None:
    category = make_category("thue", site=site)
    pages = [make_news(section_of(site), title=f"Tin {number}", category=category) for number in range(10)]
    for page in pages:
        publish(page)
    settle()
    asked = []
    for some in (pages[:2], pages):
        mark_following(Subject(Kind.PAGE, page.translation_key) for page in some)
        with CaptureQueriesContext(connection) as queries:
            assert drain_in_transaction() == 0
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_somebody_publishes_comes_before_the_next_pass_over_what_follows(site: PublicSite) -> None:
    """A pass takes as many as are done in a moment: never all at once, and no more than twice as many as before."""
    pace = drain.Pace()
    assert pace.at_once == drain.LEAST_AT_ONCE
    pace.note(10, seconds=0.001)
    assert pace.at_once == 20
    pace.note(20, seconds=0.4)
    assert pace.at_once == drain.LEAST_AT_ONCE
    page = make_news(section_of(site))
    settle()
    mark_following(every_subject())
    marks = next_marks(pace.at_once)
    assert (marks.priority, len(marks.ids)) == (Priority.FOLLOWING, 10)
    publish(page)
    marks = next_marks(pace.at_once)
    assert marks.priority == Priority.DIRECT
    assert Subject(Kind.PAGE, page.translation_key) in subjects_of(marks)
    settle()


def test_what_was_presented_is_not_presented_again_for_a_mark_that_waits_behind(site: PublicSite) -> None:
    for _ in range(3):
        mark_following(every_subject())
    assert drain._work_off(next_marks(5)) == 0
    left = list(Dirty.objects.values_list("ref", flat=True))
    assert len(left) == 3 * (len(set(left)))
    assert len(set(left)) == len(every_subject()) - 5
    settle()
