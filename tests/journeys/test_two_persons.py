"""One asks, another one says yes: a contact block, a seat, a host name. Nobody of another office sees it."""

import json
import re
import time
import urllib.request
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.journeys.office import PATIENCE
from tests.stack import Stack

pytestmark = pytest.mark.browser

PHONE = "0271 3888 999"
AGENCY = "select id from sites_agencies_agency where code = %s"
PERSON = "select id from sites_accounts_user where username = %s"
NEWEST = "select max(id) from workflows_changes_proposal"
SEATS = (
    "select count(*) from sites_accounts_seat s join sites_accounts_user u on u.id = s.person_id where u.username = %s"
)


def ask(stack: Stack, question: str, *values: Any) -> int:
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(question, list(values)).fetchone()
    assert row
    return int(row[0])


def contact(stack: Stack) -> str:
    """The telephone number that anybody reads on the site of the department of finance."""
    with urllib.request.urlopen(f"{stack.url}/api/v1/sites/", timeout=10) as answer:
        return json.dumps(json.load(answer), ensure_ascii=False)


def until_read(stack: Stack, words: str) -> None:
    """Wait until the log has what readers are to find."""
    limit = time.monotonic() + PATIENCE
    while words not in contact(stack):
        assert time.monotonic() < limit, f"nobody reads “{words}”"
        time.sleep(0.2)


def press(who: Person, name: str) -> None:
    with who.page.expect_navigation():
        who.page.get_by_role("button", name=name).last.evaluate("button => button.form.requestSubmit(button)")


def approve(who: Person, stack: Stack, shot: str) -> None:
    who.go("/admin/?tab=changes")
    who.shot(f"{shot}-ban-lam-viec")
    who.go(f"/admin/changes/{ask(stack, NEWEST)}/")
    who.shot(f"{shot}-so-sanh")
    press(who, "Duyệt và thực hiện")


def test_a_contact_block_changes_when_the_second_administrator_has_said_yes(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "quantri2") as second:
        first.go(f"/admin/agency/edit/{ask(stack, AGENCY, 'stc')}/")
        first.page.fill("#id_phone", PHONE)
        press(first, "Lưu")
        first.shot("hai-nguoi-1-can-ly-do")
        assert first.sees("phải có người thứ hai duyệt")
        first.page.fill("#id_why", "Đổi số máy theo công văn của Sở")
        press(first, "Lưu")
        first.shot("hai-nguoi-2-da-gui")
        assert first.sees("chờ người thứ hai duyệt")
        assert PHONE not in contact(stack)
        first.go(f"/admin/changes/{ask(stack, NEWEST)}/")
        first.shot("hai-nguoi-3-cua-minh")
        assert not first.sees("Duyệt và thực hiện")
        approve(second, stack, "hai-nguoi-4")
        until_read(stack, PHONE)


def test_a_seat_is_given_by_two_and_the_head_decides_on_his_telephone(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "truong.stc") as head:
        first.go(f"/admin/people/{ask(stack, PERSON, 'dich.stc')}/give-seat/")
        first.page.select_option("#id_site", label=_option(first, "#id_site", "Sở Tài chính"))
        first.page.select_option("#id_kind", label="Người viết")
        first.page.fill("#id_basis", "Quyết định 15/QĐ-STC")
        first.page.fill("#id_why", "Viết thay trong thời gian người viết nghỉ")
        seats = ask(stack, SEATS, "dich.stc")
        press(first, "Thêm")
        first.shot("hai-nguoi-5-giao-vi-tri")
        assert ask(stack, SEATS, "dich.stc") == seats
        head.page.set_viewport_size({"width": 390, "height": 844})
        approve(head, stack, "hai-nguoi-6-dien-thoai")
        assert ask(stack, SEATS, "dich.stc") == seats + 1


def test_a_host_name_waits_and_nobody_of_another_office_sees_it(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "truong.sxd") as other:
        first.go("/admin/host/new/")
        first.page.select_option("#id_site", label=_option(first, "#id_site", "Sở Tài chính"))
        first.page.fill("#id_hostname", "dof.binhphuoc.localhost")
        first.page.fill("#id_why", "Tên tiếng Anh")
        press(first, "Tạo")
        first.shot("hai-nguoi-7-ten-mien")
        assert first.sees("chờ người thứ hai duyệt")
        other.go("/admin/changes/?pile=all")
        other.shot("hai-nguoi-8-co-quan-khac")
        assert not other.sees("dof.binhphuoc.localhost")


def _option(who: Person, field: str, words: str) -> str:
    return next(str(one) for one in who.page.locator(f"{field} option").all_inner_texts() if re.search(words, one))
