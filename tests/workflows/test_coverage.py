"""How far translations are: the figures, whose they are, as a picture, a workbook and JSON."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.news.models import NewsPage
from tests.factories.cms import fresh
from tests.factories.sites import make_administrator
from tests.factories.workflows import Desk, make_desk, make_portal, published, with_seat
from tests.workflows.test_translation import begun, change, english_of, translator
from tests.workflows.test_translation_piles import at, released, rule
from workflows.coverage.figures import Figures, coverage_of
from workflows.coverage.policies import sites_covered_by
from workflows.passage import actions as passages
from workflows.passage.enums import Cause

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Iterator[Desk]:
    """One text in each state; all news is owed."""
    with time_machine.travel(at("2026-11-20 14:30"), tick=False):
        made = make_desk()
        rule("translation.owed", {"en": [{"types": ["news"]}]})
        rule("translation.limits", {"first": 16, "correction": 8, "remind": 4})
        fill(made)
        yield made


def fill(desk: Desk) -> None:
    names = ("Đang có", "Cũ", "Đang dịch", "Chưa dịch", "Quá hạn", "Đã gỡ")
    pages = {name: published(desk, title=name) for name in names}
    english = {name: english_of(desk, pages[name]) for name in ("Đang có", "Cũ", "Đã gỡ")}
    begun(desk, pages["Đang dịch"])
    change(desk, pages["Cũ"], Cause.CORRECTION, summary="Tỉnh lắng nghe 200 doanh nghiệp.")
    passages.withdraw(desk.head, page=fresh(english["Đã gỡ"]), reason="Không cần")
    released(pages["Quá hạn"], at("2026-11-02 08:00"))
    for name, days in (("Đang có", 3), ("Cũ", 5)):
        NewsPage.objects.filter(pk=pages[name].pk).update(first_published_at=at(f"2026-11-{20 - days} 14:30"))


def test_figures_by_kind_are_drawn_and_in_files_and_a_neighbour_sees_his_own(desk: Desk) -> None:
    _by_kind(desk)
    other = make_desk("syt")
    _drawn_and_in_files(desk, other)
    _of_a_neighbour(desk, other)


def _by_kind(desk: Desk) -> None:
    coverage = coverage_of([desk.site])
    expected = Figures(
        owed=6, owed_current=1, current=1, outdated=1, in_work=1, missing=2, withdrawn=1, overdue=1, delay=4.0
    )
    found = dict(coverage.by_kind("en", desk.site.pk))["news"]
    assert found == expected
    every = coverage.of("en", desk.site.pk)
    assert (every.owed, every.missing, every.overdue) == (6, 2, 1)
    assert every.current == 1 + dict(coverage.by_kind("en", desk.site.pk))["section"].current
    assert coverage.of("en") == every  # there is no other site
    assert found.percent == 16
    assert [(part.name, round(part.at), round(part.width)) for part in found.parts] == [
        ("current", 0, 20),
        ("outdated", 20, 20),
        ("in_work", 40, 20),
        ("missing", 60, 40),
    ]


def test_a_site_sees_its_own_figures_and_the_provinces_board_all() -> None:
    desk, other, portal = make_desk(), make_desk("syt"), make_portal()
    every = {desk.site, other.site, portal.site}
    assert set(sites_covered_by(desk.head)) == {desk.site}
    assert set(sites_covered_by(translator(other))) == {other.site}
    assert set(sites_covered_by(portal.board_head)) == {portal.site}  # where no rule names the board
    rule("translation.overview", {"all_sites": [{"seat": "board_head", "site": "portal"}]})
    assert set(sites_covered_by(portal.board_head)) >= every
    assert set(sites_covered_by(portal.board_deputy)) == {portal.site}
    assert sites_covered_by(make_administrator()) == sites_covered_by(portal.board_head)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _drawn_and_in_files(desk: Desk, other: Desk) -> None:
    client = browser(desk.head)
    shown = client.get(reverse("coverage:index")).content.decode()
    assert shown.count('<svg class="coverage-bar') >= 3
    assert str(desk.site) in shown
    assert str(other.site) not in shown
    of_site = client.get(reverse("coverage:index") + f"?site={desk.site.code}&language=en").content.decode()
    assert "coverage-table" in of_site
    data = client.get(reverse("coverage:json")).json()
    (site,) = data["languages"][0]["sites"]
    assert (site["code"], site["owed"], site["overdue"]) == (desk.site.code, 6, 1)
    (news,) = (kind for kind in site["kinds"] if kind["kind"] == "news")
    assert (news["percent"], news["missing"], news["delay"]) == (16, 2, 4.0)
    answer = client.get(reverse("coverage:xlsx"))
    book = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert list(rows[1][:2]) == ["en", str(desk.site)]
    names = ("owed", "owed_current", "percent", "current", "outdated", "in_work", "missing", "withdrawn", "overdue")
    assert list(rows[1][2:-1]) == [site[name] for name in names]
    assert len(list(book.worksheets[1].iter_rows(min_row=2))) == len(site["kinds"])


def _of_a_neighbour(desk: Desk, other: Desk) -> None:
    client = browser(with_seat("dich.syt", other.site, "translator"))
    shown = client.get(reverse("coverage:index") + f"?site={desk.site.code}").content.decode()
    assert str(desk.site) not in shown
    assert desk.site.code not in client.get(reverse("coverage:json")).content.decode()
