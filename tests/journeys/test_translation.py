"""One notice of a department in English: written by keyboard, its source corrected meanwhile, reviewed, approved."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.journeys.browser import Person, person
from tests.journeys.office import (
    begin_item,
    decide,
    declare,
    is_public,
    name_author,
    open_waiting,
    press,
    section_number,
    told,
    until_public,
    write_paragraph,
)
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

STC = f"stc.{DOMAIN}"
TITLE = "Sở Tài chính tiếp công dân ngày 15 tháng 12"
SUMMARY = "Buổi tiếp công dân bắt đầu lúc 8 giờ tại phòng số 2."
NEWER = "Buổi tiếp công dân bắt đầu lúc 9 giờ tại phòng số 2."
ENGLISH = "The Department of Finance receives citizens on 15 December"
WORDS = {
    TITLE: ENGLISH,
    SUMMARY: "Citizens are received from 8 a.m. in room 2.",
    NEWER: "Citizens are received from 9 a.m. in room 2.",
}


def test_a_notice_is_translated_while_its_source_is_corrected(stack: Stack, browser: Browser) -> None:
    _published(stack, browser)
    with person(browser, stack.url, "dich.stc") as translator:
        _begun(translator)
        _write(translator, TITLE)
        _corrected(stack, browser)
        field = _write(translator, SUMMARY, saved=False)
        assert "đã thay đổi" in _said(field)
        assert field.input_value() == WORDS[SUMMARY]
        translator.shot("dich-3-ban-goc-da-doi")
        translator.page.reload()
        _write_the_rest(translator)
        _written_by_two(translator, stack, browser)
        _submitted(translator)
    assert not is_public(stack, ENGLISH, site=STC, locale="en")
    _approved(stack, browser)
    english = until_public(stack, ENGLISH, site=STC, locale="en")
    assert english["translation"] == {"status": "current", "source_locale": "vi", "outdated_since": None}
    assert english["summary"] == WORDS[NEWER]
    assert [other["locale"] for other in english["alternates"]] == ["vi"]
    _corrected(stack, browser, back=True)
    outdated = until_public(stack, ENGLISH, site=STC, locale="en")
    assert outdated["translation"]["status"] == "outdated"
    with person(browser, stack.url, "dich.stc") as translator:
        translator.go("/admin/translation/")
        assert translator.sees("cũ hơn bản gốc từ")
        translator.shot("dich-5-cu-hon-ban-goc")
        translator.page.set_viewport_size({"width": 390, "height": 844})
        translator.page.get_by_text("Sắp xếp và lọc").click()
        assert translator.page.evaluate("document.documentElement.scrollWidth") <= 390
        translator.shot("dich-5-dien-thoai")
        translator.page.get_by_role("link", name=TITLE).first.click()
        translator.page.wait_for_load_state()
        assert translator.page.locator(".translation-source ins").first.inner_text()
        assert translator.page.evaluate("document.documentElement.scrollWidth") <= 390
        translator.shot("dich-6-dien-thoai")
    assert "0 differences" in manage(stack.environment, "check_publications")


def test_who_comes_second_is_told_who_handles_a_text(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "dich.stc") as first, person(browser, stack.url, "viet.stc") as second:
        first.go("/admin/translation/?state=outdated")
        with first.page.expect_event("load"):
            first.page.get_by_role("link", name=TITLE).first.click()
        claim = first.page.get_by_role("button", name="Nhận xử lý")
        if claim.count():
            _press(first, claim)
        second.page.goto(first.page.url)
        assert second.page.locator("[data-handled]").count() == 1
        assert second.sees("đang xử lý văn bản này")
        assert not second.page.get_by_role("button", name="Nhận xử lý").count()
        assert not first.page.locator("[data-handled]").count()
        second.shot("dich-7-nguoi-thu-hai")
        _press(first, first.page.get_by_role("button", name="Thôi xử lý"))
        second.page.reload()
        assert not second.page.locator("[data-handled]").count()
        _press(second, second.page.get_by_role("button", name="Nhận xử lý"))
        first.page.reload()
        assert first.page.locator("[data-handled]").count() == 1
        _press(second, second.page.get_by_role("button", name="Thôi xử lý"))


def test_a_translator_needs_no_mouse(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "dich.stc") as translator:
        page, keyboard = translator.page, translator.page.keyboard
        translator.go("/admin/translation/?state=outdated")
        _tab_to(page, f"a.desk-name:text-is('{TITLE}')")
        _enter(page)
        assert page.get_by_role("list", name="Phím tắt").get_by_role("listitem").count() == 5
        _tab_to(page, "button[value=handle]")
        _enter(page)
        field = page.locator("textarea:focus")
        assert _state(field) == "outdated"  # who claims a text goes on at its first open segment
        keyboard.press("Alt+ArrowUp")
        page.locator(".translation-row:focus-within .translation-take").first.wait_for()
        keyboard.press("Alt+Digit1")
        assert field.input_value() == f"{ENGLISH}."
        _save(translator)
        assert _state(field) == "outdated"  # the next one
        keyboard.press("Control+A")
        keyboard.press("Delete")
        _save(translator)
        assert page.locator(".translation-row:focus-within [role=alert]").inner_text() == "Hãy viết bản dịch."
        assert field.get_attribute("aria-invalid") == "true"
        translator.shot("dich-8-khong-chuot")
        keyboard.type(WORDS[SUMMARY])
        _save(translator)
        assert _state(field) == "current"
        assert field.get_attribute("aria-invalid") == "false"
        keyboard.press("Alt+KeyP")
        shown = page.locator("[data-preview-part]:focus")
        shown.get_by_text(WORDS[SUMMARY]).wait_for()
        keyboard.press("Alt+KeyP")
        assert field.input_value() == WORDS[SUMMARY]
        _tab_to(page, "button[value=submit]")
        _enter(page)
        _say_what_changed(translator)
        assert "trình" in told(translator)
        assert not page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count()


FOCUS_IS_SEEN = """() => {
    const one = document.activeElement, style = getComputedStyle(one), place = one.getBoundingClientRect();
    const isDrawn = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" || style.boxShadow !== "none";
    return isDrawn && place.height > 0 && place.bottom > 0 && place.top < innerHeight;
}"""


def _tab_to(page: Page, wanted: str) -> None:
    """From where the keyboard is to what is wanted; on each step what has the focus is seen to have it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("!document.activeElement.closest('main')"):
            continue  # Wagtail's own menu
        page.wait_for_function(FOCUS_IS_SEEN)  # the page may still be on its way there
        if page.locator(wanted).first.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not come to {wanted}")


