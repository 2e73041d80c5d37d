"""A bundle in a real browser: put together, approved as one, public at its moment, taken back as one."""

import json
import time
import urllib.parse
import urllib.request
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser

from sites import clock
from tests.journeys.browser import Person, person
from tests.journeys.office import declare
from tests.stack import DOMAIN, Stack, manage

pytestmark = pytest.mark.browser

TITLE = "Đợt tin nhân ngày chuyển đổi số"
ITEMS = ("Một cửa số tại ba xã", "Hướng dẫn ký số cho người dân", "Lịch hỗ trợ tại nhà văn hóa")
DRAFTS = """
import django
django.setup()
from sites.domains.models import PublicSite
from sites.accounts.models import User
from tests.factories.cms import make_news
from cms.home.models import SectionPage
site = PublicSite.objects.get(code="stc")
section = SectionPage.objects.descendant_of(site.homes.get(position=0).home).get(slug="tin-tuc")
for number, title in enumerate({titles!r}):
    make_news(section, user=User.objects.get(username="viet.stc"), title=title, slug=f"dot-{{number}}", tags=["so"])
"""
WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
SITE = f"stc.{DOMAIN}"
LEAST = timedelta(seconds=30)  # that the writer's part is taken to have lasted; the head is given twice as long
AFTERWARDS = 20.0  # seconds after the moment in which readers find the items: the worker has to wake up


@pytest.fixture(scope="module")
def stack(stack: Stack) -> Stack:
    """The product with the bundles of the demonstration, and drafts for one more."""
    manage(stack.environment, "load_bundles", "fixtures/provinces/binh-phuoc/bundles.yaml")
    manage(stack.environment, "shell", "--no-imports", "-c", DRAFTS.format(titles=ITEMS))
    return stack


def public(stack: Stack) -> list[str]:
    """The titles that readers find."""
    words = urllib.parse.urlencode({"site": SITE, "type": "news", "limit": 100})
    with urllib.request.urlopen(f"{stack.url}/api/v1/content/?{words}", timeout=10) as answer:
        return [item["title"] for item in json.load(answer)["results"] if item["title"] in ITEMS]


def act(somebody: Person, name: str) -> None:
    """Press a button of a bundle's screen."""
    with somebody.page.expect_navigation():
        somebody.page.locator(f"button[name=act][value={name}]").first.click()


def test_a_bundle_from_the_first_draft_to_its_end(stack: Stack, browser: Browser) -> None:
    moment = _put_together(stack, browser)
    _approve(stack, browser)
    _until_public(stack, moment)
    _take_back(stack, browser)
    assert public(stack) == []


def _until_public(stack: Stack, moment: datetime) -> None:
    """Nothing of it before its moment, all of it soon after; never a part of it."""
    while not (found := public(stack)):
        assert clock.now() < moment + timedelta(seconds=AFTERWARDS), "it did not become public"
        time.sleep(0.2)
    assert clock.now() >= moment, "it became public too early"
    assert sorted(found) == sorted(ITEMS)


def _put_together(stack: Stack, browser: Browser) -> datetime:
    """The writer's part, up to submitting it. Answers with its moment."""
    began = clock.now()
    with person(browser, stack.url, "viet.stc") as writer:
        page = writer.page
        writer.go("/admin/bundles/")
        writer.shot("dot-01-danh-sach")
        page.get_by_role("link", name="Lập đợt phát hành").click()
        page.fill("#id_title", TITLE)
        page.fill("#id_occasion", "Ngày chuyển đổi số: ba bài phải lên trang cùng lúc.")
        writer.shot("dot-02-lap-dot")
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu").click()
        assert page.locator("button[value=submit]").is_disabled()
        for title in ITEMS:
            with page.expect_navigation():
                page.locator("[data-candidate]", has_text=title).locator("button").click()
        moment = _choose_moment(writer, began)
        writer.shot("dot-03-dang-soan")
        declare(writer)
        act(writer, "submit")
        assert writer.sees("chờ duyệt")
        writer.shot("dot-04-cho-duyet")
    return moment


def _choose_moment(writer: Person, began: datetime) -> datetime:
    """Say when: a full minute that leaves the head twice the time that this machine took for the writer's part."""
    page = writer.page
    page.get_by_role("link", name="Tên, dịp, thời điểm").click()
    now = clock.now().astimezone(clock.VIETNAM)
    moment = (now + 2 * max(now - began, LEAST) + timedelta(minutes=1)).replace(second=0, microsecond=0)
    page.fill("#id_at", f"{moment:%d/%m/%Y %H:%M}")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu").press("Enter")  # by keyboard: the calendar may lie over the button
    return moment


def _approve(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        page = head.page
        head.shot("dot-05-ban-lam-viec")
        with page.expect_event("load"):
            page.get_by_role("link", name=TITLE).first.click()
        assert page.locator("button[value=publish]").is_disabled()
        for _title in ITEMS[1:]:
            with page.expect_navigation():
                page.get_by_role("link", name="Đọc tin, bài tiếp theo").click()
        head.shot("dot-06-doc-va-duyet")
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(300)
        assert page.evaluate(WIDE) == 0
        head.shot("dot-07-dien-thoai")
        declare(head)
        act(head, "publish")
        assert head.sees("Đã thực hiện")


def _take_back(stack: Stack, browser: Browser) -> None:
    with person(browser, stack.url, "truong.stc") as head:
        page = head.page
        head.go("/admin/bundles/")
        head.shot("dot-08-lich")
        with page.expect_event("load"):
            page.get_by_role("link", name=TITLE).last.click()
        page.get_by_text("Gỡ khỏi trang", exact=True).or_(page.locator("details.bundle-fold summary")).first.click()
        page.fill("[name=reason]", "Hoãn lễ phát động.")
        page.fill("[name=notice]", "Loạt bài được gỡ vì lễ phát động hoãn.")
        head.shot("dot-09-go-ca-dot")
        act(head, "take_back")
        assert head.sees("Đã gỡ cả đợt")
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(300)
        assert page.evaluate(WIDE) == 0
        head.shot("dot-10-da-go-dien-thoai")
