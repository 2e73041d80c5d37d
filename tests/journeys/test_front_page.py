"""A writer arranges the front page of a department, the head approves it, anybody reads it: in a real browser."""

import json
import time
import urllib.request
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys.browser import Person, person
from tests.journeys.office import (
    PATIENCE,
    begin_item,
    decide,
    name_author,
    open_waiting,
    press,
    section_number,
    told,
    until_public,
)
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

STC = f"stc.{DOMAIN}"
OLD, NEW = "Dự toán ngân sách năm 2027", "Lịch chi trả lương hưu tháng 12"
MENU = 1  # the second tab
ENTRY, SECTIONS = 0, 1  # what can be added to a menu
HOME = """
select h.home_id from sites_domains_sitehome h join sites_domains_publicsite s on s.id = h.site_id
join wagtailcore_locale l on l.id = h.locale_id where s.code = 'stc' and l.language_code = 'vi'
"""


def test_a_writer_arranges_the_front_page_and_the_head_approves_it(stack: Stack, browser: Browser) -> None:
    for title in (OLD, NEW):
        publish_item(stack, browser, title)
    until_featured(stack, [NEW, OLD])  # nobody arranged anything yet: the newest first
    home = number_of_home(stack)
    with person(browser, stack.url, "viet.stc") as writer:
        writer.go(f"/admin/pages/{home}/edit/")
        writer.shot("trang-chu-01-truoc")
        pin_first(writer, OLD)
        add_to_menu(writer, "Dịch vụ công trực tuyến", "https://dichvucong.gov.vn")
        writer.shot("trang-chu-02-da-sap-xep")
        press(writer, "Trình duyệt")
        assert "trình" in told(writer)
    assert featured(stack) == [NEW, OLD]
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, "Sở Tài chính")
        decide(head, "Duyệt và xuất bản", shot="trang-chu-03-thu-truong-doc")
    until_featured(stack, [OLD, NEW])
    assert "Tin tức" in until_menu_ends(stack, "Dịch vụ công trực tuyến")
    assert "0 differences" in manage(stack.environment, "check_publications")


def publish_item(stack: Stack, browser: Browser, title: str) -> None:
    """One news item through its chain."""
    section = section_number(stack, site="stc", slug="tin-tuc")
    with person(browser, stack.url, "viet.stc") as writer:
        begin_item(writer, section=section, title=title, summary="Sở Tài chính thông tin.", paragraph="Nội dung.")
        name_author(writer, "Hạ Vy", source="Sở Tài chính")
        press(writer, "Trình duyệt")
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, title)
        decide(head, "Duyệt và xuất bản")
    until_public(stack, title, site=STC)


def pin_first(writer: Person, title: str) -> None:
    """Pin an item at the top of the first slot."""
    page = writer.page
    slot = page.locator("[data-contentpath=slots] [data-contentpath=pins]").first
    slot.locator("button.c-sf-add-button").first.click()
    choose_page(writer, slot.locator("[data-contentpath=item]").first, title)


def add_to_menu(writer: Person, label: str, address: str) -> None:
    """All sections, and one address behind them."""
    writer.page.get_by_role("tab").nth(MENU).click()
    menus = writer.page.locator("[data-contentpath=menu]")
    add_block(writer, menus, SECTIONS)
    add_block(writer, menus, ENTRY)
    entry = menus.locator("[data-contentpath=address] input").last
    entry.fill(address)
    menus.locator("[data-contentpath=label] input").last.fill(label)


def add_block(writer: Person, stream: Locator, kind: int) -> None:
    """Add a block at the end of a stream."""
    stream.locator("> * button.c-sf-add-button").last.click()
    writer.page.get_by_role("option").nth(kind).click()


def choose_page(writer: Person, field: Locator, title: str) -> None:
    """Choose a page by searching for its title."""
    field.locator("[data-chooser-action-choose]").first.click()
    dialogue = writer.page.locator(".modal-body")
    dialogue.locator("input[name=q]").fill(title)
    dialogue.get_by_role("link", name=title).first.click()
    dialogue.wait_for(state="detached")


def number_of_home(stack: Stack) -> int:
    """The key of the department's home in the admin's addresses."""
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(HOME).fetchone()
    assert row
    return int(row[0])


def read(stack: Stack, path: str) -> Any:
    """What anybody gets of the department's site."""
    with urllib.request.urlopen(f"{stack.url}/api/v1/{path}", timeout=10) as answer:
        return json.load(answer)


def featured(stack: Stack) -> list[str]:
    """The titles in the first slot of the front page."""
    home = read(stack, f"resolve/?site={STC}&path=/")["item"]
    return [card["title"] for card in home["body"][0]["value"]["items"]]


def menu(stack: Stack) -> list[str]:
    """The first level of the menu."""
    return [entry["title"] for entry in read(stack, f"sites/{STC}/navigation/")["menus"]["main"]]


def until_menu_ends(stack: Stack, label: str) -> list[str]:
    """Wait until readers find this last in the menu, which is another thing than the front page. Returns the menu."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if (found := menu(stack))[-1] == label:
            return found
        time.sleep(0.2)
    raise AssertionError(f"readers see {menu(stack)}")


def until_featured(stack: Stack, titles: list[str]) -> None:
    """Wait until readers see these in the first slot."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if featured(stack) == titles:
            return
        time.sleep(0.2)
    raise AssertionError(f"readers see {featured(stack)}")
