"""An administrator sees a chain drawn and changes it from a day on; a head hands his post over."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from sites import clock
from tests.journeys.browser import Person, person
from tests.stack import Stack

pytestmark = pytest.mark.browser
SECTION = "Công báo điện tử"


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
        _agree(second, "Cổng thông tin điện tử tỉnh", "quytrinh-5-nguoi-thu-hai")
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


def test_a_section_gets_a_chain_of_its_own_and_leaves_it_again(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "quantri2") as second:
        page = first.page
        first.go("/admin/chains/")
        page.get_by_role("link", name="Cổng thông tin điện tử tỉnh").first.click()
        page.get_by_role("link", name="Thay đổi từ một ngày").click()
        page.click("#id_section-chooser [data-chooser-action-choose]")
        page.fill(".modal-body input[name=q]", SECTION)
        page.locator(".modal-body").get_by_role("link", name=SECTION, exact=True).first.click()
        page.wait_for_selector(".modal-body", state="detached")
        _fill(page, clock.today() + timedelta(days=20))
        assert first.sees("chờ người thứ hai")
        _agree(second, SECTION, "quytrinh-8-rieng-mot-chuyen-muc")
        first.go("/admin/chains/")
        page.get_by_role("link", name=SECTION).first.click()
        page.get_by_role("link", name="Chấm dứt từ một ngày").click()
        _day(page, "#id_holds_from", clock.today())
        page.fill("#id_article", "Điều 10 sửa đổi")
        page.fill("#id_why", "Hết thí điểm")
        _send(page)
        first.shot("quytrinh-9-cham-dut")
        assert first.sees("ngày mai")
        _day(page, "#id_holds_from", clock.today() + timedelta(days=40))
        _send(page)
        assert first.sees("chờ người thứ hai")
        here = page.url.removeprefix(stack.url)
        _agree(second, SECTION, "quytrinh-10-dong-y-cham-dut")
        first.go(here)
        first.shot("quytrinh-11-se-het")
        assert first.sees(f"đến trước ngày {clock.today() + timedelta(days=40):%d/%m/%Y}")


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


def _agree(second: Person, title: str, shot: str) -> None:
    """A second administrator opens a change that waits, and lets it be carried out."""
    second.go("/admin/?tab=changes")
    second.page.locator("[data-proposal] a.desk-name", has_text=title).first.click()
    second.page.wait_for_url(re.compile(r"/admin/changes/\d+/"))
    second.shot(shot)
    with second.page.expect_navigation():
        second.page.get_by_role("button", name="Duyệt và thực hiện").click()


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
