"""A person is invited, sets his password by the link in the mail, works, and sees nothing when his seat has ended."""

import re

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import Person, person
from tests.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser

NAME, USERNAME = "Hoàng Thị Mới", "moi.stc"
LINK = 'select body from workflows_notices_mail where "to" = %s order by id desc limit 1'


def test_a_person_is_invited_enters_and_sees_nothing_when_his_seat_has_ended(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as administrator:
        _invite(administrator)
        _approve(stack, browser)
        _set_password(stack, browser)
        with person(browser, stack.url, USERNAME) as newcomer:
            newcomer.shot("nguoi-4-ban-lam-viec")
            assert newcomer.page.url.endswith("/admin/")
            newcomer.go("/admin/pages/")
            newcomer.shot("nguoi-5-trang-cua-minh")
            assert newcomer.sees("Sở Tài chính")
            _end(administrator)
            newcomer.go("/admin/")
            newcomer.shot("nguoi-9-khong-con-quyen")
            assert "/admin/login/" in newcomer.page.url
            assert not newcomer.sees("Sở Tài chính")


def _invite(administrator: Person) -> None:
    page = administrator.page
    administrator.go("/admin/people/?q=bien tap vien trung tam")
    administrator.shot("nguoi-1-danh-sach")
    assert not administrator.sees("truong.vpubnd")
    assert not administrator.sees("viet.stc")
    administrator.go("/admin/people/invite/")
    administrator.shot("nguoi-2-moi")
    page.fill("#id_full_name", NAME)
    page.fill("#id_email", "moi@stc.binhphuoc.localhost")
    page.fill("#id_username", USERNAME)
    page.select_option("#id_seat-0-site", label=_site(page))
    page.select_option("#id_seat-0-kind", label="Người viết")
    page.fill("#id_seat-0-held_from", "01/01/2026")
    page.press("#id_seat-0-held_from", "Tab")  # the calendar folds away
    page.fill("#id_seat-0-basis", "Quyết định 12/QĐ-STC")
    page.fill("#id_why", "Bổ sung người viết")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Mời|Invite")).last.evaluate(
            "button => button.form.requestSubmit(button)"
        )
    administrator.shot("nguoi-3-da-moi")
    assert administrator.sees("chờ người thứ hai duyệt")


def _approve(stack: Stack, browser: Browser) -> None:
    """The second administrator says yes to what was proposed last."""
    with psycopg.connect(stack.address) as connection:
        (number,) = connection.execute("select max(id) from workflows_changes_proposal").fetchone() or (0,)
    with person(browser, stack.url, "quantri2") as second:
        second.go(f"/admin/changes/{number}/")
        with second.page.expect_navigation():
            second.page.get_by_role("button", name="Duyệt và thực hiện").last.evaluate(
                "button => button.form.requestSubmit(button)"
            )


def _site(page: object) -> str:
    options = page.locator("#id_seat-0-site option").all_inner_texts()  # type: ignore[attr-defined]
    return next(str(option) for option in options if "Sở Tài chính" in option)


def _set_password(stack: Stack, browser: Browser, email: str = "moi@stc.binhphuoc.localhost") -> None:
    with psycopg.connect(stack.address) as connection:
        (body,) = connection.execute(LINK, [email]).fetchone() or ("",)
    found = re.search(r"http\S+/password_reset/confirm/\S+", body)
    assert found, body
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN")
    page = context.new_page()
    page.goto(found[0])
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    Person(page, stack.url, USERNAME).shot("nguoi-3b-dat-mat-khau")
    with page.expect_navigation():
        page.locator("button[type=submit]").last.evaluate("button => button.form.requestSubmit(button)")
    Person(page, stack.url, USERNAME).shot("nguoi-3c-xong")
    context.close()


def _end(administrator: Person) -> None:
    page = administrator.page
    administrator.go("/admin/people/?q=Hoang Thi Moi")
    page.get_by_role("link", name=NAME).first.click()
    page.wait_for_load_state()
    administrator.shot("nguoi-6-trang-nguoi")
    page.locator("a[href*='/people/seats/']").first.click()
    page.wait_for_load_state()
    page.fill("#id_reason", "Chuyển công tác")
    if page.locator("#id_anyway").count():
        page.check("#id_anyway")
    administrator.shot("nguoi-7-ket-thuc")
    with page.expect_navigation():
        page.locator("form.people-form button[type=submit]").last.evaluate(
            "button => button.form.requestSubmit(button)"
        )
    administrator.shot("nguoi-8-da-ket-thuc")
    assert administrator.sees("Chuyển công tác")


def test_a_sites_administrator_is_invited_reviews_rights_and_voids_his_password(stack: Stack, browser: Browser) -> None:
    """From the province to the site: invited on a decision, looks through the rights, reports a leak of his own."""
    with person(browser, stack.url, "quantri") as administrator:
        page = administrator.page
        administrator.go("/admin/people/invite-administrator/")
        page.fill("#id_full_name", "Phạm Quản Trang")
        page.fill("#id_email", "quantri2@stc.binhphuoc.localhost")
        page.fill("#id_username", "quantri2.stc")
        options = page.locator("#id_site option").all_inner_texts()
        page.select_option("#id_site", label=next(one for one in options if "Sở Tài chính" in one))
        page.select_option("#id_kind", index=1)
        page.fill("#id_basis", "Quyết định 15/QĐ-UBND")
        page.fill("#id_why", "Đơn vị chưa có quản trị viên")
        administrator.shot("quantri-1-moi")
        _send(page)
        assert administrator.sees("chờ người thứ hai duyệt")
        administrator.shot("quantri-2-da-gui")
        _approve(stack, browser)
        administrator.go("/admin/rights/")
        administrator.shot("quantri-3-ra-soat-tinh")
    _set_password(stack, browser, "quantri2@stc.binhphuoc.localhost")
    with person(browser, stack.url, "quantri2.stc") as keeper:
        page = keeper.page
        keeper.go("/admin/rights/")
        keeper.shot("quantri-4-ra-soat-trang")
        assert keeper.sees("Quyết định 15/QĐ-UBND")
        assert not keeper.sees("Sở Xây dựng")
        keeper.go("/admin/rights/?picture")
        keeper.shot("quantri-5-hinh")
        keeper.go("/admin/rights/record/")
        page.fill("#id_note", "Đã rà soát, không có quyền thừa; biên bản 03/BB-STC")
        _send(page)
        keeper.shot("quantri-6-da-ghi")
        assert keeper.sees("03/BB-STC")
        keeper.go("/admin/security/log/")
        keeper.shot("quantri-7-nhat-ky")
        keeper.go("/admin/security/")
        page.set_viewport_size({"width": 390, "height": 844})
        keeper.shot("quantri-8-an-toan-390")
        page.set_viewport_size({"width": 1366, "height": 900})
        keeper.shot("quantri-9-an-toan")
        with page.expect_navigation():
            page.locator("button[name=leaked]").evaluate("button => button.form.requestSubmit(button)")
        keeper.shot("quantri-10-ra-ngoai")
        assert "/admin/login/" in page.url
        page.fill("input[name=username]", "quantri2.stc")
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("button[type=submit]")
        assert "/admin/login/" in page.url


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("form.people-form button[type=submit]").last.evaluate(
            "button => button.form.requestSubmit(button)"
        )
