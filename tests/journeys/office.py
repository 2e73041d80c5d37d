"""What people of an office do at the admin, in the words of an office."""

import json
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.journeys.browser import Person
from tests.stack import Stack

SECTION = """
select p.id from wagtailcore_page p
join sites_domains_sitehome h on true
join sites_domains_publicsite s on s.id = h.site_id
join wagtailcore_page home on home.id = h.home_id
join wagtailcore_locale l on l.id = h.locale_id
where p.path like home.path || '%%' and p.depth = 3 and s.code = %s and p.slug = %s and l.language_code = %s
"""
PATIENCE = 15.0
WATCHING = 2500  # milliseconds: Wagtail begins to watch a form for changes two seconds after it was opened
SEEN = "[...document.querySelectorAll('article.passage-text img')].filter(image => image.naturalWidth > 0).length"


def section_number(stack: Stack, *, site: str, slug: str, language: str = "vi") -> int:
    """The key of a section in the admin's addresses."""
    with psycopg.connect(stack.address) as connection:
        row = connection.execute(SECTION, [site, slug, language]).fetchone()
    assert row, f"no section {slug} on {site}"
    return int(row[0])


def public_items(stack: Stack, *, site: str, locale: str = "vi") -> list[dict[str, Any]]:
    """What anybody reads on a site: its news, newest first."""
    address = f"{stack.url}/api/v1/content/?site={site}&type=news&locale={locale}&limit=100"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return list(json.load(answer)["results"])


def is_public(stack: Stack, title: str, *, site: str, locale: str = "vi") -> bool:
    """Whether anybody finds an item of this title on a site at this moment."""
    return any(item["title"] == title for item in public_items(stack, site=site, locale=locale))


def until_public(stack: Stack, title: str, *, site: str, locale: str = "vi") -> dict[str, Any]:
    """Wait until anybody can read the item; returns it whole."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        for item in public_items(stack, site=site, locale=locale):
            if item["title"] == title:
                address = f"{stack.url}/api/v1/content/{item['public_id']}/?site={site}&locale={locale}"
                with urllib.request.urlopen(address, timeout=10) as answer:
                    return dict(json.load(answer))
        time.sleep(0.2)
    raise AssertionError(f"“{title}” did not become public on {site}")


def resolve(stack: Stack, path: str, *, site: str) -> dict[str, Any]:
    """What the public finds at a path."""
    with urllib.request.urlopen(f"{stack.url}/api/v1/resolve/?site={site}&path={quote(path)}", timeout=10) as answer:
        return dict(json.load(answer))


def begin_item(person: Person, *, section: int, title: str, summary: str, paragraph: str) -> None:
    """A new news item with title, summary and one paragraph, not saved by hand yet."""
    page = person.page
    person.go(f"/admin/pages/add/cms_news/newspage/{section}/")
    page.locator("#id_title").press_sequentially(title)
    page.fill("#id_summary", summary)
    page.locator("#panel-child-content-body-section .c-sf-add-button, .c-sf-add-button").first.click()
    page.get_by_role("option", name="Đoạn văn").click()
    write_paragraph(person, paragraph)


def write_paragraph(person: Person, words: str) -> None:
    """Type into the first field for rich text, which takes a moment until it listens."""
    field = person.page.locator(".Draftail-Editor [contenteditable=true]").first
    for _ in range(3):
        field.click()
        person.page.keyboard.type(words)
        if words in field.inner_text():
            return
        person.page.wait_for_timeout(300)
    raise AssertionError("the editor does not take text")


def upload_lead_picture(person: Person, path: Path, *, title: str, alt: str) -> None:
    """Choose a picture from the machine as the lead picture, and say what it shows."""
    page = person.page
    page.click("#id_lead_image-chooser [data-chooser-action-choose]")
    page.locator(".modal-body").get_by_role("tab", name="Tải lên").click()
    page.set_input_files(".modal-body input[type=file]", path)
    page.fill(".modal-body #id_image-chooser-upload-title", title)
    page.locator(".modal-body form[action*=upload], .modal-body form").last.locator("button[type=submit]").click()
    page.wait_for_selector(".modal-body", state="detached")
    page.fill("#id_lead_image_alt", alt)


def name_author(person: Person, name: str, *, source: str) -> None:
    """Author and source (Điều 8.3)."""
    page = person.page
    if not page.locator("#id_credits-0-name").count():
        page.click("#id_credits-ADD")
    page.fill("#id_credits-0-name", name)
    page.fill("#id_source", source)


def type_until_saving(person: Person, field: str, words: str) -> None:
    """Fill a field, and come back in the moment in which the editor begins to save the draft by itself."""
    person.page.wait_for_timeout(WATCHING)
    with person.page.expect_request(lambda sent: sent.method == "POST" and "json" in sent.headers.get("accept", "")):
        person.page.fill(field, words)


def press(person: Person, label: str) -> None:
    """Press one of the buttons under the editor, unfolding them where it is not the big one."""
    page = person.page
    bar = page.locator("footer .actions, nav.footer__container, footer").last
    wanted = (
        bar.get_by_role("button", name=label, exact=True).or_(bar.get_by_role("link", name=label, exact=True)).first
    )
    if not wanted.is_visible():
        bar.locator("[data-w-dropdown-target=toggle]").first.click()
    with page.expect_event("load"):  # a draft that is saved by itself changes the address too, without leaving
        wanted.click()
    if page.url.endswith("/declare/"):
        with page.expect_event("load"):
            declare(person)
            page.locator(".desk-item form button[type=submit]").first.click()


def declare(person: Person) -> None:
    """Tick that the text is no state secret, where the regulation asks for it."""
    tick = person.page.locator("input[name=declared]")
    if tick.count():
        tick.first.check()


def open_waiting(person: Person, title: str) -> None:
    """Open from the desk, in the editor, what waits for a decision or came back."""
    person.go("/admin/")
    with person.page.expect_event("load"):
        person.page.get_by_role("link", name=title).first.click()
    if "/admin/desk/" in person.page.url:
        with person.page.expect_event("load"):
            person.page.locator("a.desk-editor").click()


def decide(person: Person, label: str, *, words: str = "", shot: str = "", pictures: int = 0) -> None:
    """Press a decision in the editor, read the text, say something, confirm."""
    press(person, label)
    page = person.page
    assert page.evaluate(SEEN) >= pictures
    if shot:
        person.shot(shot)
    if words:
        page.locator("textarea:visible").first.fill(words)
    declare(person)
    with page.expect_event("load"):
        page.locator("#main form button[type=submit], main form button[type=submit]").last.click()


def withdraw(person: Person, number: int, *, reason: str, notice: str) -> None:
    """Take a public item back."""
    person.go(f"/admin/pages/{number}/unpublish/")
    page = person.page
    page.fill("[name=reason]", reason)
    page.fill("[name=notice]", notice)
    with page.expect_event("load"):
        page.locator("main form button[type=submit], main form input[type=submit]").last.click()


def told(person: Person) -> str:
    """The message at the head of the page."""
    return person.page.locator(".messages").first.inner_text().lower()
