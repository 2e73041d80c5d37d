"""An administrator sees a chain drawn and changes it from a day on; a head hands his post over."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sites import clock
from tests.journeys.browser import chromium, person
from tests.stack import Stack, running_stack

UNSEEN = pytest.mark.skipif(os.environ.get("JOURNEYS") != "all", reason="not seen passing yet: JOURNEYS=all runs it")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stack(province_template: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with Bình Phước's regulation, sites and people."""
    with running_stack("journey_chains", template=province_template[0], state=tmp_path_factory.mktemp("chains")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser; every person has a window of his own."""
    with chromium() as running:
        yield running


@UNSEEN
def test_a_chain_is_drawn_and_changed_from_a_day_on(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as administrator:
        administrator.go("/admin/chains/")
        administrator.shot("quytrinh-1-danh-sach")
        administrator.page.get_by_role(
            "link", name=re.compile("Cổng thông tin điện tử tỉnh|provincial portal", re.I)
        ).first.click()
        expect(administrator.page.locator(".chain-step")).to_have_count(3)
        administrator.shot("quytrinh-2-so-do")
        administrator.page.get_by_role("link", name=re.compile("Thay đổi từ một ngày|Change from")).click()
        _fill(administrator.page, clock.today())
        administrator.shot("quytrinh-3-tu-choi")
        assert administrator.sees("ngày mai") or administrator.sees("tomorrow")
        _fill(administrator.page, clock.today() + timedelta(days=30))
        administrator.shot("quytrinh-4-da-ghi")
        expect(administrator.page.locator("[data-versions] tbody tr")).to_have_count(2)
        assert administrator.sees("24 giờ làm việc") or administrator.sees("24 working hours")


def test_a_head_hands_his_post_over(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        head.go("/admin/delegations/give/")
        head.page.select_option("#id_office", index=0)
        head.page.select_option("#id_to", label="Phó Giám đốc Sở Tài chính")
        _day(head.page, "#id_held_from", clock.today())
        head.page.fill("#id_decision", "12/GUQ-STC")
        head.shot("uyquyen-1-mau")
        _send(head.page)
        head.shot("uyquyen-2-danh-sach")
        assert head.sees("12/GUQ-STC")


def _fill(page: Page, day: date) -> None:
    _day(page, "#id_holds_from", day)
    page.fill("#id_article", "Điều 10 sửa đổi")
    page.fill("#id_step-3-limit", "24")
    page.fill("#id_why", "Theo quyết định mới")
    _send(page)


def _day(page: Page, field: str, day: date) -> None:
    page.fill(field, day.isoformat())
    page.press(field, "Tab")  # the calendar folds away


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form[method=POST], form[method=POST]").last.evaluate("form => form.requestSubmit()")
