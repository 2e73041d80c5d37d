"""One item, from a department's writer through every desk to the world, in a real browser on the running product."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from fixtures.pictures import picture
from tests.journeys.browser import person
from tests.journeys.office import (
    begin_item,
    decide,
    is_public,
    name_author,
    open_waiting,
    press,
    resolve,
    section_number,
    told,
    type_until_saving,
    until_public,
    upload_lead_picture,
    withdraw,
    write_paragraph,
)
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

SXD, PORTAL = f"sxd.{DOMAIN}", DOMAIN
TITLE = "Đường Hồ Chí Minh: công khai vốn đoạn qua tỉnh"
MENDED = "Đường Hồ Chí Minh: công khai vốn đoạn qua tỉnh năm 2026"
ENGLISH = "Ho Chi Minh Road: funds of the section in the province for 2026"
SUMMARY = "Sở Tài chính công khai nguồn vốn đã bố trí và kết quả giải ngân của đoạn tuyến đi qua địa bàn tỉnh."


def test_an_item_goes_from_a_departments_writer_to_the_world_in_two_languages(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    _write_and_submit(stack, browser, tmp_path)
    _return(stack, browser)
    _mend_and_submit_again(stack, browser)
    assert not is_public(stack, MENDED, site=SXD)
    number = _approve(stack, browser, "vi-phe-duyet", MENDED)
    item = until_public(stack, MENDED, site=SXD)
    assert item["path"].startswith("/tin-tuc/duong-ho-chi-minh-cong-khai-von-doan-qua-tinh")
    assert [author["name"] for author in item["attribution"]["authors"]] == ["Hạ Vy"]
    assert {entry["name"] for entry in item["image"]["renditions"]} >= {"320-webp", "640-jpeg", "1280-webp"}
    _anybody_reads_the_picture(stack, item["image"]["renditions"][0]["url"])
    assert not is_public(stack, MENDED, site=PORTAL)  # it is proposed nowhere yet
    _draft_in_english(stack, browser, number)
    assert not is_public(stack, ENGLISH, site=SXD, locale="en")
    _approve(stack, browser, "en-phe-duyet", ENGLISH)
    english = until_public(stack, ENGLISH, site=SXD, locale="en")
    assert english["public_id"] == item["public_id"]
    assert [entry["locale"] for entry in english["alternates"]] == ["vi"]
    assert [entry["locale"] for entry in until_public(stack, MENDED, site=SXD)["alternates"]] == ["en"]
    _nobody_of_next_door_finds_it(stack, browser, number)
    _withdraw(stack, browser, number, item["path"])
    assert "0 differences" in manage(stack.environment, "check_publications")


def test_the_portals_longer_chain_goes_over_three_desks(stack: Stack, browser: Browser) -> None:
    title = "Lịch tiếp công dân của lãnh đạo UBND tỉnh tháng 12"
    section = section_number(stack, site="portal", slug="tin-tuc")
    with person(browser, stack.url, "viet.portal") as writer:
        begin_item(writer, section=section, title=title, summary=SUMMARY, paragraph="Lãnh đạo tiếp công dân mỗi tuần.")
        name_author(writer, "Tổ Biên tập", source="Văn phòng UBND tỉnh")
        write_paragraph(writer, "Mang theo giấy tờ. ")
        press(writer, "Trình duyệt")  # at once: the button waits until the field has handed over the last words
        assert "trình" in told(writer)
    with person(browser, stack.url, "truong.vpubnd") as head:
        open_waiting(head, title)
        decide(head, "Duyệt")
        head.shot("cong-1-thu-truong-da-duyet")
    with person(browser, stack.url, "truongban") as board:
        board.go("/admin/")
        assert not board.sees(title)  # not yet his turn
    with person(browser, stack.url, "trungtam") as editor:
        open_waiting(editor, title)
        editor.shot("cong-2-trung-tam-bien-tap")
        type_until_saving(editor, "#id_summary", f"{SUMMARY} Trung tâm đã biên tập.")
        press(editor, "Biên tập xong, chuyển")
        editor.shot("cong-3-da-chuyen")
        assert "đã chuyển" in told(editor)
    assert not is_public(stack, title, site=PORTAL)
    with person(browser, stack.url, "truongban") as board:
        open_waiting(board, title)
        board.shot("cong-4-truong-ban")
        decide(board, "Duyệt và xuất bản")
    item = until_public(stack, title, site=PORTAL)
    assert item["summary"].endswith("Trung tâm đã biên tập.")
    assert "Mang theo giấy tờ." in str(item["body"])
    assert item["attribution"]["credit_line"] == "Theo Cổng TTĐT tỉnh Bình Phước"


def _write_and_submit(stack: Stack, browser: Browser, folder: Path) -> None:
    (path := folder / "den-long.jpg").write_bytes(picture("lanterns"))
    section = section_number(stack, site="sxd", slug="tin-tuc")
    with person(browser, stack.url, "viet.sxd") as writer:
        writer.shot("01-ban-lam-viec-nguoi-viet")
        begin_item(writer, section=section, title=TITLE, summary=SUMMARY, paragraph="Tổng vốn là 812 tỷ đồng.")
        assert writer.page.input_value("#id_slug") == "duong-ho-chi-minh-cong-khai-von-doan-qua-tinh"
        upload_lead_picture(writer, path, title="Đèn lồng", alt="Đèn lồng đỏ treo dọc phố")
        writer.shot("02-soan-tin")
        press(writer, "Trình duyệt")
        assert writer.sees("Thiếu tác giả")
        assert writer.sees("Điều 8.3")
        writer.shot("03-chua-du-tac-gia-nguon")
        name_author(writer, "Hạ Vy", source="Sở Tài chính")
        writer.until_pictures_are_ready(stack.address)
        press(writer, "Trình duyệt")
        assert "trình" in told(writer)
        writer.shot("04-da-trinh")


def _return(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.sxd") as head:
        head.shot("05-ban-lam-viec-thu-truong")
        open_waiting(head, TITLE)
        head.shot("06-thu-truong-doc")
        decide(head, "Trả lại", words="Tiêu đề cần ghi rõ năm 2026.", shot="07-tra-lai")


def _mend_and_submit_again(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "viet.sxd") as writer:
        assert writer.sees("Tiêu đề cần ghi rõ năm 2026.")
        writer.shot("08-bi-tra-lai")
        open_waiting(writer, TITLE)
        type_until_saving(writer, "#id_title", MENDED)
        press(writer, "Trình duyệt")  # waits for the save that is under way, and goes on with it
        assert "trình" in told(writer)


def _approve(stack: Stack, browser: Browser, shot: str, title: str) -> int:
    """The head of the department approves and publishes. Returns the page's key in the admin's addresses."""
    with person(browser, stack.url, "truong.sxd") as head:
        open_waiting(head, title)
        number = int(head.page.url.split("/pages/")[1].split("/")[0])
        decide(head, "Duyệt và xuất bản", shot=f"09-{shot}", pictures=1)
        head.shot(f"10-{shot}-xong")
    return number


def _draft_in_english(stack: Stack, browser: Browser, number: int) -> None:
    with person(browser, stack.url, "dich.sxd") as translator:
        translator.go(f"/admin/pages/{number}/draft-in/en/")
        translator.shot("11-soan-ban-tieng-anh")
        with translator.page.expect_navigation():
            translator.page.locator("main form button[type=submit]").last.click()
        translator.page.fill("#id_title", ENGLISH)
        translator.page.fill("#id_summary", "The Department of Finance publishes the funds allotted and disbursed.")
        translator.page.fill("#id_lead_image_alt", "Red lanterns along a street")
        translator.page.fill("#id_source", "Department of Finance")
        translator.shot("12-ban-tieng-anh")
        press(translator, "Trình duyệt")
        assert "trình" in told(translator)


def _nobody_of_next_door_finds_it(stack: Stack, browser: Browser, number: int) -> None:
    with person(browser, stack.url, "viet.stc") as stranger:
        assert not stranger.sees(MENDED)
        stranger.go("/admin/pages/?q=Đường Hồ Chí Minh")
        assert not stranger.sees(MENDED)
        stranger.go(f"/admin/pages/{number}/edit/")
        stranger.shot("13-khong-duoc-vao")
        assert f"/pages/{number}/edit/" not in stranger.page.url or not stranger.sees(MENDED)
        assert not stranger.page.locator("#id_title").count()


def _withdraw(stack: Stack, browser: Browser, number: int, path: str) -> None:
    with person(browser, stack.url, "truong.sxd") as head:
        withdraw(head, number, reason="Số liệu đang được rà soát", notice="Tin đang được rà soát số liệu.")
        assert "đã kết thúc: gỡ" in told(head)
        assert "không có quyền" not in told(head)
        head.shot("14-da-go")
    ending = resolve(stack, path, site=SXD)
    assert ending["state"] == "withdrawn"
    assert "rà soát" in str(ending)


def _anybody_reads_the_picture(stack: Stack, url: str) -> None:
    name = url.rsplit("/", 1)[1]
    with urllib.request.urlopen(f"{stack.url}/media/{name}", timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("image/")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{stack.url}/media/{'0' * 64}.webp", timeout=10)
