"""The second lock: no command, migration or line of SQL makes public what nobody released."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from api.publications.models import Alarm, Body, Current
from api.publications.selectors import releases_of
from cms.news.models import NewsPage
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import current, get, release, settle, versions, whole, withdrawal
from tests.factories.cms import fresh, make_news, publish, section_of
from tests.thorough import tries
from workflows.passage.models import Release
from workflows.passage.selectors import allowing, releases_in_force

THINGS, LANGUAGES, TEXTS = (0, 1), ("vi", "en"), ("a" * 64, "b" * 64)
MINUTES = st.integers(0, 3)
RELEASES = st.lists(
    st.fixed_dictionaries(
        {
            "thing": st.sampled_from(THINGS),
            "locale": st.sampled_from(LANGUAGES),
            "text_sha256": st.sampled_from(TEXTS),
            "not_before": st.none() | MINUTES,
            "revoked_at": st.none() | MINUTES,
        }
    ),
    max_size=10,
)


@pytest.fixture
def item(site: PublicSite) -> NewsPage:
    """A published item in the log."""
    page = make_news(section_of(site))
    publish(page)
    settle()
    return page


def test_a_text_changed_by_sql_is_held_and_the_old_one_stays(item: NewsPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update cms_news_newspage set summary = 'Chưa ai duyệt'")
    settle()
    assert whole(item)["summary"] == item.summary
    assert (current(item).held, current(item).held_reason) == (True, "unreleased")
    assert Alarm.objects.get(cleared_at=None).detail == "unreleased"


def test_the_alarm_is_cleared_when_the_text_is_right_again(item: NewsPage) -> None:
    NewsPage.objects.filter(pk=item.pk).update(summary="Chưa ai duyệt")
    settle()
    NewsPage.objects.filter(pk=item.pk).update(summary=item.summary)
    settle()
    assert not current(item).held
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_the_alarm_is_cleared_when_the_text_is_released(item: NewsPage) -> None:
    NewsPage.objects.filter(pk=item.pk).update(summary="Nay đã duyệt")
    settle()
    release(fresh(item), cause="correction")
    settle()
    assert whole(item)["summary"] == "Nay đã duyệt"
    assert versions(item)[-1].causes == ["correction"]
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_a_draft_set_live_by_queryset_stays_private(site: PublicSite) -> None:
    page = make_news(section_of(site))
    now = clock.now()
    Page.objects.filter(pk=page.pk).update(live=True, first_published_at=now, last_published_at=now)
    settle()
    assert not Current.objects.filter(public_id=page.translation_key).exists()
    assert get(f"/api/v1/content/{page.translation_key}/", site).status_code == 404
    assert Alarm.objects.get(cleared_at=None).kind == "held"


def test_an_older_released_text_does_not_come_back_by_itself(item: NewsPage) -> None:
    page = fresh(item)
    page.summary = "Bản thứ hai"
    page.save_revision()
    publish(fresh(page))
    settle()
    NewsPage.objects.filter(pk=item.pk).update(summary=item.summary)
    settle()
    assert whole(item)["summary"] == "Bản thứ hai"
    assert current(item).held


def test_a_release_of_another_thing_or_language_does_not_help(item: NewsPage, site: PublicSite) -> None:
    other = make_news(section_of(site, "en"), title="Meeting", translation_key=item.translation_key)
    Page.objects.filter(pk=other.pk).update(live=True)
    release(fresh(item), text_sha256=digest(text_of(fresh(other))))
    settle()
    assert not Current.objects.filter(public_id=item.translation_key, locale="en").exists()


def test_a_revoked_release_allows_nothing(item: NewsPage) -> None:
    withdrawal(item)
    settle()
    Page.objects.filter(pk=item.pk).update(live=True)
    settle()
    assert current(item).state == "withdrawn"
    assert Alarm.objects.filter(cleared_at=None, kind="held").exists()


def test_an_ending_without_a_withdrawal_is_told_to_an_operator(item: NewsPage) -> None:
    Page.objects.filter(pk=item.pk).update(live=False)
    settle()
    assert current(item).state == "withdrawn"
    assert versions(item)[-1].causes == ["unexplained"]
    assert Alarm.objects.get(cleared_at=None).kind == "unexplained"
    withdrawal(item)
    settle()
    assert versions(item)[-1].causes == ["withdrawn"]
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_after_a_withdrawal_only_a_new_release_makes_it_public_again(item: NewsPage) -> None:
    withdrawal(item)
    settle()
    publish(fresh(item))
    settle()
    assert current(item).state == "live"
    assert [version.state for version in versions(item)] == ["live", "withdrawn", "live"]
    assert versions(item)[-1].release_id == Release.objects.latest("id").pk


def test_a_presenter_that_fails_holds_its_own_page_only(item: NewsPage, site: PublicSite) -> None:
    broken = make_news(section_of(site), title="Hỏng")
    publish(broken)
    with connection.cursor() as cursor:
        cursor.execute(
            'update cms_news_newspage set body = \'[{"type": "image", "value": 7, "id": "1"}]\' where page_ptr_id = %s',
            [broken.pk],
        )
    good = make_news(section_of(site), title="Lành")
    publish(good)
    settle()
    assert current(good).state == "live"
    assert Alarm.objects.get(cleared_at=None).thing.startswith(f"page:{broken.translation_key}")


def test_every_text_is_stored_once_under_its_hash(item: NewsPage) -> None:
    body = Body.objects.get(pk=versions(item)[0].body_id)
    assert body.sha256 == digest(text_of(fresh(item)))


@settings(max_examples=tries(60, 1000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=RELEASES, minute=MINUTES, since=st.integers(0, 10))
def test_the_drain_and_the_gates_know_the_same_release_in_force(
    portal: PublicSite, rows: list[dict[str, Any]], minute: int, since: int
) -> None:
    """The gates ask in SQL; the drain asks those that it has read, of a whole pass."""
    start, things = clock.now(), [uuid4() for _ in THINGS]

    def moment(after: int | None) -> Any:
        return None if after is None else start + timedelta(minutes=after)

    made = Release.objects.bulk_create(
        Release(
            public_id=things[row["thing"]],
            kind="import",
            cause="first",
            released_at=start,
            locale=row["locale"],
            text_sha256=row["text_sha256"],
            not_before=moment(row["not_before"]),
            revoked_at=moment(row["revoked_at"]),
        )
        for row in rows
    )
    at, since_id = moment(minute), ([0] + [one.pk for one in made])[min(since, len(made))]
    read = releases_of(things)
    for thing, locale, text in product(things, LANGUAGES, TEXTS):
        in_force = releases_in_force(thing, locale, at).filter(text_sha256=text, pk__gte=since_id).first()
        all_of_it = Release.objects.filter(public_id=thing, locale=locale)
        for known in (all_of_it, read.get((thing, locale), [])):
            assert allowing(known, text, at, since_id=since_id) == in_force
