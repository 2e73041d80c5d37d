"""Passes of the drain."""

from api.publications.drain import drain_in_transaction
from api.publications.models import Dirty, Version
from sites.domains.models import PublicSite
from tests.factories.api import release, settle
from tests.factories.cms import make_news, publish, section_of


def test_marks_are_taken_away_and_a_second_drain_finds_nothing(site: PublicSite) -> None:
    publish(make_news(section_of(site)))
    assert Dirty.objects.exists()
    assert drain_in_transaction() == 1
    assert not Dirty.objects.exists()
    assert drain_in_transaction() == 0


def test_a_release_alone_publishes_nothing(site: PublicSite) -> None:
    release(make_news(section_of(site)))
    count = Version.objects.count()
    settle()
    assert Version.objects.count() == count