def _enter(page: Page) -> None:
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def _say_what_changed(translator: Person) -> None:
    page, keyboard = translator.page, translator.page.keyboard
    _tab_to(
        page, "input[name=cause]:checked" if page.locator("input[name=cause]:checked").count() else "input[name=cause]"
    )
    for _ in range(4):
        if page.locator("input[name=cause][value=correction]").is_checked():
            break
        keyboard.press("ArrowDown")
    _tab_to(page, "textarea[name=notice]")
    keyboard.type("The hour is right again.")
    if page.locator("input[name=declared]").count():
        _tab_to(page, "input[name=declared]")
        keyboard.press("Space")
    _tab_to(page, "main form button[type=submit]")
    _enter(page)


def _press(who: Person, button: Locator) -> None:
    with who.page.expect_event("load"):
        button.click()


def _published(stack: Stack, browser: Browser) -> None:
    section = section_number(stack, site="stc", slug="thong-bao")
    with person(browser, stack.url, "viet.stc") as writer:
        begin_item(writer, section=section, title=TITLE, summary=SUMMARY, paragraph="Công dân mang theo giấy tờ.")
        name_author(writer, "Hạ Vy", source="Sở Tài chính")
        write_paragraph(writer, "Văn phòng Sở phát số. ")
        press(writer, "Trình duyệt")
        assert "trình" in told(writer)
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, TITLE)
        decide(head, "Duyệt và xuất bản")
    until_public(stack, TITLE, site=STC)


def _begun(translator: Person) -> None:
    translator.go("/admin/translation/")
    assert translator.sees(TITLE)
    translator.shot("dich-1-ban-dich")
    row = translator.page.locator(".desk-line").filter(has_text=TITLE)
    with translator.page.expect_event("load"):
        row.get_by_role("button", name="Bắt đầu dịch").click()
    assert translator.page.locator(".translation-row").count() >= 3
    translator.shot("dich-2-canh-ban-goc")


