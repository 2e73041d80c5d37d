"""A real browser on the running product. With `SHOTS=1` pictures of what a person sees are kept in `shots/`."""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.programs import BROWSERS, found_of
from tests.stack import PASSWORD, ROOT

SHOTS = ROOT / "shots"
TAKES_SHOTS = bool(os.environ.get("SHOTS"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_of(BROWSERS), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


UNREADY = """
select 1 from cms_media_picture p where (
  select count(*) from cms_media_picturerendition r
  where r.image_id = p.id and (r.filter_spec like '%format-webp%' or r.filter_spec like '%format-jpeg%')
) < 6
"""


@dataclass
class Person:
    """Somebody at the admin, in a window of his own."""

    page: Page
    url: str
    name: str

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page, for people to look at."""
        keep_shot(self.page, name)

    def go(self, path: str) -> None:
        """Open a page of the admin."""
        self.page.goto(f"{self.url}{path}")

    def until_pictures_are_ready(self, address: str) -> None:
        """Wait until the worker has made every rendition that is owed."""
        with psycopg.connect(address, autocommit=True) as connection:
            for _ in range(300):
                if not connection.execute(UNREADY).fetchone():
                    return
                self.page.wait_for_timeout(100)
        raise AssertionError("the worker does not make renditions")

    def sees(self, words: str) -> bool:
        """Whether the words stand on the page."""
        return re.search(re.escape(words), self.page.inner_text("body"), re.IGNORECASE) is not None


def keep_shot(page: Page, name: str) -> None:
    """Keep a picture of a page, where pictures are asked for: one takes as long as a click."""
    if TAKES_SHOTS:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


_free: list[BrowserContext] = []  # windows that nobody uses; what they have of scripts and styles is kept


@contextlib.contextmanager
def _window(browser: Browser) -> Iterator[BrowserContext]:
    """A window that knows nobody; at the end nobody's pages are open in it."""
    context = next((one for one in _free if one.browser is browser), None)
    if context is None:
        context = browser.new_context(
            viewport={"width": 1366, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        context.set_default_timeout(20_000)
    else:
        _free.remove(context)
    try:
        yield context
    finally:
        for page in context.pages:
            _come_to_rest(page)
            page.close()
        context.clear_cookies()
        _free.append(context)


def _come_to_rest(page: Page) -> None:
    """A page that is closed while it is on its way somewhere may never say that it is closed, and nobody times that."""
    with contextlib.suppress(Error):
        page.goto("about:blank")


@contextlib.contextmanager
def person(browser: Browser, url: str, username: str) -> Iterator[Person]:
    """Log somebody in."""
    with _window(browser) as context:
        page = context.new_page()
        _log_in(page, url, username)
        yield Person(page, url, username)


def _log_in(page: Page, url: str, username: str) -> None:
    page.goto(f"{url}/admin/login/")
    page.evaluate("localStorage.clear()")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(re.compile(r"/admin/(?!login)"))


def remove_old_shots() -> None:
    """Begin with an empty folder."""
    for path in SHOTS.glob("*.png"):
        Path(path).unlink()
