"""The second lock: no command, migration or line of SQL makes public what nobody released."""

import pytest
from django.db import connection
from wagtail.models import Page

from api.publications.models import Alarm, Body, Current
from cms.news.models import NewsPage
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import current, get, release, settle, versions, whole, withdrawal
from tests.factories.cms import fresh, make_news, publish, section_of
from workflows.passage.models import Release


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
