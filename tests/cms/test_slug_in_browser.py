"""The slug that a browser makes of a typed title is the one that the server would make."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import wagtail.admin
from playwright.sync_api import Page

from cms.pages.panels import slug_input
from cms.textstandard import slug_of
from tests.journeys.browser import chromium

pytestmark = pytest.mark.browser
SCRIPTS = Path(wagtail.admin.__file__).parent / "static" / "wagtailadmin" / "js"
CONNECTED = "window.wagtail?.app?.getControllerForElementAndIdentifier(document.querySelector('#slug'), 'w-slug')"
SYNC = "focus->w-sync#check blur->w-sync#apply change->w-sync#apply keyup->w-sync#apply"
TITLES = (
    "Đường Hồ Chí Minh",
    unicodedata.normalize("NFD", "Đường Hồ Chí Minh"),
    "Ủy ban nhân dân tỉnh Đắk Lắk",
    "Quyết định số 12/2026/QĐ-UBND",
    "Nghị quyết: “Ưu đãi”, 1.500 tỷ đồng",
    "Lễ kỷ niệm 30/4 – 1/5",
    "ƯỚC MƠ & HY VỌNG, ÂN ẨN",
)


@pytest.fixture(scope="module")
def form() -> Iterator[Page]:
    """Title and slug as the editor has them, with the scripts of the admin."""
    config = {
        "ADMIN_API": {"PAGES": ""},
        "ADMIN_URLS": {"PAGES": "/"},
        "CSRF_HEADER_NAME": "X",
        "CSRF_TOKEN": "x",
        "I18N_ENABLED": True,
        "LOCALES": [],
        "STRINGS": {},
    }
    html = f"""<html lang="vi"><body>
        <script id="wagtail-config" type="application/json">{json.dumps(config)}</script>
        <input id="title" data-controller="w-sync" data-action="{SYNC}" data-w-sync-target-value="#slug">
        {slug_input().render("slug", "", {"id": "slug"})}
        </body></html>"""
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(html)
        for script in ("vendor/jquery-3.6.0.min.js", "vendor.js", "core.js"):
            page.add_script_tag(path=SCRIPTS / script)
        page.wait_for_function(CONNECTED)
        yield page


@pytest.mark.parametrize("title", TITLES)
def test_typing_a_title_gives_the_servers_slug(form: Page, title: str) -> None:
    for field in ("#slug", "#title"):
        form.fill(field, "")
    form.focus("#title")
    form.fill("#title", title)
    form.dispatch_event("#title", "change")
    form.wait_for_function("expected => document.querySelector('#slug').value === expected", arg=slug_of(title))
