"""A draft is previewed beside the form on somebody's own frontend, and shown once to a guest without an account."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Person, keep_shot, person
from tests.journeys.frontend import small_frontend
from tests.journeys.office import begin_item, press, section_number, type_until_saving
from tests.stack import Stack

pytestmark = pytest.mark.browser

TITLE = "Dự toán ngân sách năm 2027"
LATER = "Dự toán ngân sách năm 2027 (bản sửa)"
SUMMARY = "Tóm tắt dự toán."
PARAGRAPH = "Tổng thu dự kiến là 15.000 tỷ đồng."
GUEST = "TS. Lê Văn Thẩm, Viện Kinh tế"
NEWEST = "select max(id) from workflows_changes_proposal"
SETTLING = 600  # milliseconds until the editor has unfolded what was unfolded


@pytest.fixture(scope="module")
def frontend(stack: Stack) -> Iterator[str]:
    with small_frontend(stack.url) as address:
        yield address


def test_a_writer_previews_a_draft_and_shows_it_to_a_guest_once(stack: Stack, browser: Browser, frontend: str) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "quantri2") as second:
        _says_where_the_frontend_is(stack, first, second, frontend)
        with person(browser, stack.url, "viet.stc") as writer:
            number = _writes_beside_the_frontend(stack, writer, frontend)
            link = _makes_a_link(writer, number)
            _is_opened_once(browser, link, frontend)
            _ends_another_link(browser, writer, number)
        _sees_who_has_read(first)


def _says_where_the_frontend_is(stack: Stack, first: Person, second: Person, frontend: str) -> None:
    first.go("/admin/preview_addresses/new/")
    label = "Sở Tài chính"
    option = first.page.locator("#id_site option").filter(has_text=label).first
    first.page.select_option("#id_site", value=option.get_attribute("value"))
    first.page.fill("#id_locale", "vi")
    first.page.fill("#id_template", f"{frontend}/xem?token={{token}}")
    first.page.fill("#id_why", "Giao diện mới của Sở")
    first.shot("xem-thu-1-dia-chi")
    with first.page.expect_navigation():
        first.page.get_by_role("button", name="Tạo").last.evaluate("button => button.form.requestSubmit(button)")
    assert first.sees("chờ người thứ hai duyệt")
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(NEWEST).fetchone()
    assert row
    second.go(f"/admin/changes/{row[0]}/")
    with second.page.expect_navigation():
        second.page.get_by_role("button", name="Duyệt và thực hiện").last.click()


def _writes_beside_the_frontend(stack: Stack, writer: Person, frontend: str) -> int:
    section = section_number(stack, site="stc", slug="tin-tuc")
    begin_item(writer, section=section, title=TITLE, summary=SUMMARY, paragraph=PARAGRAPH)
    press(writer, "Lưu nháp")
    page = writer.page
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    page.wait_for_timeout(SETTLING)
    page.locator("[data-side-panel-toggle=draft-preview]").first.click()
    shown = page.frame_locator(".form-side iframe")
    expect(shown.locator("h1")).to_have_text(TITLE)
    expect(shown.locator("body")).to_contain_text(PARAGRAPH)
    writer.shot("xem-thu-2-ben-bieu-mau")
    type_until_saving(writer, "#id_title", LATER)
    expect(shown.locator("h1")).to_have_text(LATER)
    writer.shot("xem-thu-3-sau-khi-luu")
    with page.context.expect_page() as opened:
        page.locator("[data-preview-open]").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{frontend}/xem?token=")
    assert LATER in opened.value.inner_text("body")
    opened.value.close()
    found = re.search(r"/admin/pages/(\d+)/edit/", page.url)
    assert found
    return int(found[1])


def _makes_a_link(writer: Person, number: int) -> str:
    page = writer.page
    writer.go(f"/admin/preview/page/{number}/")
    expect(page.frame_locator(".preview-frame iframe").locator("h1")).to_have_text(LATER)
    page.fill("#id_recipient", GUEST)
    page.fill("#id_purpose", "Kiểm tra số liệu ở đoạn đầu")
    with page.expect_navigation():
        page.get_by_role("button", name="Tạo liên kết mở một lần").click()
    writer.shot("xem-thu-4-lien-ket")
    return page.locator("[data-preview-link]").input_value()


def _is_opened_once(browser: Browser, link: str, frontend: str) -> None:
    """A guest: a window of his own, on a telephone, without an account."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    page = context.new_page()
    page.goto(link)
    assert GUEST in page.inner_text("body")
    assert TITLE not in page.inner_text("body")
    keep_shot(page, "xem-thu-5-khach")
    page.get_by_role("button", name="Mở bản nháp ngay").click()
    page.wait_for_url(f"{frontend}/xem?token=*")
    assert LATER in page.inner_text("body")
    page.goto(link)
    assert "đã được mở một lần" in page.inner_text("body")
    keep_shot(page, "xem-thu-6-khach-lan-hai")
    context.close()


def _ends_another_link(browser: Browser, writer: Person, number: int) -> None:
    link = _makes_a_link(writer, number)
    page = writer.page
    with page.expect_navigation():
        page.locator(".preview-links button[value=revoke]").first.click()
    context = browser.new_context(locale="vi-VN")
    guest = context.new_page()
    guest.goto(link)
    assert "đã bị chấm dứt" in guest.inner_text("body")
    context.close()
    writer.shot("xem-thu-7-da-cham-dut")
    page.set_viewport_size({"width": 390, "height": 844})
    writer.shot("xem-thu-8-dien-thoai")
    page.set_viewport_size({"width": 1366, "height": 900})


def _sees_who_has_read(administrator: Person) -> None:
    administrator.go("/admin/preview/readings/")
    administrator.shot("xem-thu-9-ai-da-xem")
    rows = administrator.page.locator("tr[data-reading]").filter(has_text=GUEST)
    assert rows.filter(has_text="giao diện").count() >= 1  # shown on the frontend
    assert rows.filter(has_text="Liên kết đã được mở một lần").count() == 1
    assert rows.filter(has_text="Lượt xem thử đã bị chấm dứt").count() == 1
    administrator.page.set_viewport_size({"width": 390, "height": 844})
    administrator.shot("xem-thu-10-ai-da-xem-dien-thoai")
    administrator.page.set_viewport_size({"width": 1366, "height": 900})
