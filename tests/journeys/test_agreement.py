"""An English text with another figure than the Vietnamese one, and the glossary, in a real browser."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.journeys.office import (
    begin_item,
    decide,
    is_public,
    name_author,
    open_waiting,
    press,
    section_number,
    told,
    until_public,
)
from tests.stack import DOMAIN, Stack

pytestmark = pytest.mark.browser

SXD = f"sxd.{DOMAIN}"
TITLE = "Công khai vốn đường liên xã năm 2026"
SUMMARY = "Sở Tài chính công khai 812 tỷ đồng, thu hút góp ý đến ngày 15/12/2026, điện thoại 0271.3879.123."
ENGLISH = "Funds of the road between communes in 2026"
WRONG = "The Department of Finance discloses VND 821 billion; comments until 15 December 2026, telephone 0271 3879 123."
REASON = "Số liệu đã điều chỉnh theo báo cáo mới nhất"


def narrow(who: Person, shot: str) -> None:
    """The same screen on a telephone."""
    who.page.set_viewport_size({"width": 390, "height": 844})
    who.shot(shot)
    who.page.set_viewport_size({"width": 1280, "height": 800})


def test_what_disagrees_is_seen_said_and_answered_for(stack: Stack, browser: Browser) -> None:
    number = _public_in_vietnamese(stack, browser)
    with person(browser, stack.url, "dich.sxd") as translator:
        translator.go(f"/admin/pages/{number}/draft-in/en/")
        with translator.page.expect_navigation():
            translator.page.locator("main form button[type=submit]").last.click()
        translator.page.fill("#id_title", ENGLISH)
        translator.page.fill("#id_summary", WRONG)
        translator.page.fill("#id_source", "Department of Finance")
        press(translator, "Trình duyệt")
        translator.shot("doi-chieu-1-truoc-khi-trinh")
        narrow(translator, "doi-chieu-1-dien-thoai")
        assert translator.page.locator('[data-point="sum"]').count() == 1
        assert translator.sees("VND 821 billion")
        translator.page.fill("#id_right", REASON)
        with translator.page.expect_navigation():
            translator.page.locator(".desk-item form button[type=submit]").first.click()
        assert "trình" in told(translator)
    with person(browser, stack.url, "truong.sxd") as head:
        head.go("/admin/")
        head.page.get_by_role("link", name=ENGLISH).first.click()
        head.page.wait_for_load_state()
        head.shot("doi-chieu-2-ban-lam-viec")
        narrow(head, "doi-chieu-2-dien-thoai")
        assert head.sees(REASON)
        assert head.page.locator('[data-point="sum"]').count() == 1
        head.page.locator("a.desk-editor").click()
        head.page.wait_for_load_state()
        decide(head, "Duyệt và xuất bản", shot="doi-chieu-3-duyet")
        assert not is_public(stack, ENGLISH, site=SXD, locale="en")
        head.page.fill("#id_right", "Đã kiểm tra với Phòng Đầu tư")
        with head.page.expect_event("load"):
            head.page.locator("main form button[type=submit]").last.click()
    assert until_public(stack, ENGLISH, site=SXD, locale="en")["summary"] == WRONG


def _public_in_vietnamese(stack: Stack, browser: Browser) -> int:
    section = section_number(stack, site="sxd", slug="tin-tuc")
    with person(browser, stack.url, "viet.sxd") as writer:
        begin_item(writer, section=section, title=TITLE, summary=SUMMARY, paragraph="Người dân xem tại trụ sở.")
        name_author(writer, "Hạ Vy", source="Sở Tài chính")
        press(writer, "Trình duyệt")
        assert "trình" in told(writer)
    with person(browser, stack.url, "truong.sxd") as head:
        open_waiting(head, TITLE)
        number = int(head.page.url.split("/pages/")[1].split("/")[0])
        decide(head, "Duyệt và xuất bản")
    until_public(stack, TITLE, site=SXD)
    return number


def test_the_glossary_is_read_and_grows_by_a_list(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as administrator:
        administrator.go("/admin/term/?q=giấy phép xây dựng")
        administrator.shot("thuat-ngu-1-danh-sach")
        assert administrator.sees("giấy phép xây dựng")
        administrator.go("/admin/term/new/")
        administrator.shot("thuat-ngu-2-them")
        administrator.go("/admin/term/import/")
        administrator.page.fill("#id_text", "sổ hộ khẩu,en,household registration book\nđấu giá,en,sale by auction")
        with administrator.page.expect_navigation():
            administrator.page.locator("main form button[type=submit]").first.click()
        administrator.shot("thuat-ngu-3-xem-truoc")
        narrow(administrator, "thuat-ngu-3-dien-thoai")
        assert administrator.page.locator("[data-line]").count() == 2
        administrator.page.fill("#id_why", "Thống nhất cách dịch")
        with administrator.page.expect_navigation():
            administrator.page.locator("button[name=confirm]").click()
        administrator.shot("thuat-ngu-4-da-gui")
        assert "người thứ hai" in told(administrator)
    with person(browser, stack.url, "viet.sxd") as stranger:
        stranger.go("/admin/term/")
        assert not stranger.sees("giấy phép xây dựng")
