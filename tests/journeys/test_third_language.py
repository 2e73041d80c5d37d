"""Lao is opened for one site by an administrator, an item and a name are translated, approved and read in it."""

import json
import time
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.journeys.office import PATIENCE, decide, open_waiting, press, told, until_public
from tests.journeys.test_translation import TITLE, _published
from tests.journeys.test_two_persons import NEWEST, PERSON, ask
from tests.journeys.test_two_persons import press as submit
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

STC = f"stc.{DOMAIN}"
LAO = "ພະແນກການເງິນ"
LAO_TITLE = "ພະແນກການເງິນ ຕ້ອນຮັບປະຊາຊົນ ວັນທີ 15"
SITE = "select id from sites_domains_publicsite where code = %s"
KIND = "select id from sites_accounts_seatkind where code = %s"
SAMPLE = "fixtures/provinces/binh-phuoc/languages.yaml"
PHONE = {"width": 390, "height": 844}


def read(stack: Stack, path: str) -> Any:
    with urllib.request.urlopen(f"{stack.url}/api/v1{path}", timeout=10) as answer:
        return json.load(answer)


def test_lao_is_opened_for_one_site_and_read_there(stack: Stack, browser: Browser) -> None:
    _published(stack, browser)
    with person(browser, stack.url, "quantri") as first, person(browser, stack.url, "quantri2") as second:
        _opened(stack, first, second)
        for name, kind in (("dich.stc", "translator-lo"), ("hieudinh.stc", "translation_reviewer-lo")):
            _seated(stack, first, name, kind)
            _agreed(stack, second)
    assert read(stack, f"/sites/{STC}/")["languages"] == ["vi", "en", "lo"]
    assert read(stack, f"/content/?site={STC}&locale=lo")["results"] == []
    with person(browser, stack.url, "dich.stc") as translator:
        _translated(translator)
        _named(translator)
    _approved(stack, browser)
    lao = until_public(stack, LAO_TITLE, site=STC, locale="lo")
    assert lao["translation"]["status"] == "current"
    assert lao["path"].startswith("/lo/")
    urls = {one["hreflang"]: one["url"] for one in lao["seo"]["hreflang"]}
    assert set(urls) == {"lo", "vi", "x-default"}
    assert urls["x-default"] == urls["vi"]
    assert (lao["agency"]["name"], lao["agency"]["locale"]) == (LAO, "lo")
    with person(browser, stack.url, "quantri") as first:
        first.go(f"/admin/languages/{ask(stack, SITE, 'stc')}/")
        row = first.page.locator("[data-language=lo]")
        row.locator("summary").click()
        assert "Hãy gỡ trước" in row.inner_text()
        first.shot("ngon-ngu-6-khong-dong-duoc")
    assert "0 differences" in manage(stack.environment, "check_publications")


def _opened(stack: Stack, first: Person, second: Person) -> None:
    first.go("/admin/languages/")
    first.shot("ngon-ngu-1-cac-trang")
    first.go(f"/admin/languages/{ask(stack, SITE, 'stc')}/?language=lo")
    assert first.sees("translator-lo")
    assert first.sees("không đọc được chữ")
    first.shot("ngon-ngu-2-mo-tieng-lao")
    first.page.set_viewport_size(PHONE)
    assert first.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first.shot("ngon-ngu-2-dien-thoai")
    first.page.set_viewport_size({"width": 1366, "height": 900})
    first.page.fill("#id_title", LAO)
    first.page.select_option("#id_owed", "like_english")
    first.page.fill("#id_basis", "Quyết định số 12/QĐ-UBND ngày 20/11/2026, Điều 1")
    first.page.fill("#id_why", "Tỉnh kết nghĩa với tỉnh bạn Lào")
    submit(first, "Mở Tiếng Lào")
    assert "người thứ hai" in told(first)
    _agreed(stack, second, shot="ngon-ngu-3-nguoi-thu-hai")
    first.page.reload()
    assert first.page.locator("[data-language=lo]").count() == 1
    first.shot("ngon-ngu-4-da-mo")


def _agreed(stack: Stack, second: Person, shot: str = "") -> None:
    second.go(f"/admin/changes/{ask(stack, NEWEST)}/")
    if shot:
        second.shot(shot)
    submit(second, "Duyệt và thực hiện")


