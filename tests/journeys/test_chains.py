"""An administrator sees a chain drawn and changes it from a day on; a head hands his post over."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from sites import clock
from tests.journeys.browser import person
from tests.stack import Stack

pytestmark = pytest.mark.browser


def test_a_chain_is_drawn_and_changed_from_a_day_on(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "quantri2") as second:
        first.go("/admin/chains/")
        first.shot("quytrinh-1-danh-sach")
        first.page.get_by_role("link", name="Cổng thông tin điện tử tỉnh").first.click()
        expect(first.page.locator(".chain-step")).to_have_count(3)
        first.shot("quytrinh-2-so-do")
        here = first.page.url.removeprefix(stack.url)
        first.page.get_by_role("link", name="Thay đổi từ một ngày").click()
        _fill(first.page, clock.today())
        first.shot("quytrinh-3-tu-choi")
        assert first.sees("ngày mai")
        _fill(first.page, clock.today() + timedelta(days=30))
        first.shot("quytrinh-4-cho-nguoi-thu-hai")
        assert first.sees("chờ người thứ hai")
        assert first.page.url.removeprefix(stack.url) == here
        expect(first.page.locator("[data-versions] tbody tr")).to_have_count(1)
        second.go("/admin/?tab=changes")
        second.page.locator("[data-proposal] a.desk-name", has_text="Cổng thông tin điện tử tỉnh").first.click()
        second.page.wait_for_url(re.compile(r"/admin/changes/\d+/"))
        second.shot("quytrinh-5-nguoi-thu-hai")
        with second.page.expect_navigation():
            second.page.get_by_role("button", name="Duyệt và thực hiện").click()
        first.go(here)
        expect(first.page.locator("[data-versions] tbody tr")).to_have_count(2)
        first.page.locator("[data-versions]").get_by_role("link", name="Hiện").click()
        expect(first.page.locator(".chain-step")).to_have_count(3)
        first.shot("quytrinh-6-ban-moi")
        assert first.sees("24 giờ làm việc")


def test_steps_change_places_by_clicking_and_what_was_filled_in_stays(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as administrator:
        page = administrator.page
        administrator.go("/admin/chains/")
        page.get_by_role("link", name="Cổng thông tin điện tử tỉnh").first.click()
        page.get_by_role("link", name="Thay đổi từ một ngày").click()
        names = [page.input_value(f"#id_step-{number}-label_vi") for number in (1, 2, 3)]
        assert all(names)
        page.fill("#id_article", "Điều 10 sửa đổi")
        page.fill("#id_step-1-limit", "11")
        _move(page, 1, "xuống")
        assert [page.input_value(f"#id_step-{number}-label_vi") for number in (1, 2, 3)] == [
            names[1],
            names[0],
            names[2],
        ]
        assert page.input_value("#id_step-2-limit") == "11"
        assert page.input_value("#id_article") == "Điều 10 sửa đổi"
        administrator.shot("quytrinh-7-doi-cho")
        _move(page, 2, "lên")
        assert [page.input_value(f"#id_step-{number}-label_vi") for number in (1, 2, 3)] == names


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


def _move(page: Page, number: int, way: str) -> None:
    with page.expect_navigation():
        page.locator("fieldset.chain-fieldset").nth(number - 1).get_by_role("button", name=f"Chuyển {way}").click()


def _fill(page: Page, day: date) -> None:
    _day(page, "#id_holds_from", day)
    page.fill("#id_article", "Điều 10 sửa đổi")
    page.fill("#id_step-3-limit", "24")
    page.fill("#id_why", "Theo quyết định mới")
    _send(page)


def _day(page: Page, field: str, day: date) -> None:
    page.fill(field, f"{day:%d/%m/%Y}")
    page.press(field, "Tab")  # the calendar folds away


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form[method=POST], form[method=POST]").last.evaluate("form => form.requestSubmit()")
