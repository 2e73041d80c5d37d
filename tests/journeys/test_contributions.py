"""A citizen contributes by telephone, the desk takes it, the public reads his name; letters; a stamp is stopped."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from fixtures.pictures import picture
from tests.factories.cms import PDF
from tests.factories.offices import PICTURE, docx, para
from tests.journeys.browser import Person, person
from tests.journeys.office import declare, open_waiting, press, told, until_public
from tests.stack import DOMAIN, Stack

pytestmark = pytest.mark.browser

TITLE = "Mùa điều được giá ở Đăk Nhau"
PASSWORD = "Hat-Dieu-Vang-2026"
EMAIL = "dieu@vidu.localhost"
LINK = 'select body from workflows_notices_mail where "to" = %s order by id desc limit 1'
WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """The telephone of a citizen."""
    context = browser.new_context(viewport=TELEPHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_a_citizen_contributes_and_the_public_reads_his_name(
    stack: Stack, browser: Browser, telephone: Page, tmp_path: Path
) -> None:
    _apply(stack, telephone)
    with person(browser, stack.url, "trungtam") as desk:
        desk.go("/admin/contributions/accounts/")
        desk.page.get_by_role("link", name="Lê Thị Điều").click()
        desk.page.get_by_role("button", name="Xác nhận và mở tài khoản").click()
        desk.page.wait_for_load_state()
        desk.shot("ctv-03-xac-nhan")
    _enter(stack, telephone)
    _write_and_send(stack, telephone, tmp_path)
    _sort_take_and_submit(stack, browser)
    for username, label in (("truong.vpubnd", "Duyệt"), ("trungtam2", "Biên tập xong, chuyển")):
        _pass_on(stack, browser, username, label)
    _pass_on(stack, browser, "truongban", "Duyệt và xuất bản")
    item = until_public(stack, TITLE, site=DOMAIN)
    assert item["attribution"]["authors"][0]["name"] == "Hạt Điều"
    assert item["attribution"]["source"] == "Cộng tác viên"
    kinds = [block["type"] for block in item["body"]]
    assert kinds.count("image") == 2  # one of the text, the second of the two that were enclosed; the first leads
    assert item["image"]["alt"] == "Bà con thu hoạch điều"
    telephone.goto(f"{stack.url}/contribute/")
    assert "xuất bản" in telephone.inner_text(".tag")
    telephone.get_by_role("link", name=TITLE).click()
    _shoot(telephone, "ctv-10-da-dang")
    assert telephone.get_by_role("link", name="Xem bài đã đăng").count() == 1


def test_a_contributor_enters_nothing_of_the_admin(stack: Stack, telephone: Page) -> None:
    _log_in(stack, telephone)
    for path in ("/admin/", "/admin/pages/", "/admin/images/", "/admin/contributions/", "/admin/secrecy/"):
        telephone.goto(f"{stack.url}{path}")
        assert "/login/" in telephone.url


def test_a_secret_stamp_is_stopped_with_its_article(stack: Stack, telephone: Page, tmp_path: Path) -> None:
    _log_in(stack, telephone)
    telephone.get_by_role("link", name="Mẫu 1").first.click()
    _fill(telephone, "Kế hoạch diễn tập")
    (path := tmp_path / "ke-hoach.docx").write_bytes(docx(para("MẬT"), para("Nội dung kế hoạch")))
    telephone.set_input_files("#id_file", path)
    telephone.check("#declared")
    telephone.get_by_role("button", name="Gửi Ban biên tập").click()
    telephone.wait_for_selector(".faults")
    _shoot(telephone, "ctv-11-bi-dung")
    said = telephone.inner_text(".faults")
    assert "MẬT" in said
    assert "117/2025" in said


def test_an_official_letter_enters_the_inbox(stack: Stack, browser: Browser, tmp_path: Path) -> None:
    (original := tmp_path / "cong-van.pdf").write_bytes(PDF)
    (text := tmp_path / "bai.docx").write_bytes(
        docx(para("Xã ra quân", style="Heading1"), para("Sáng nay xã ra quân."))
    )
    with person(browser, stack.url, "trungtam") as desk:
        for _time in range(2):
            _letter(desk, original, text)
        assert desk.sees("Công văn cùng số, ngày và nơi gửi đã đến trước đó")
        assert desk.sees("Sáng nay xã ra quân.")
        desk.shot("ctv-12-cong-van")
        desk.go("/admin/contributions/")
        assert desk.sees("UBND xã Đăk Nhau")
        desk.shot("ctv-13-hop-tiep-nhan")
        desk.page.set_viewport_size(TELEPHONE)
        assert desk.page.evaluate(WIDE) <= 0
        desk.shot("ctv-14-hop-tiep-nhan-dien-thoai")
    with person(browser, stack.url, "viet.stc") as stranger:
        stranger.go("/admin/contributions/")
        assert not stranger.sees("UBND xã Đăk Nhau")


def _apply(stack: Stack, page: Page) -> None:
    page.goto(f"{stack.url}/contribute/")
    page.get_by_role("link", name="Chưa có tài khoản").click()
    page.select_option("#id_site", "portal")
    page.fill("#id_full_name", "Lê Thị Điều")
    page.fill("#id_pen_name", "Hạt Điều")
    page.fill("#id_email", EMAIL)
    page.check("#id_consent")
    _shoot(page, "ctv-01-dang-ky")
    page.get_by_role("button", name="Đăng ký").click()
    page.wait_for_selector(".said")
    _shoot(page, "ctv-02-da-nhan")


def _enter(stack: Stack, page: Page) -> None:
    """By the link in the mail, straight to his own screens."""
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(LINK, [EMAIL]).fetchone()
    assert row
    link = re.search(r"http\S+/password_reset/confirm/\S+", row[0])
    assert link
    page.goto(link[0])
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/contribute/login/"))
    _log_in(stack, page)
    _shoot(page, "ctv-04-bai-cua-toi")


def _log_in(stack: Stack, page: Page) -> None:
    page.goto(f"{stack.url}/contribute/login/")
    page.fill("input[name=username]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile("/contribute/$"))


def _fill(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    page.fill("#id_summary", "Bà con vào vụ thu hoạch.")
    page.fill("#id_source", "Cộng tác viên")


def _write_and_send(stack: Stack, page: Page, folder: Path) -> None:
    (text := folder / "bai.docx").write_bytes(docx(para(TITLE, style="Heading1"), para("Năm nay được mùa."), PICTURE))
    page.get_by_role("link", name="Mẫu 1").first.click()
    _fill(page, TITLE)
    page.set_input_files("#id_file", text)
    page.get_by_role("button", name="Thêm tệp này").click()
    for number, name in enumerate(("cashew-drying", "cashew-branch")):
        (path := folder / f"{name}.jpg").write_bytes(picture(name))
        page.wait_for_load_state()
        if not page.locator("#id_file").is_visible():
            page.locator("summary").click()
        page.set_input_files("#id_file", path)
        page.fill("#id_caption", "Bà con thu hoạch điều" if number == 0 else "Cành điều")
        page.fill("#id_author", "Hạt Điều")
        page.select_option("#id_consent", "agreed")
        page.get_by_role("button", name="Thêm tệp này").click()
        page.wait_for_selector(f"text={name}.jpg")
    _shoot(page, "ctv-05-viet-bai")
    page.get_by_role("button", name="Gửi Ban biên tập").click()
    page.wait_for_selector(".faults")
    assert "bí mật nhà nước" in page.inner_text(".faults")
    page.check("#declared")
    page.get_by_role("button", name="Gửi Ban biên tập").click()
    page.wait_for_selector(".said")
    assert "Mã tra cứu" in page.inner_text("body")
    _shoot(page, "ctv-06-da-gui")


def _sort_take_and_submit(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "trungtam") as desk:
        page = desk.page
        desk.go("/admin/contributions/")
        page.get_by_role("link", name=TITLE).first.click()
        page.wait_for_load_state()
        assert desk.sees("Năm nay được mùa.")
        desk.shot("ctv-07-phan-loai")
        page.select_option("#id_section", label="Tin tức")
        with page.expect_event("load"):
            page.get_by_role("button", name="Xếp vào chuyên mục này").click()
        with page.expect_event("load"):
            page.get_by_role("button", name="Nhận và tạo bản nháp").click()
        assert "/admin/pages/" in page.url
        desk.shot("ctv-08-ban-nhap")
        desk.until_pictures_are_ready(stack.address)
        press(desk, "Trình duyệt")
        assert "trình" in told(desk)


def _pass_on(stack: Stack, browser: Browser, username: str, label: str) -> None:
    with person(browser, stack.url, username) as one:
        if label.startswith("Biên tập"):
            open_waiting(one, TITLE)
            press(one, label)
            return
        one.go("/admin/")
        one.page.get_by_role("link", name=TITLE).first.click()
        one.page.wait_for_load_state()
        declare(one)
        one.shot(f"ctv-09-{username}")
        with one.page.expect_event("load"):
            one.page.get_by_role("button", name=label, exact=True).click()
        assert one.sees("Đã thực hiện")


def _letter(desk: Person, original: Path, text: Path) -> None:
    page = desk.page
    desk.go("/admin/contributions/sites/portal/letter/")
    page.fill("#id_number", "15/UBND-VX")
    page.fill("#id_issued_on", "02/11/2026")
    page.fill("#id_issuer", "UBND xã Đăk Nhau")
    page.select_option("#id_marker", index=1)
    page.fill("#id_title", "Xã Đăk Nhau ra quân")
    page.set_input_files("#id_originals", original)
    page.set_input_files("#id_enclosures", text)
    desk.shot("ctv-12-nhap-cong-van")
    with page.expect_event("load"):
        page.locator("main form button[type=submit], form button[type=submit]").last.click()
    assert "công văn" in told(desk)


def _shoot(page: Page, name: str) -> None:
    """A picture of the telephone, on which nothing is wider than the screen."""
    assert page.evaluate(WIDE) <= 0, name
    Person(page, "", "").shot(name)
