"""Several processes publish while others drain: nothing is lost, nothing is said twice, the chain holds."""

import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from api.publications.drain import LOCK, drain, drain_forever, locked_snapshot, try_drain
from api.publications.enums import Priority
from api.publications.marks import BATCH
from api.publications.models import Current, Dirty, Version
from api.publications.verification import differences
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import current, release, versions, withdrawal
from tests.factories.cms import fresh, home_of_site, make_news, publish, section_of
from tests.stack import ROOT, environment_of

PUBLISHER = """
import django, sys
django.setup()
from sites.domains.models import PublicSite
from tests.factories.cms import fresh, make_news, publish, section_of
section = section_of(PublicSite.objects.get(code="stc"))
for number in range({items}):
    page = make_news(section, title=f"Tin {name} {{number}}", slug=f"tin-{name}-{{number}}")
    publish(page)
    print(page.translation_key, flush=True)
    page = fresh(page)
    page.summary = "Lan hai"
    page.save_revision()
    publish(fresh(page))
"""


def run(script: str, address: str, state: Path) -> subprocess.Popen[str]:
    """A process of its own on the database."""
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**environment_of(address, state), "DJANGO_SETTINGS_MODULE": "cms.project.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def news(in_own_database: str) -> object:
    """A draft in a database in which the test may commit."""
    page = make_news(section_of(PublicSite.objects.get(code="stc")))
    drain()
    return page


def test_a_publication_is_in_the_log_when_the_request_has_committed(news) -> None:
    with transaction.atomic():
        publish(news)
    assert current(news).state == "live"
    assert not Dirty.objects.filter(priority=0).exists()
    drain()  # what only follows, the front page, is left to the worker
    assert differences() == []


def test_the_request_that_withdraws_takes_the_title_off_the_front_page(news) -> None:
    home = home_of_site(PublicSite.objects.get(code="stc"))
    with transaction.atomic():
        publish(news)
    drain()
    assert news.title in bytes(current(home).whole).decode()
    with transaction.atomic():
        withdrawal(news)
    assert news.title not in bytes(current(home).whole).decode()
    drain()
    assert differences() == []


def test_what_a_request_cannot_drain_is_left_to_the_worker(news) -> None:
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        with transaction.atomic():
            publish(news)
        assert not Current.objects.filter(public_id=news.translation_key).exists()
        assert Dirty.objects.exists()
    finally:
        holder.close()
    drain()
    assert current(news).state == "live"


def test_what_comes_due_does_not_wait_behind_what_only_follows(news) -> None:
    at = clock.now() + timedelta(seconds=1)
    with transaction.atomic():
        release(news, not_before=at)
        Page.objects.filter(pk=news.pk).update(live=True)
    drain()
    marks = [Dirty(kind="subject", ref=f"page:{uuid4()}", priority=Priority.FOLLOWING) for _ in range(4 * BATCH)]
    Dirty.objects.bulk_create(marks)
    stop, left = threading.Event(), []

    def after_pass() -> None:
        time.sleep(max((at - clock.now()).total_seconds(), 0))
        if Current.objects.filter(public_id=news.translation_key, state="live").exists():
            left.append(Dirty.objects.filter(pk__in=[mark.pk for mark in marks]).count())
        if not Dirty.objects.exists():
            stop.set()

    drain_forever(stop, after_pass)
    assert left[0] >= BATCH


def test_a_failing_drain_does_not_reach_the_request(news, caplog) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table api_publications_due rename to gone")
        with transaction.atomic():
            publish(news)
        assert fresh(news).live
        assert "the worker will do it" in caplog.text
        cursor.execute("alter table gone rename to api_publications_due")
    drain()
    assert current(news).state == "live"


def test_the_worker_drains_what_any_transaction_marks(news) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=drain_forever, args=(stop,))
    worker.start()
    try:
        release(fresh(news))
        with connection.cursor() as cursor:
            cursor.execute(
                "update wagtailcore_page set live = true, first_published_at = now() where id = %s", [news.pk]
            )
        _until(lambda: Current.objects.filter(public_id=news.translation_key).exists())
    finally:
        stop.set()
        worker.join(30)
    assert differences() == []


def test_a_reader_under_the_lock_sees_one_moment(news) -> None:
    with locked_snapshot():
        before = Version.objects.count()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("update sites_domains_publicsite set name_vi = 'Khác'")
        other.close()
        assert Version.objects.count() == before
    try_drain()
    assert differences() == []


def test_processes_publish_while_others_drain(news, in_own_database, tmp_path) -> None:
    stop = threading.Event()
    workers = [threading.Thread(target=drain_forever, args=(stop,)) for _ in range(2)]
    publishers = [run(PUBLISHER.format(items=6, name=name), in_own_database, tmp_path) for name in "abc"]
    for worker in workers:
        worker.start()
    ended = [publisher.communicate(timeout=300) for publisher in publishers]
    stop.set()
    for worker in workers:
        worker.join(60)
    drain()
    assert [publisher.returncode for publisher in publishers] == [0, 0, 0], ended
    public_ids = [line for output, _errors in ended for line in output.split()]
    assert Current.objects.filter(public_id__in=public_ids, state="live").count() == len(public_ids) == 18
    assert differences() == []
    assert versions(news) == []


def _until(condition: object) -> None:
    waiting = threading.Event()
    for _ in range(300):
        if condition():  # type: ignore[operator]
            return
        waiting.wait(0.1)
    raise AssertionError("it did not happen")
