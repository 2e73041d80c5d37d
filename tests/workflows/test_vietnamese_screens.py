"""An administrator who works in Vietnamese meets no English on any screen of the admin."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests.factories.sites import make_administrator
from tests.workflows.foreign import House, asked
from tools import messages, packages, sources

pytestmark = pytest.mark.django_db
AT_THE_HOUSE = True

SAID = ("title", "placeholder", "aria-label", "alt", "aria-description", "label")
SILENT = {"script", "style", "template", "svg", "code"}
# What an office writes as everybody does, and what the tests' own sites and seats are called.
NAMES = frozenset({"English", "Email", "Wagtail", "URL", "JSON", "CSV", "XLSX", "writer", "translator", "head"})
NAMES |= {"About", "Department of Finance", "Site stc", "Site skhdt", "Site cong"}
HIDDEN = {"None"}  # in a counter that is not shown
# Data for scripts; the lower half of a screen that is walked whole.
NO_SCREEN = ("javascript_catalog", "sprite", "_results")
CODE = re.compile(r"[a-z]+(?:[._][a-z]+)+")  # the key of a rule
# Words that no Vietnamese text has, even where its marks were left out.
ENGLISH = re.compile(
    r"\b(the|this|that|your|you|are|and|with|of|from|not|has|have|been|page|pages|image|images|site|sites|user|users"
    r"|file|files|title|date|time|root|home|add|edit|delete|search|select|choose|save|publish|draft|status|by|no|yes"
    r"|close|open|show|view|back|next|password|name|type|all|any|none|more|settings|history|usage)\b",
    re.IGNORECASE,
)


class Words(HTMLParser):
    """What a person reads of a page, or is read to him: texts, and attributes that say something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data: list[str] = []
        self._open: list[str] = []
        self._json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the attributes say; go silent inside scripts."""
        self.found += [value for name, value in attrs if name in SAID and value]
        if tag in SILENT:
            self._open.append(tag)
            self._json = ("type", "application/json") in attrs

    def handle_endtag(self, tag: str) -> None:
        """Listen again after a script."""
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note a text; data for scripts may hold words too."""
        if not self._open:
            self.found.append(data)
        elif self._json:
            self.data.append(data)


def labels(value: Any) -> Iterator[str]:
    """The labels and titles in data for a script: the side bar's, say."""
    if isinstance(value, Mapping):
        yield from (text for name, text in value.items() if name in SAID and isinstance(text, str))
    if isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from labels(part)


def words_of(body: str) -> set[str]:
    """What stands on a screen; a dialog comes as JSON with the page in it."""
    page = json.loads(body) if body.startswith("{") else {"html": body}
    reader = Words()
    reader.feed(page.get("html") or "")
    found = [*reader.found, *(text for data in reader.data for text in labels(json.loads(data)))]
    return {" ".join(text.split()) for text in found} - {""}


def english() -> tuple[set[str], list[re.Pattern[str]]]:
    """Everything that could stand there in English: plain strings, and those with places to fill."""
    strings = [(string, messages.texts(entry)) for _, string, entry in messages.effective("django")]
    strings += [(entry, messages.texts(entry)) for entry in packages.read(messages.OWN / "django.po").values()]
    plain, filled = set(), set()
    for string, vietnamese in strings:
        for text in filter(None, (string.msgid, string.msgid_plural)):
            words = " ".join(text.split())
            if words.casefold() in {one.casefold() for one in vietnamese} or len(re.findall("[a-z]", words)) < 2:
                continue
            if messages.PLACEHOLDER.search(words):
                filled.add(words)
            else:
                plain.add(words.casefold())
    return plain, [pattern_of(text) for text in filled if len(re.findall("[a-z]{3}", literal(text))) > 1]


def literal(text: str) -> str:
    """A string without its places."""
    return messages.PLACEHOLDER.sub(" ", text)


def pattern_of(text: str) -> re.Pattern[str]:
    """A string whose places are filled with anything."""
    return re.compile(".*".join(re.escape(part) for part in messages.PLACEHOLDER.split(text)), re.IGNORECASE)


@pytest.fixture
def screens(house: House) -> Mapping[str, str]:
    """Every screen that an administrator can open, by its address."""
    client = Client(raise_request_exception=False)
    client.force_login(make_administrator())
    seen: dict[str, str] = {}
    for name, url in asked(house):
        if name.startswith("wagtailadmin_api") or name.endswith(NO_SCREEN):
            continue
        answer = client.get(url)
        is_read = answer.headers["Content-Type"].startswith(("text/", "application/json"))
        if not answer.streaming and answer.status_code < 300 and is_read:
            seen[url] = answer.content.decode()
    for url in ("/admin/login/", "/admin/password_reset/", "/admin/password_reset/done/"):
        seen[url] = Client().get(url).content.decode()
    return seen


def test_no_screen_shows_english(screens: Mapping[str, str]) -> None:
    plain, filled = english()
    where: dict[str, str] = {}
    for url, body in screens.items():
        for words in words_of(body):
            where.setdefault(words, url)
    foreign = [
        f"{words!r} on {url}"
        for words, url in where.items()
        if words not in NAMES | HIDDEN
        and not CODE.fullmatch(words)
        and not words.startswith(("/", "http"))
        and (
            words.casefold() in plain
            or any(pattern.fullmatch(words) for pattern in filled)
            or (ENGLISH.search(words) and not sources.has_vietnamese(words))
        )
    ]
    assert len(screens) > 100
    assert foreign == [], "\n".join(foreign)
