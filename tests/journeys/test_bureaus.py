"""A public text goes to a bureau as a file and comes back; and a machine helps where the regulation lets it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import polib
import psycopg
import pytest
from playwright.sync_api import Browser

from tests.factories.bureaus import by_polib, name_of
from tests.factories.machine import Machine, running, translating
from tests.journeys.browser import Person, person
from tests.journeys.office import is_public, until_public
from tests.stack import DOMAIN, Stack, manage, running_stack

pytestmark = pytest.mark.browser

STC = f"stc.{DOMAIN}"
TITLE, SUMMARY = "Lịch tiếp công dân của Sở Tài chính", "Công dân được tiếp tại phòng số 2."
ENGLISH = "Citizen reception of the Department of Finance"
OPEN_TITLE = "Sở Tài chính tuyển viên chức"
BETTER, SHORTER = "When the Department of Finance receives citizens", "Citizens are received in room 2."
TEXTS = """
import django
django.setup()
from sites.accounts.models import User
from sites.domains.models import PublicSite
from cms.home.models import SectionPage
from tests.factories.cms import body_of, fresh, make_news
from workflows.samples.desks import decide, handed_in, seated
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage
from workflows.translation.actions import begin, fingerprint, write
from workflows.translation.texts import opened

site = PublicSite.objects.get(code="stc")
section = SectionPage.objects.descendant_of(site.homes.get(position=0).home).get(slug="thong-bao")
writer, translator = User.objects.get(username="viet.stc"), User.objects.get(username="dich.stc")

def public(author, page):
    passage = handed_in(author, page=page)
    while passage.state == PassageState.IN_PROGRESS:
        passage = decide(Passage.objects.get(pk=passage.pk))

def made(title, summary):
    body = body_of(("paragraph", "<p>Mang theo <b>giấy tờ</b>.</p>"))
    page = make_news(section, user=writer, title=title, summary=summary, body=body)
    public(writer, page)
    return fresh(page)

page = made({title!r}, {summary!r})
made({open!r}, "Ứng viên nộp hồ sơ tại văn phòng.")
translation = begin(translator, source=page, locale="en")
words = {{
    {title!r}: {english!r},
    {summary!r}: "Citizens are welcome in room 2.",
    "Mang theo {{1}}giấy tờ{{/1}}.": "Bring {{1}}papers{{/1}}.",
    "Sở Tài chính": "Department of Finance",
}}
for line in opened(translation).lines:
    said = {{"seen": fingerprint(line.target), "source_seen": line.segment.sha256}}
    write(translator, translation=translation, key=line.key, text=words[line.segment.text], **said)
public(translator, fresh(opened(translation).page))
"""
RULE = """
insert into sites_rules_rule (key, value, unit, basis_id, article, site_id)
select 'machine.translation', %s, 'limits', id, 'Điều 7.2', null from sites_rules_legalbasis limit 1
"""
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A server that suggests, listed by whoever operates the stack."""
    with running(translating(lambda text: f"Machine: {text}")) as found:
        yield found


@pytest.fixture(scope="module")
def stack(province_template: str, tmp_path_factory: pytest.TempPathFactory, machine: Machine) -> Iterator[Stack]:
    """A product of its own, whose operator lists the machine; two texts of a department, one of them in English too."""
    os.environ["MACHINE_SERVERS"] = machine.address
    try:
        with running_stack("bureaus", template=province_template, state=tmp_path_factory.mktemp("bureaus")) as one:
            texts = TEXTS.format(title=TITLE, summary=SUMMARY, english=ENGLISH, open=OPEN_TITLE)
            manage(one.environment, "shell", "--no-imports", "-c", texts)
            manage(one.environment, "drain_publications")  # a site that is not in the log yet is a 400
            yield one
    finally:
        del os.environ["MACHINE_SERVERS"]


