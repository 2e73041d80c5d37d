"""The password of who administers ends: he is told before, held up then, and loses nothing of what he has typed."""

import re

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser

AGED = "update sites_accounts_user set password_set_at = now() - %s::interval where username = 'quantri'"
INVITED = "select count(*) from workflows_changes_proposal"
NEW = "Mot-Mat-Khau-Khac-2026"
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1366, "height": 900}


def age(stack: Stack, interval: str) -> None:
    with psycopg.connect(stack.address) as connection:
        connection.execute(AGED, [interval])


def proposals(stack: Stack) -> int:
    with psycopg.connect(stack.address) as connection:
        (number,) = connection.execute(INVITED).fetchone() or (0,)
    return int(number)


def press(who: Person, name: str) -> None:
    with who.page.expect_navigation():
        who.page.get_by_role("button", name=name).last.evaluate("button => button.form.requestSubmit(button)")


def test_a_password_ends_and_what_was_typed_is_sent_again_after_the_new_one(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as administrator:
        age(stack, "58 days")
        _is_told(administrator)
        before = proposals(stack)
        _type(administrator)
        age(stack, "3 months")
        press(administrator, "Mời")
        _is_held_up(administrator)
        assert proposals(stack) == before
        _set_in_another_tab(administrator)
        administrator.page.reload()
        administrator.shot("mat-khau-6-gui-lai")
        assert administrator.sees("chờ người thứ hai duyệt")
        assert proposals(stack) == before + 1


def test_reading_leads_to_the_new_password_and_back(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri2") as administrator:
        with psycopg.connect(stack.address) as connection:
            connection.execute(AGED.replace("'quantri'", "'quantri2'"), ["3 months"])
        administrator.go("/admin/people/?q=viet")
        assert "/admin/security/password/" in administrator.page.url
        _set(administrator, NEW, NEW + "?")
        assert administrator.sees("Hai mật khẩu không giống nhau")
        _set(administrator, NEW, NEW)
        assert administrator.page.url.endswith("/admin/people/?q=viet")
        assert administrator.sees("viet.stc")


def _is_told(administrator: Person) -> None:
    administrator.go("/admin/")
    administrator.shot("mat-khau-1-sap-het-han")
    assert administrator.sees("Mật khẩu của bạn hết hạn")
    administrator.page.set_viewport_size(NARROW)
    administrator.shot("mat-khau-2-sap-het-han-hep")
    width = administrator.page.evaluate("document.documentElement.scrollWidth")
    administrator.page.set_viewport_size(WIDE)
    assert width <= NARROW["width"]


def _type(administrator: Person) -> None:
    page = administrator.page
    administrator.go("/admin/people/invite/")
    page.fill("#id_full_name", "Lê Thị Thử")
    page.fill("#id_email", "thu@stc.binhphuoc.localhost")
    page.fill("#id_username", "thu.stc")
    options = page.locator("#id_seat-0-site option").all_inner_texts()
    page.select_option("#id_seat-0-site", label=next(one for one in options if "Sở Tài chính" in one))
    page.select_option("#id_seat-0-kind", label="Người viết")
    page.fill("#id_seat-0-held_from", "01/01/2026")
    page.press("#id_seat-0-held_from", "Tab")  # the calendar folds away
    page.fill("#id_seat-0-basis", "Quyết định 12/QĐ-STC")
    page.fill("#id_why", "Bổ sung người viết")


def _is_held_up(administrator: Person) -> None:
    administrator.shot("mat-khau-3-chua-thuc-hien")
    assert administrator.sees("Chưa thực hiện")
    administrator.page.set_viewport_size(NARROW)
    administrator.shot("mat-khau-4-chua-thuc-hien-hep")
    administrator.page.set_viewport_size(WIDE)


def _set_in_another_tab(administrator: Person) -> None:
    with administrator.page.expect_popup() as opened:
        administrator.page.get_by_role("link", name=re.compile("thẻ khác")).click()
    other = Person(opened.value, administrator.url, administrator.name)
    other.shot("mat-khau-5-mat-khau-moi")
    _set(other, NEW, NEW)
    assert other.sees("Đã đặt mật khẩu mới")
    other.page.close()


def _set(who: Person, password: str, again: str) -> None:
    who.page.fill("#id_old", PASSWORD)
    who.page.fill("#id_password", password)
    who.page.fill("#id_again", again)
    with who.page.expect_navigation():
        who.page.locator("#id_again").evaluate("field => field.form.requestSubmit()")
