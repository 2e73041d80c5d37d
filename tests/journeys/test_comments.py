"""Comments beside the editor in a real browser: words are chosen, a colleague is named, he is told and answers."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.browser import Person, person
from tests.journeys.office import begin_item, press, section_number
from tests.stack import Stack

pytestmark = pytest.mark.browser

TITLE = "Kiểm tra quỹ nhà công vụ"
PARAGRAPH = "Đoàn kiểm tra rà soát 48 căn nhà công vụ trên địa bàn tỉnh."
CHOSEN = "48 căn nhà công vụ"
REMARK = "Số này lấy ở báo cáo nào?"
ANSWER = "Ở báo cáo ngày 12/10."
SETTLING = 600  # milliseconds until the editor has unfolded what was unfolded
CHOOSE = """(editor, words) => {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
}"""


def open_comments(somebody: Person) -> Locator:
    """Unfold the comments beside the editor, if they are not unfolded still from the last time."""
    toggle = somebody.page.locator("[data-side-panel-toggle=remarks]").first
    somebody.page.wait_for_timeout(SETTLING)
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    comments = somebody.page.locator(".form-side .comments")
    comments.wait_for(state="visible")
    return comments


def test_a_remark_on_chosen_words_reaches_whom_it_names_and_is_answered(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "viet.stc") as writer:
        address = _remark(stack, writer)
        with person(browser, stack.url, "truong.stc") as head:
            _is_told_and_answers(head)
        _reads_the_answer_and_settles(writer, address)


def _remark(stack: Stack, writer: Person) -> str:
    section = section_number(stack, site="stc", slug="tin-tuc")
    begin_item(writer, section=section, title=TITLE, summary="Rà soát quỹ nhà.", paragraph=PARAGRAPH)
    press(writer, "Lưu nháp")
    writer.page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    comments = open_comments(writer)
    editor = writer.page.locator(".Draftail-Editor [contenteditable=true]").filter(has_text=CHOSEN).first
    editor.evaluate(CHOOSE, CHOSEN)
    expect(comments.locator("[data-chosen]")).to_have_text(CHOSEN)
    _name_and_say(comments)
    writer.shot("nhan-xet-1-ben-trinh-soan-thao")
    return str(re.search(r"/admin/pages/\d+/edit/", writer.page.url)[0])  # type: ignore[index]


def _name_and_say(comments: Locator) -> None:
    field = comments.locator("[data-new] [data-words]")
    field.press_sequentially(f"{REMARK} @giam doc")
    name = comments.locator("[data-new] .comment-names button").filter(has_text="@truong.stc")
    name.click()
    expect(field).to_have_value(f"{REMARK} @truong.stc ")
    comments.locator("[data-act=add]").click()
    said = comments.locator(".comment").first
    expect(said.locator(".comment-words")).to_contain_text(REMARK)
    expect(said.locator(".comment-quote")).to_have_text(CHOSEN)
    expect(comments.locator("[data-open]")).to_have_attribute("data-open", "1")
    expect(comments.locator("[data-new] [data-words]")).to_have_value("")


def _is_told_and_answers(head: Person) -> None:
    head.go("/admin/?tab=notices")
    head.shot("nhan-xet-2-thong-bao")
    head.page.locator("main").get_by_role("link", name=TITLE).first.click()
    comments = head.page.locator(".comments")
    comments.locator(".comment-answer summary").click()
    comments.locator(".comment-answer [data-words]").fill(ANSWER)
    comments.locator("[data-act=reply]").click()
    expect(comments.locator(".comment-reply")).to_contain_text(ANSWER)
    head.shot("nhan-xet-3-tra-loi")


def _reads_the_answer_and_settles(writer: Person, address: str) -> None:
    writer.go(address)
    comments = open_comments(writer)
    expect(comments.locator(".comment-reply")).to_contain_text(ANSWER)
    comments.locator("[data-act=resolve]").click()
    expect(comments.locator("[data-open]")).to_have_attribute("data-open", "0")
    writer.shot("nhan-xet-4-da-xu-ly")
