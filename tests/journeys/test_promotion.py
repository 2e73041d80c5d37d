"""One text of a department on the portal: offered, retitled, approved, corrected at its source, taken over again."""

import time
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, person
from tests.journeys.office import (
    PATIENCE,
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

STC, PORTAL = f"stc.{DOMAIN}", DOMAIN
TITLE = "Sở Tài chính công khai vốn sửa chữa trường học"
ON_THE_PORTAL = "86 tỷ đồng sửa chữa trường học trong tỉnh"
SUMMARY = "Sở công khai số vốn đã bố trí cho từng huyện, thị xã."
NEWER = "Sở công khai số vốn đã bố trí cho từng huyện, thị xã; số liệu đã đính chính."


def test_a_text_of_a_department_comes_onto_the_portal_and_follows_its_source(stack: Stack, browser: Browser) -> None:
    _published_at_the_unit(stack, browser)
    _offered(stack, browser)
    _taken_and_retitled(stack, browser)
    assert not is_public(stack, ON_THE_PORTAL, site=PORTAL)
    _through_the_chain(stack, browser, ON_THE_PORTAL)
    copy, source = until_public(stack, ON_THE_PORTAL, site=PORTAL), _until_it_says_where_it_went(stack)
    assert copy["origin"]["public_id"] == source["public_id"]
    assert copy["seo"]["canonical"] == copy["origin"]["url"] == source["url"]
    assert source["taken_over_by"]["url"] == copy["url"]
    assert "Sở Tài chính" in copy["attribution"]["credit_line"]
    _corrected_at_the_unit(stack, browser)
    assert until_public(stack, ON_THE_PORTAL, site=PORTAL)["summary"] == SUMMARY
    _taken_over_again(stack, browser)
    _through_the_chain(stack, browser, ON_THE_PORTAL)
    newer = until_public(stack, ON_THE_PORTAL, site=PORTAL)
    assert newer["summary"] == NEWER
    assert newer["origin"]["version"]["number"] > copy["origin"]["version"]["number"]
    assert until_public(stack, TITLE, site=STC)["summary"] == NEWER
    assert "0 differences" in manage(stack.environment, "check_publications")


def _until_it_says_where_it_went(stack: Stack) -> dict[str, Any]:
    """The unit's item; what changes beside its text comes a moment after the copy that it is about."""
    limit = time.monotonic() + PATIENCE
    while not (source := until_public(stack, TITLE, site=STC))["taken_over_by"]:
        assert time.monotonic() < limit, "the source does not say that it was taken over"
        time.sleep(0.2)
    return source


def _published_at_the_unit(stack: Stack, browser: Browser) -> None:
    section = section_number(stack, site="stc", slug="tin-tuc")
    with person(browser, stack.url, "viet.stc") as writer:
        begin_item(writer, section=section, title=TITLE, summary=SUMMARY, paragraph="Tổng vốn là 86 tỷ đồng.")
        name_author(writer, "Hạ Vy", source="Sở Tài chính")
        write_paragraph(writer, "Mỗi trường được kiểm tra trước. ")
        press(writer, "Trình duyệt")
        assert "trình" in told(writer)
    _approved_at_the_unit(stack, browser)
    until_public(stack, TITLE, site=STC)


def _approved_at_the_unit(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, TITLE)
        decide(head, "Duyệt và xuất bản")


def _offered(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "viet.stc") as writer:
        _find(writer, TITLE, site="stc", stack=stack)
        press(writer, "Đề nghị đưa lên Cổng")
        writer.page.fill("[name=comment]", "Nhiều huyện hỏi số vốn của mình.")
        writer.shot("dua-tin-1-de-nghi")
        _click(writer, "main form button[type=submit]")
        assert writer.sees("chờ đơn vị đồng ý")
    with person(browser, stack.url, "truong.stc") as head:
        head.go("/admin/")
        assert head.sees("1 tin chờ đơn vị đồng ý đưa lên Cổng")
        head.shot("dua-tin-2-ban-lam-viec-don-vi")
        _open_offered(head, TITLE)
        head.shot("dua-tin-3-don-vi-dong-y")
        _click(head, "button[value=agree]")
        assert "đồng ý" in told(head)


def _taken_and_retitled(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "trungtam") as editor:
        editor.go("/admin/")
        assert editor.sees("1 tin đề nghị đưa lên Cổng")
        editor.shot("dua-tin-4-ban-lam-viec-cong")
        _open_offered(editor, TITLE)
        editor.shot("dua-tin-5-cong-xem-de-nghi")
        _click(editor, "button[value=take]")
        editor.page.fill("#id_title", ON_THE_PORTAL)
        editor.shot("dua-tin-6-doi-tieu-de")
        press(editor, "Trình duyệt")
        assert "trình" in told(editor)


def _through_the_chain(stack: Stack, browser: Browser, title: str) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        open_waiting(head, title)
        decide(head, "Duyệt")
    with person(browser, stack.url, "trungtam") as editor:
        open_waiting(editor, title)
        press(editor, "Biên tập xong, chuyển")
    with person(browser, stack.url, "truongban") as board:
        open_waiting(board, title)
        decide(board, "Duyệt và xuất bản")


def _corrected_at_the_unit(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "viet.stc") as writer:
        _find(writer, TITLE, site="stc", stack=stack)
        writer.page.fill("#id_summary", NEWER)
        press(writer, "Trình duyệt")
        writer.page.check("input[name=cause][value=correction]")
        writer.page.fill("[name=notice]", "Số liệu đã đăng chưa đúng, nay sửa lại.")
        declare(writer)
        _click(writer, "main form button[type=submit]")
        assert "trình" in told(writer)
    _approved_at_the_unit(stack, browser)


def _taken_over_again(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "trungtam") as editor:
        editor.go("/admin/")
        assert editor.sees("1 bản trên Cổng cũ hơn tin nguồn")
        editor.go("/admin/promotion/")
        editor.shot("dua-tin-7-danh-sach")
        with editor.page.expect_event("load"):
            editor.page.get_by_role("link", name=TITLE).first.click()
        assert editor.page.locator(".desk-words ins").first.inner_text()
        editor.shot("dua-tin-8-khac-nhau")
        _click(editor, "button[value=take_over_and_submit]")
        editor.page.check("input[name=cause][value=correction]")
        editor.page.fill("textarea[name=notice]", "Sửa theo bản mới của đơn vị.")
        declare(editor)
        _click(editor, "main form button[type=submit]")
        assert "trình" in told(editor)
        editor.go("/admin/promotion/items/")
        editor.shot("dua-tin-9-tin-cac-don-vi")
        assert editor.sees(TITLE)


def _open_offered(who: Person, title: str) -> None:
    who.go("/admin/promotion/")
    with who.page.expect_event("load"):
        who.page.get_by_role("link", name=title).first.click()


def _find(who: Person, title: str, *, site: str, stack: Stack) -> None:
    who.go(f"/admin/pages/{section_number(stack, site=site, slug='tin-tuc')}/")
    with who.page.expect_event("load"):
        who.page.get_by_role("link", name=f"Sửa “{title}”").or_(who.page.get_by_role("link", name=title)).first.click()


def _click(who: Person, selector: str) -> None:
    with who.page.expect_event("load"):
        who.page.locator(selector).first.click()
