"""A correction from its author to the public notice, an item that is replaced, a section with twelve items closed."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.journeys.office import PATIENCE, decide, declare, open_waiting, press, public_items, resolve, section_number
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

STC = f"stc.{DOMAIN}"
WRONG, RIGHT = "Thu ngân sách đạt 1.200 tỷ đồng", "Thu ngân sách đạt 1.250 tỷ đồng"
NOTICE = "Số thu đã đăng là 1.200 tỷ đồng; số đúng là 1.250 tỷ đồng."
OLD, NEW = "Bảng giá đất năm 2025", "Bảng giá đất năm 2026"
SAMPLE = """key: {key}
site: stc
section: {section}
type: news
state: published
published_at: 2026-01-05T08:00:00+07:00
category: kinh-te
agency: stc
author: [Hạ Vy]
source: Sở Tài chính
title: {title}
summary: Sở Tài chính thông báo.
body:
  - type: paragraph
    html: <p>Nội dung chi tiết của thông báo.</p>
"""
NUMBER = "select id from wagtailcore_page where title = %s"
WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def stack(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """The product with three items and a section of twelve on the department's site."""
    folder = tmp_path_factory.mktemp("content")
    titles = {"tin-tuc": (WRONG, OLD, NEW), "thong-bao": tuple(f"Thông báo số {one}" for one in range(1, 13))}
    for section, names in titles.items():
        for number, title in enumerate(names):
            key = f"stc-{section}-{number}"
            (folder / f"{key}.yaml").write_text(SAMPLE.format(key=key, section=section, title=title))
    manage(stack.environment, "load_content", str(folder))
    until(lambda: len(public_items(stack, site=STC)) == 15)
    return stack


def until(is_so: Any) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.2)


def number_of(stack: Stack, title: str) -> int:
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(NUMBER, [title]).fetchone()
    assert row, title
    return int(row[0])


