"""The desk in a real browser: claim, read what changed, return and approve from the list, on a telephone too."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.journeys.office import begin_item, declare, name_author, open_waiting, press, section_number, until_public
from tests.stack import DOMAIN, Stack

pytestmark = pytest.mark.browser

TITLE = "Công khai dự toán thu quý 2"
MENDED = "Công khai dự toán thu quý 3"
WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def fits_a_telephone(somebody: Person, shot: str) -> None:
    """Nothing of the screen hangs out to the right at 360 pixels."""
    somebody.page.set_viewport_size({"width": 360, "height": 740})
    somebody.page.wait_for_timeout(400)
    assert somebody.page.evaluate(WIDE) == 0
    somebody.shot(shot)


def test_a_head_works_from_the_list(stack: Stack, browser: Browser) -> None:
    _submit(stack, browser)
    _claim_and_return(stack, browser)
    _mend(stack, browser)
    _read_changes_and_approve_by_telephone(stack, browser)
    assert until_public(stack, MENDED, site=f"stc.{DOMAIN}")["title"] == MENDED


def _submit(stack: Stack, browser: Browser) -> None:
    section = section_number(stack, site="stc", slug="tin-tuc")
    with person(browser, stack.url, "viet.stc") as writer:
        begin_item(
            writer,
            section=section,
            title=TITLE,
            summary="Sở Tài chính công khai số thu.",
            paragraph="Số thu ngân sách trên địa bàn quý 2 đạt 52 phần trăm dự toán năm.",
        )
        name_author(writer, "Hạ Vy", source="Sở Tài chính")
        press(writer, "Trình duyệt")
        writer.go("/admin/?tab=sent")
        assert writer.sees(TITLE)
        writer.shot("desk-01-toi-da-gui")


def _claim_and_return(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        page = head.page
        head.shot("desk-02-ban-lam-viec")
        assert head.sees("giờ làm việc") or head.sees("ngày làm việc")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("button", name="Nhận xử lý").click()
        page.wait_for_load_state()
        assert head.sees("bạn đang xử lý")
        head.shot("desk-03-nhan-xu-ly")
        page.locator(".desk-return summary").click()
        page.fill(".desk-return textarea", "Số liệu là của quý 3, không phải quý 2.")
        with page.expect_navigation():
            page.locator(".desk-return button").click()
        assert not page.locator(f"[data-waiting] >> text={TITLE}").count()


def _mend(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "viet.stc") as writer:
        assert writer.sees("Số liệu là của quý 3, không phải quý 2.")
        writer.shot("desk-04-bi-tra-lai")
        open_waiting(writer, TITLE)
        writer.page.fill("#id_title", MENDED)
        press(writer, "Trình duyệt")


def _read_changes_and_approve_by_telephone(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        fits_a_telephone(head, "desk-05-dien-thoai-ban-lam-viec")
        page = head.page
        page.get_by_role("link", name=MENDED).first.click()
        page.wait_for_load_state()
        assert page.locator("#desk-changes del").first.inner_text() == "2"
        assert page.locator("#desk-changes ins").first.inner_text() == "3"
        fits_a_telephone(head, "desk-06-dien-thoai-doc-va-duyet")
        with page.expect_navigation():
            declare(head)
            page.get_by_role("button", name="Duyệt và xuất bản").click()
        assert head.sees("Đã thực hiện")