def _seated(stack: Stack, first: Person, name: str, kind: str) -> None:
    first.go("/admin/seat/new/")
    first.page.select_option("#id_person", str(ask(stack, PERSON, name)))
    first.page.select_option("#id_kind", str(ask(stack, KIND, kind)))
    first.page.select_option("#id_site", str(ask(stack, SITE, "stc")))
    first.page.fill("#id_basis", "Phân công của Giám đốc Sở")
    first.page.fill("#id_why", "Dịch và hiệu đính tiếng Lào")
    with first.page.expect_navigation():
        first.page.locator("form").last.evaluate("form => form.requestSubmit()")
    assert "người thứ hai" in told(first)


def _translated(translator: Person) -> None:
    translator.go("/admin/translation/?language=lo")
    translator.shot("ngon-ngu-5-ban-dich")
    row = translator.page.locator(".desk-line").filter(has_text=TITLE)
    with translator.page.expect_event("load"):
        row.get_by_role("button", name="Bắt đầu dịch").click()
    page = translator.page
    for number in range(page.locator(".translation-row").count()):
        field = page.locator(".translation-row textarea").nth(number)
        field.fill(LAO_TITLE if number == 0 else f"ພາສາລາວ {number}")
        field.focus()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("Control+Enter")
        page.wait_for_timeout(150)
    assert page.locator(".translation-row:not([data-state=current])").count() == 0
    translator.shot("ngon-ngu-5-doan-dich")
    with page.expect_event("load"):
        page.get_by_role("link", name="Mở trong trình soạn thảo").click()
    press(translator, "Trình duyệt")
    assert "trình" in told(translator)


def _named(translator: Person) -> None:
    """The name of the agency, on the same desk."""
    translator.go("/admin/translation/?language=lo&type=agency.name")
    with translator.page.expect_event("load"):
        translator.page.get_by_role("link", name="Sở Tài chính tỉnh Bình Phước").first.click()
    field = translator.page.locator(".translation-row textarea").first
    field.fill(LAO)
    field.focus()
    with translator.page.expect_response(lambda answer: answer.request.method == "POST"):
        translator.page.keyboard.press("Control+Enter")
    translator.page.wait_for_timeout(200)
    translator.page.set_viewport_size(PHONE)
    assert translator.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    translator.shot("ten-goi-1-dien-thoai")
    translator.page.set_viewport_size({"width": 1366, "height": 900})
    translator.shot("ten-goi-1-ban-dich")
    submit(translator, "Gửi duyệt")
    assert "người thứ hai" in told(translator)


def _approved(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "hieudinh.stc") as reviewer:
        _agreed(stack, reviewer, shot="ten-goi-2-nguoi-thu-hai")
        open_waiting(reviewer, LAO_TITLE)
        assert "không đọc được chữ của ngôn ngữ này" in reviewer.page.content()
        reviewer.shot("ngon-ngu-5-hieu-dinh")
        press(reviewer, "Biên tập xong, chuyển")
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, LAO_TITLE)
        decide(head, "Duyệt và xuất bản")
    limit = time.monotonic() + PATIENCE
    while read(stack, f"/sites/{STC}/")["agency"]["names"].get("lo") != LAO:
        assert time.monotonic() < limit
        time.sleep(0.2)


def test_the_sample_opens_khmer_with_drafts_and_names_that_wait(stack: Stack, browser: Browser) -> None:
    assert "1 languages opened" in manage(stack.environment, "load_languages", SAMPLE)
    assert "0 languages opened" in manage(stack.environment, "load_languages", SAMPLE)
    manage(stack.environment, "drain_publications")
    assert read(stack, f"/sites/locninh.{DOMAIN}/")["languages"] == ["vi", "en", "km"]
    named = {one["code"]: one for one in read(stack, f"/sites/{DOMAIN}/")["categories"]}
    assert named["y-te"]["outdated"] == ["en"]
    assert named["kinh-te-cua-khau"]["names"] == {"vi": "Kinh tế cửa khẩu", "en": ""}
    with person(browser, stack.url, "dich.locninh") as translator:
        translator.go("/admin/translation/?language=km")
        assert translator.sees("Giới thiệu")
        translator.shot("ngon-ngu-7-tieng-khmer")
    with person(browser, stack.url, "dich.portal") as translator:
        translator.go("/admin/translation/?language=en&type=category")
        assert translator.sees("cũ hơn bản gốc từ")
        assert translator.sees("Kinh tế cửa khẩu")
        translator.shot("ten-goi-3-cong")
        with translator.page.expect_event("load"):
            translator.page.get_by_role("link", name="Y tế và chăm sóc sức khỏe").first.click()
        assert translator.page.locator(".translation-row ins").first.inner_text()
        translator.shot("ten-goi-4-cu-hon-ban-goc")
    assert "0 differences" in manage(stack.environment, "check_publications")