def read(stack: Stack, address: str) -> Any:
    try:
        with urllib.request.urlopen(f"{stack.url}/api/v1/{address}", timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as problem:
        return json.load(problem)


def fits_a_telephone(somebody: Person, shot: str) -> None:
    """Nothing of the screen hangs out to the right at 390 pixels."""
    somebody.page.set_viewport_size({"width": 390, "height": 844})
    somebody.page.wait_for_timeout(400)
    assert somebody.page.evaluate(WIDE) == 0
    somebody.shot(shot)
    somebody.page.set_viewport_size({"width": 1366, "height": 900})


def test_a_correction_goes_from_its_author_to_the_notice_that_readers_see(stack: Stack, browser: Browser) -> None:
    number = number_of(stack, WRONG)
    public_id = next(item["public_id"] for item in public_items(stack, site=STC) if item["title"] == WRONG)
    with person(browser, stack.url, "viet.stc") as writer:
        writer.go(f"/admin/pages/{number}/edit/")
        writer.page.fill("#id_title", RIGHT)
        press(writer, "Trình duyệt")
        assert writer.sees("Đây là loại thay đổi nào?")
        assert writer.sees("1.200 → 1.250")
        writer.shot("dinh-chinh-1-loai-thay-doi")
        fits_a_telephone(writer, "dinh-chinh-1-dien-thoai")
        writer.page.check("input[name=cause][value=correction]")
        declare(writer)
        with writer.page.expect_event("load"):
            writer.page.locator("main form button[type=submit]").last.click()
        assert writer.sees("Hãy ghi thông báo cho bạn đọc")
        writer.page.fill("[name=notice]", NOTICE)
        declare(writer)
        with writer.page.expect_event("load"):
            writer.page.locator("main form button[type=submit]").last.click()
        assert "/admin/" in writer.page.url
    assert read(stack, f"content/{public_id}/?site={STC}")["corrections"] == []
    with person(browser, stack.url, "truong.stc") as head:
        head.go("/admin/")
        with head.page.expect_event("load"):
            head.page.get_by_role("link", name=RIGHT).first.click()
        assert head.sees(NOTICE)
        head.shot("dinh-chinh-2-thu-truong")
        open_waiting(head, RIGHT)
        decide(head, "Duyệt và xuất bản")
    until(lambda: read(stack, f"content/{public_id}/?site={STC}")["title"] == RIGHT)
    item = read(stack, f"content/{public_id}/?site={STC}")
    assert [(entry["kind"], entry["notice"]) for entry in item["corrections"]] == [("correction", NOTICE)]
    history = read(stack, f"content/{public_id}/history/?site={STC}")["results"]
    assert [entry["why"] for entry in history] == [["correction"], ["first"]]
    before = read(stack, f"content/{public_id}/?site={STC}&as_of={history[1]['at'].replace('+', '%2B')}")
    assert before.get("title") == WRONG


def test_an_item_is_replaced_and_a_second_person_looks_at_it(stack: Stack, browser: Browser) -> None:
    path = next(item["path"] for item in public_items(stack, site=STC) if item["title"] == OLD)
    with person(browser, stack.url, "truong.stc") as head:
        _find_what_is_public(head, OLD)
        with head.page.expect_event("load"):
            head.page.get_by_role("link", name="Thay bằng").first.click()
        head.shot("thay-the-1")
        fits_a_telephone(head, "thay-the-1-dien-thoai")
        page = head.page
        page.click("#id_successor-chooser [data-chooser-action-choose]")
        page.fill(".modal-body input[name=q]", NEW)
        page.locator(".modal-body").get_by_role("link", name=NEW, exact=True).first.click()
        page.wait_for_selector(".modal-body", state="detached")
        page.fill("[name=notice]", "Đã có bảng giá mới.")
        page.fill("[name=reason]", "Hết hiệu lực từ ngày 01/01/2026")
        with page.expect_event("load"):
            page.locator("main form button[type=submit]").last.click()
        assert head.sees("đã kết thúc")
        assert head.sees("chờ người thứ hai")
        head.shot("thay-the-2-ban-lam-viec")
    until(lambda: resolve(stack, path, site=STC)["state"] == "withdrawn")
    found = resolve(stack, path, site=STC)
    assert (found["cause"], found["notice"]) == ("replaced", "Đã có bảng giá mới.")
    assert found["successor"]["path"].startswith("/tin-tuc/bang-gia-dat-nam-2026")
    with person(browser, stack.url, "pho.stc") as deputy:
        deputy.go("/admin/")
        with deputy.page.expect_event("load"):
            deputy.page.locator("[data-ending] a").filter(has_text=OLD).first.click()
        assert deputy.sees("Hết hiệu lực từ ngày 01/01/2026")
        deputy.shot("thay-the-3-xem-lai")
        fits_a_telephone(deputy, "thay-the-3-dien-thoai")
        with deputy.page.expect_event("load"):
            deputy.page.get_by_role("button", name="Đồng ý", exact=True).click()
        assert deputy.sees("Đã ghi nhận ý kiến của bạn")


def _find_what_is_public(who: Person, title: str) -> None:
    """By the menu: who decides has no right to the editor."""
    who.go("/admin/")
    who.page.get_by_role("button", name="Báo cáo").click()
    with who.page.expect_event("load"):
        who.page.get_by_role("link", name="Nội dung đang công khai").click()
    who.page.fill("#public-q", title)
    with who.page.expect_event("load"):
        who.page.get_by_role("button", name="Tìm kiếm", exact=True).last.click()
    who.shot("thay-the-0-dang-cong-khai")
    fits_a_telephone(who, "thay-the-0-dien-thoai")
    with who.page.expect_event("load"):
        who.page.locator("[data-public]", has_text=title).get_by_role("link").click()


def test_a_section_with_twelve_items_is_closed(stack: Stack, browser: Browser) -> None:
    section = section_number(stack, site="stc", slug="thong-bao")
    items = [item for item in public_items(stack, site=STC) if item["title"].startswith("Thông báo số")]
    assert len(items) == 12
    with person(browser, stack.url, "truong.stc") as head:
        head.go(f"/admin/pages/{section}/unpublish/")
        assert head.sees("12 đang công khai")
        head.shot("dong-chuyen-muc-1")
        fits_a_telephone(head, "dong-chuyen-muc-1-dien-thoai")
        page = head.page
        page.check("input[name=way][value=withdraw]")
        page.fill("[name=notice]", "Chuyên mục đã ngừng.")
        page.fill("[name=reason]", "Sắp xếp lại chuyên mục")
        with page.expect_event("load"):
            page.locator("main form button[type=submit]").last.click()
        page.wait_for_selector("[data-closing=done]")
        head.shot("dong-chuyen-muc-2-xong")
    until(lambda: not any(item["title"].startswith("Thông báo số") for item in public_items(stack, site=STC)))
    for item in (items[0], items[11]):
        found = read(stack, f"content/{item['public_id']}/?site={STC}")
        assert (found["code"], found["notice"]) == ("withdrawn", "Chuyên mục đã ngừng.")
    assert "0 differences" in manage(stack.environment, "check_publications")