def test_a_bureau_edits_a_file_and_its_words_stand_in_the_draft(stack: Stack, browser: Browser, tmp_path: Path) -> None:
    english = until_public(stack, ENGLISH, site=STC, locale="en")
    with person(browser, stack.url, "dich.stc") as translator:
        _open(translator, TITLE)
        desk = translator.page.url
        with translator.page.expect_event("load"):
            translator.page.get_by_role("link", name="Xuất bài này thành tệp").click()
        translator.page.get_by_label("tất cả").check()
        translator.shot("tep-1-xuat-nhap")
        data = _taken_out(translator, tmp_path)
        marked = next(name_of(entry) for entry in polib.pofile(data.decode()) if "{1}" in entry.msgid)
        back = tmp_path / "dich-xong.po"
        back.write_bytes(by_polib(data, {"title": BETTER, "summary": SHORTER, marked: "Bring your papers."}))
        _brought(translator, back)
        assert translator.page.locator("tr[data-finding=taken]").count() == 2
        assert translator.page.locator("tr[data-finding=marks]").count() == 1
        translator.shot("tep-2-doi-chieu")
        _looked_at_on_a_telephone(translator, "tep-3-dien-thoai")
        with translator.page.expect_event("load"):
            translator.page.get_by_role("button", name="Ghi 2 đoạn vào bản nháp").click()
        translator.shot("tep-4-da-ghi")
        translator.page.goto(desk)
        assert translator.page.locator("textarea").first.input_value() == BETTER
    assert not is_public(stack, BETTER, site=STC, locale="en")
    assert until_public(stack, ENGLISH, site=STC, locale="en") == english
    assert "0 differences" in manage(stack.environment, "check_publications")


def test_a_broken_file_is_refused_with_its_line(stack: Stack, browser: Browser, tmp_path: Path) -> None:
    broken = tmp_path / "hong.po"
    broken.write_bytes(b'msgid ""\nmsgstr ""\n"Language: en\\n"\n\nmsgid "a"b"\nmsgstr ""\n')
    with person(browser, stack.url, "dich.stc") as translator:
        translator.go("/admin/translation-files/en/")
        _brought(translator, broken)
        assert translator.sees("hong.po, dòng 5: Đây không phải tệp PO đúng cú pháp.")
        translator.shot("tep-5-hong")


def test_a_machine_suggests_and_a_person_confirms_each_segment(
    stack: Stack, browser: Browser, machine: Machine
) -> None:
    with person(browser, stack.url, "dich.stc") as translator:
        translator.go("/admin/translation/")
        assert translator.sees("Máy dịch chưa được bật")
        rule = {"engine": "libretranslate", "server": machine.name, "characters_a_month": 5000}
        with psycopg.connect(stack.address, autocommit=True) as connection:
            connection.execute(RULE, [json.dumps(rule)])
        row = translator.page.locator(".desk-line").filter(has_text=OPEN_TITLE)
        with translator.page.expect_event("load"):
            row.get_by_role("button", name="Bắt đầu dịch").click()
        with translator.page.expect_event("load"):
            translator.page.get_by_role("button", name="Nhờ máy dịch gợi ý").click()
        assert translator.sees("máy dịch, chưa xác nhận")
        assert translator.page.locator("textarea").first.input_value() == ""
        translator.shot("may-dich-1-goi-y")
        _looked_at_on_a_telephone(translator, "may-dich-2-dien-thoai")
        field = translator.page.locator("textarea").first
        field.focus()
        translator.page.keyboard.press("Alt+Digit1")
        assert field.input_value() == f"Machine: {OPEN_TITLE}"
        with translator.page.expect_response(lambda answer: answer.request.method == "POST"):
            translator.page.keyboard.press("Control+Enter")
        translator.page.reload()
        assert translator.page.locator(".translation-row").first.get_attribute("data-state") == "current"
        with translator.page.expect_event("load"):
            translator.page.get_by_role("link", name="những gì đã gửi").first.click()
        assert translator.sees(machine.name)
        translator.shot("may-dich-3-da-gui")
    assert OPEN_TITLE in machine.texts


def _open(translator: Person, title: str) -> None:
    translator.go("/admin/translation/?language=en&state=current")
    with translator.page.expect_event("load"):
        translator.page.get_by_role("link", name=title).click()


def _taken_out(translator: Person, folder: Path) -> bytes:
    with translator.page.expect_download() as download:
        translator.page.get_by_role("button", name="Xuất tệp").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".po"
    return path.read_bytes()


def _brought(translator: Person, path: Path) -> None:
    translator.page.set_input_files("input[type=file]", path)
    with translator.page.expect_event("load"):
        translator.page.get_by_role("button", name="Đối chiếu, chưa ghi gì").click()


def _looked_at_on_a_telephone(who: Person, shot: str) -> None:
    who.page.set_viewport_size({"width": 390, "height": 844})
    assert who.page.evaluate(WIDE) <= 390
    who.shot(shot)
    who.page.set_viewport_size({"width": 1366, "height": 900})