def _row(who: Person, source: str) -> Locator:
    return who.page.locator(".translation-row").filter(has=who.page.locator(f"[data-source]:text-is('{source}')")).first


def _write(who: Person, source: str, *, saved: bool = True) -> Locator:
    """Type with the keyboard alone, and save by Ctrl+Enter."""
    field = _row(who, source).locator("textarea")
    field.focus()
    who.page.keyboard.type(WORDS[source])
    _save(who)
    assert (_state(field) == "current") is saved
    return field


def _save(who: Person) -> None:
    with who.page.expect_response(lambda answer: answer.request.method == "POST"):
        who.page.keyboard.press("Control+Enter")
    who.page.wait_for_timeout(200)


def _state(field: Locator) -> Any:
    return field.evaluate("field => field.closest('.translation-row').dataset.state")


def _said(field: Locator) -> str:
    return str(field.evaluate("field => field.closest('form').querySelector('.translation-said').textContent"))


def _write_the_rest(translator: Person) -> None:
    """From one open segment to the next, without the mouse."""
    page = translator.page
    page.locator(".translation-row:not([data-state=current]) textarea").first.focus()
    for _ in range(20):
        field = page.locator("textarea:focus")
        if not field.count() or _state(field) == "current":
            break
        source = field.evaluate(
            "field => field.closest('.translation-row').querySelector('[data-source]').textContent.trim()"
        )
        page.keyboard.press("Control+A")
        page.keyboard.type(WORDS.get(source, f"In English: {source}"))
        _save(translator)
    assert page.locator(".translation-row:not([data-state=current])").count() == 0


def _written_by_two(translator: Person, stack: Stack, browser: Browser) -> None:
    """A second person writes the same segment; the first is told, and keeps what he typed."""
    with person(browser, stack.url, "hieudinh.stc") as second:
        second.page.goto(translator.page.url)
        field = _row(second, TITLE).locator("textarea")
        field.fill(f"{ENGLISH}.")
        field.focus()
        _save(second)
    mine = _row(translator, TITLE).locator("textarea")
    mine.fill("Another title")
    mine.focus()
    _save(translator)
    assert "Người khác vừa dịch" in _said(mine)
    assert mine.input_value() == "Another title"
    translator.shot("dich-4-hai-nguoi")
    translator.page.once("dialog", lambda dialog: dialog.accept())
    translator.page.reload()
    field = _row(translator, TITLE).locator("textarea")
    field.fill(ENGLISH)
    field.focus()
    _save(translator)


def _submitted(translator: Person) -> None:
    with translator.page.expect_event("load"):
        translator.page.get_by_role("link", name="Mở trong trình soạn thảo").click()
    press(translator, "Trình duyệt")
    assert "trình" in told(translator)


def _approved(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "hieudinh.stc") as reviewer:
        open_waiting(reviewer, ENGLISH)
        press(reviewer, "Biên tập xong, chuyển")
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, ENGLISH)
        decide(head, "Duyệt và xuất bản")


def _corrected(stack: Stack, browser: Browser, *, back: bool = False) -> None:
    """The Vietnamese is published anew, as a correction."""
    words = SUMMARY if back else NEWER
    with person(browser, stack.url, "viet.stc") as writer:
        writer.go(f"/admin/pages/{section_number(stack, site='stc', slug='thong-bao')}/")
        with writer.page.expect_event("load"):
            link = writer.page.get_by_role("link", name=f"Sửa “{TITLE}”")
            link.or_(writer.page.get_by_role("link", name=TITLE)).first.click()
        writer.page.fill("#id_summary", words)
        press(writer, "Trình duyệt")
        writer.page.check("input[name=cause][value=correction]")
        writer.page.fill("textarea[name=notice]", "Giờ bắt đầu đã được sửa.")
        declare(writer)
        with writer.page.expect_event("load"):
            writer.page.locator("main form button[type=submit]").first.click()
        assert "trình" in told(writer)
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, TITLE)
        decide(head, "Duyệt và xuất bản")
    for _ in range(50):
        if until_public(stack, TITLE, site=STC)["summary"] == words:
            return
    raise AssertionError("the correction did not become public")
