"""Passes of the drain."""

import pytest
from wagtail.models import PageViewRestriction

from api.publications import drain
from api.publications.drain import drain_in_transaction
from api.publications.marks import next_marks, subjects_of
from api.publications.models import Dirty, Version
from sites.domains.models import PublicSite
from tests.factories.api import release, settle
from tests.factories.cms import make_news, publish, section_of


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
