"""What stands at a path, in every state, and what stood there at a moment that has passed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from api.publications.erasing import erase_version
from cms.news.models import NewsPage
from sites import clock
from sites.domains.models import PublicSite
from tests.factories.api import current, get, settle, versions, whole, withdrawal
from tests.factories.cms import fresh, make_news, publish, section_of
from tests.factories.sites import make_administrator, make_person

RESOLVE = "/api/v1/resolve/"


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    """A clock that stands still an hour from now, so that the log goes on from there."""
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def item(site: PublicSite, time: time_machine.Traveller) -> NewsPage:
    """A published item in the log."""
    page = make_news(section_of(site), title="Bản đầu", slug="tin")
    publish(page)
    settle()
    return page


def at(site: PublicSite, path: str, moment: datetime | None = None, query: str = "") -> Any:
    then = f"&as_of={quote(moment.isoformat())}" if moment else ""
    return get(f"{RESOLVE}?path={quote(path)}{then}{query}", site)


# --- every ending -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("withdrawn", "withdrawn"),
        ("expired", "withdrawn"),
        ("replaced", "withdrawn"),
        ("unlawful", "withdrawn"),
        ("secret", "withdrawn"),
        ("personal", "withdrawn"),
        ("gone", "gone"),
        ("redirect", "redirect"),
    ],
)
def test_every_ending_is_told_at_its_path(site: PublicSite, item: NewsPage, kind: str, state: str) -> None:
    goal = make_news(section_of(site), title="Nơi đến", slug="noi-den")
    publish(goal)
    settle()
    leads = kind in ("redirect", "replaced")
    withdrawal(item, kind=kind, notice="Vì sao.", **({"successor": goal.translation_key} if leads else {}))
    settle()
    found = at(site, "/tin-tuc/tin/").json()
    assert (found["state"], found["cause"], found["notice"]) == (state, kind, "Vì sao.")
    assert (found["successor"] or {}).get("path") == ("/tin-tuc/noi-den/" if leads else None)
    assert ("location" in found) == (kind == "redirect")
    assert "item" not in found


def test_a_page_that_was_closed_to_the_public_and_one_of_a_closed_site_are_told(
    site: PublicSite, item: NewsPage
) -> None:
    restriction = PageViewRestriction.objects.create(page=item, restriction_type="login")
    settle()
    assert at(site, "/tin-tuc/tin/").json()["cause"] == "withdrawn"
    restriction.delete()
    PublicSite.objects.filter(pk=site.pk).update(state="closed", closed_on=clock.today())
    settle()
    assert at(site, "/tin-tuc/tin/").json()["state"] == "withdrawn"


def test_an_erased_item_is_told_as_withheld_and_nothing_of_its_text(site: PublicSite, item: NewsPage) -> None:
    withdrawal(item)
    settle()
    one, other = make_person("mot.stc"), make_administrator("hai")
    erase_version(one, confirmed_by=other, seq=versions(item)[0].seq, kind="personal", basis="Luật 91/2025, Điều 4")
    settle()
    found = at(site, "/tin-tuc/tin/")
    assert (found.json()["state"], found.json()["cause"]) == ("withdrawn", "personal")
    assert "Bản đầu" not in found.content.decode()


# --- at a moment --------------------------------------------------------------------------------------------------
def test_what_stood_at_a_path_at_each_moment(site: PublicSite, item: NewsPage, time: time_machine.Traveller) -> None:
    first = clock.now()
    before = first - timedelta(minutes=1)
    time.shift(3600)
    newer = fresh(item)
    newer.title = "Bản sửa"
    newer.save_revision()
    publish(fresh(item))
    settle()
    second = clock.now()
    time.shift(3600)
    fresh(item).move(section_of(site, code="about"), pos="last-child")
    settle()
    third = clock.now()
    time.shift(3600)
    withdrawal(item, notice="Gỡ.")
    settle()
    fourth = clock.now()
    path = "/tin-tuc/tin/"
    assert at(site, path, before).status_code == 404
    assert at(site, path, first).json()["item"]["title"] == "Bản đầu"
    assert at(site, path, second - timedelta(seconds=1)).json()["item"]["title"] == "Bản đầu"
    assert at(site, path, second).json()["item"]["title"] == "Bản sửa"
    assert at(site, path, third).json() == {"state": "redirect", "location": "/gioi-thieu/tin/", "status": 301}
    assert at(site, "/gioi-thieu/tin/", second).status_code == 404
    assert at(site, "/gioi-thieu/tin/", third).json()["item"]["title"] == "Bản sửa"
    assert at(site, "/gioi-thieu/tin/", fourth).json() == at(site, "/gioi-thieu/tin/").json()
    assert at(site, "/gioi-thieu/tin/", fourth).json()["notice"] == "Gỡ."


def test_who_stood_there_at_that_moment_and_not_who_stands_there_now(
    site: PublicSite, item: NewsPage, time: time_machine.Traveller
) -> None:
    first = clock.now()
    time.shift(3600)
    fresh(item).move(section_of(site, code="about"), pos="last-child")
    other = make_news(section_of(site), title="Tin khác", slug="tin")
    publish(other)
    settle()
    assert at(site, "/tin-tuc/tin/").json()["item"]["title"] == "Tin khác"
    assert at(site, "/tin-tuc/tin/", clock.now()).json()["item"]["title"] == "Tin khác"
    assert at(site, "/tin-tuc/tin/", first).json()["item"]["public_id"] == str(item.translation_key)


def test_the_item_of_a_moment_is_the_one_of_its_own_address(site: PublicSite, item: NewsPage) -> None:
    moment = quote(clock.now().isoformat())
    own = get(f"/api/v1/content/{item.translation_key}/?as_of={moment}", site).json()
    assert at(site, "/tin-tuc/tin/", clock.now()).json() == {"state": "live", "item": own}
    narrow = at(site, "/tin-tuc/tin/", clock.now(), "&fields=title").json()
    assert narrow == {"state": "live", "item": {"title": "Bản đầu"}}


def test_what_must_not_be_read_any_more_is_not_read_of_the_past(
    site: PublicSite, item: NewsPage, time: time_machine.Traveller
) -> None:
    first = clock.now()
    time.shift(3600)
    withdrawal(item, kind="secret")
    settle()
    found = at(site, "/tin-tuc/tin/", first)
    assert (found.json()["state"], found.json()["cause"]) == ("withdrawn", "secret")
    assert "Bản đầu" not in found.content.decode()


def test_a_language_is_asked_by_its_path(site: PublicSite, item: NewsPage) -> None:
    english = make_news(section_of(site, "en"), title="News", slug="news", translation_key=item.translation_key)
    publish(english)
    settle()
    path = whole(item)["alternates"][0]["path"]
    assert at(site, path, clock.now()).json()["item"]["locale"] == "en"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("as_of=1990-01-01", 404, "before_records"),
        ("as_of=2999-01-01", 400, "invalid_parameter"),
        ("as_of=x", 400, "invalid_parameter"),
        ("as_of=1990-01-01&site=nowhere.vn", 400, "unknown_site"),
        ("as_of=1990-01-01&fields=x", 400, "invalid_parameter"),
    ],
)
def test_what_is_not_understood_is_told(site: PublicSite, item: NewsPage, query: str, status: int, code: str) -> None:
    answer = get(f"{RESOLVE}?path=/tin-tuc/tin/&{query}", site)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_next_door_does_not_answer_for_a_path_of_the_past(site: PublicSite, portal: PublicSite, item: NewsPage) -> None:
    assert current(item).site == site.public_id
    assert at(portal, "/tin-tuc/tin/", clock.now()).status_code == 404
