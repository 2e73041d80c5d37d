"""The sample content of the demonstration province: complete, consistent, and true from one language to the other."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from ruamel.yaml import YAML

from cms.blocks.body import Body
from fixtures.pictures import NAMES, picture
from sites.domains.models import PublicSite
from workflows.samples.blocks import block_of

type Item = dict[str, Any]
type Block = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[2] / "fixtures/provinces/binh-phuoc/content"

COMMON_SECTIONS = {"gioi-thieu", "tin-tuc", "chi-dao-dieu-hanh", "thong-bao", "pho-bien-phap-luat"}
PROVINCE = FOLDER.parent
SITES = [site["code"] for site in YAML(typ="safe").load(PROVINCE / "sites.yaml")["sites"]]
SECTIONS = dict.fromkeys(SITES, COMMON_SECTIONS) | {
    "portal": COMMON_SECTIONS | {"quy-hoach-ke-hoach", "du-an-dau-thau", "cong-bao"}
}
CATEGORIES = {
    *("kinh-te", "van-hoa-xa-hoi", "giao-duc", "y-te", "nong-nghiep"),
    *("xay-dung-do-thi", "cai-cach-hanh-chinh", "chuyen-doi-so", "moi-truong"),
}
AGENCIES = {agency["code"] for agency in YAML(typ="safe").load(PROVINCE / "agencies.yaml")["agencies"]}
CHAIN_LENGTH = dict.fromkeys(SITES, 1) | {"portal": 3}

PAGE_KEYS = {"key", "site", "section", "type", "state", "published_at", "title", "summary", "body"}
NEWS_KEYS = {
    *("key", "site", "section", "type", "state", "category", "tags", "agency", "author", "source"),
    *("title", "summary", "image", "body"),
}
STATE_KEYS = {
    "published": {"published_at"},
    "draft": set(),
    "waiting": {"step"},
    "returned": {"reason"},
    "withdrawn": {"published_at", "reason"},
    "scheduled": {"go_live_at"},
}
ENGLISH_PAGE_KEYS = {"state", "title", "summary", "body"}
ENGLISH_NEWS_KEYS = ENGLISH_PAGE_KEYS | {"author", "source", "tags", "image"}
BLOCK_KEYS = {
    "heading": {"type", "level", "text"},
    "paragraph": {"type", "html"},
    "quote": {"type", "text", "attribution"},
    "image": {"type", "picture", "alt", "caption", "credit"},
    "file": {"type", "file", "title", "content"},
    "callout": {"type", "kind", "title", "html"},
    "table": {"type", "caption", "columns", "rows"},
    "gallery": {"type", "title", "pictures"},
    "link_list": {"type", "title", "links"},
    "related": {"type", "title", "items"},
}
IMAGE_KEYS = {"picture", "alt", "caption", "credit"}
HTML_TAGS = {"p", "b", "i", "ul", "ol", "li", "a"}
HTML_OUTERMOST = {"p", "ul", "ol"}

FIRST_DAY = datetime(2024, 10, 31, 17, tzinfo=UTC)  # midnight of 1 November 2024 in Viet Nam
LAST_DAY = datetime(2026, 11, 20, 17, tzinfo=UTC)
GO_LIVE_AT = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
SUMMARY_LENGTH = range(150, 301)
BODY_WORDS = range(100, 501)
BODY_BLOCKS = range(4, 11)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DOCUMENT_NUMBER = re.compile(r"\d+(?:/\d+)?/[\w-]+")


def load(path: Path) -> Item:
    """One item, from its file."""
    item = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert isinstance(item, dict), path.name
    return item


FILES = {path.stem: load(path) for path in sorted(FOLDER.glob("*.yaml"))}
ITEMS = {item["key"]: item for item in FILES.values()}
ENGLISH_KEYS = [key for key, item in ITEMS.items() if "en" in item]

type Check = Callable[[str], None]


def over_sites(check: Check, keys: Iterable[str]) -> Callable[[str], None]:
    """One test a site, which asks the check about each of these items of the site."""

    def asked_of(site: str) -> None:
        for key in keys:
            if ITEMS[key]["site"] == site:
                check(key)

    asked_of.__name__ = check.__name__
    return pytest.mark.parametrize("site", SITES)(asked_of)


def every_item(check: Check) -> Callable[[str], None]:
    """A check of each item."""
    return over_sites(check, ITEMS)


def every_english_item(check: Check) -> Callable[[str], None]:
    """A check of each item that is there in English."""
    return over_sites(check, ENGLISH_KEYS)


def strings(value: object) -> Iterator[str]:
    """Every string inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def bodies(item: Item) -> list[list[Block]]:
    """The bodies of an item in each of its languages."""
    return [item["body"], *([item["en"]["body"]] if "en" in item else [])]


def images(item: Item) -> list[Block]:
    """Every picture of an item, lead picture first, in the languages that it has."""
    found = [item["image"]] if "image" in item else []
    blocks = [block for body in bodies(item) for block in body]
    gathered = [image for block in blocks if block["type"] == "gallery" for image in block["pictures"]]
    return found + gathered + [block for block in blocks if block["type"] == "image"]


def plain(block: Block) -> str:
    """What a reader reads in a block; not the content of a file, which is compared by itself."""
    hidden = {"type", "content", "file", "picture", "items", "address", "kind"}
    shown = strings([text for name, text in block.items() if name not in hidden])
    return re.sub(r"<[^>]+>", " ", " ".join(shown))


def vietnamese_numbers(text: str) -> set[Decimal]:
    """The numbers of a Vietnamese text: a point between thousands, a comma before decimals."""
    return {Decimal(found.replace(".", "").replace(",", ".")) for found in NUMBER.findall(text)}


def english_numbers(text: str) -> set[Decimal]:
    """The numbers of an English text: a comma between thousands, a point before decimals, no full hours' zeros."""
    return {Decimal(found.replace(",", "")) for found in NUMBER.findall(text.replace(":00", ""))}


def month_numbers(text: str) -> set[Decimal]:
    """The numbers of the months that an English text names."""
    return {Decimal(number) for number, name in enumerate(MONTHS, start=1) if re.search(rf"\b{name}\b", text)}


def moment(value: object) -> datetime:
    """A moment of a file, in UTC, which only a value with a zone can be."""
    assert isinstance(value, datetime)
    assert value.tzinfo is not None
    return value.astimezone(UTC)


class Markup(HTMLParser):
    """What is in a piece of rich text: which tags, how deep, which internal links, and whether all of them close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.outermost: set[str] = set()
        self.links: list[dict[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if not self.open:
            self.outermost.add(tag)
        if tag == "a":
            self.links.append(dict(attrs))
        else:
            assert not attrs, f"attributes on {tag}"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{tag} closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert self.open or not data.strip(), f"text outside of a tag: {data!r}"


def linked(body: list[Block]) -> list[str]:
    """The keys that the links of a body lead to."""
    pieces = [Markup(block["html"]) for block in body if "html" in block]
    related = [key for block in body if block["type"] == "related" for key in block["items"]]
    return related + [str(link["item"]) for piece in pieces for link in piece.links]


def test_files_are_named_after_their_unique_keys() -> None:
    assert FILES
    for stem, item in FILES.items():
        assert item["key"] == stem
        assert re.fullmatch(r"[a-z0-9-]+", stem)
        assert stem.startswith(item["site"] + "-")
    assert len(ITEMS) == len(FILES)


@every_item
def test_item_has_the_keys_of_its_type_and_state(key: str) -> None:
    item = ITEMS[key]
    needed = PAGE_KEYS if item["type"] == "page" else NEWS_KEYS | STATE_KEYS[item["state"]]
    assert set(item) - {"en"} == needed
    assert all(item[name] for name in needed)
    if "en" in item:
        assert set(item["en"]) == (ENGLISH_PAGE_KEYS if item["type"] == "page" else ENGLISH_NEWS_KEYS)
        assert item["en"]["state"] in {"published", "draft", "waiting"}
        assert item["state"] == "published", "only what is published is translated"


@every_item
def test_item_stands_where_it_may(key: str) -> None:
    item = ITEMS[key]
    assert item["type"] in {"news", "page"}
    assert item["section"] in SECTIONS[item["site"]]
    assert (item["section"] == "gioi-thieu") == (item["type"] == "page")
    if item["type"] == "page":
        assert item["state"] == "published"
        return
    assert item["category"] in CATEGORIES
    assert item["agency"] in AGENCIES
    assert item["author"]
    assert len(item["tags"]) == len(set(item["tags"]))


@every_item
def test_moments_and_steps_fit_the_state(key: str) -> None:
    item = ITEMS[key]
    if "published_at" in item:
        assert FIRST_DAY <= moment(item["published_at"]) < LAST_DAY
    if "go_live_at" in item:
        assert moment(item["go_live_at"]) == GO_LIVE_AT
    if "step" in item:
        assert 1 <= item["step"] <= CHAIN_LENGTH[item["site"]]


@every_item
def test_every_text_is_composed_and_tidy(key: str) -> None:
    for text in strings(ITEMS[key]):
        assert text == unicodedata.normalize("NFC", text)
        assert text.strip()
        assert "  " not in text
        assert not re.search(r"\s[,.;:!?](?:\s|$)", text)


@every_item
def test_summary_and_body_have_their_length(key: str) -> None:
    item = ITEMS[key]
    assert len(item["summary"]) in SUMMARY_LENGTH
    if "en" in item:
        assert len(item["en"]["summary"]) in SUMMARY_LENGTH
    for body in bodies(item):
        assert len(body) in BODY_BLOCKS
    assert sum(len(plain(block).split()) for block in item["body"]) in BODY_WORDS


@every_item
def test_blocks_have_their_keys_and_headings_do_not_skip(key: str) -> None:
    for body in bodies(ITEMS[key]):
        above = 1
        for block in body:
            assert set(block) == BLOCK_KEYS[block["type"]]
            assert all(block.values())
            if block["type"] == "heading":
                assert 2 <= block["level"] <= min(4, above + 1)
                above = block["level"]
        assert body[-1]["type"] != "heading"


@every_item
def test_blocks_without_choosers_pass_the_checks_of_the_editor(key: str) -> None:
    checked = {"heading", "quote", "callout", "table"}
    for block in (block for body in bodies(ITEMS[key]) for block in body if block["type"] in checked):
        name, value = block_of(block, site=PublicSite(), link=lambda _key: None)
        child = Body().child_blocks[name]
        child.clean(child.normalize(value))


@every_item
def test_pictures_are_known_and_described(key: str) -> None:
    item = ITEMS[key]
    for image in images(item):
        assert image["picture"] in NAMES
        assert image["alt"] != image["caption"]
    if "image" in item:
        assert set(item["image"]) == IMAGE_KEYS
        if "en" in item:
            assert set(item["en"]["image"]) == IMAGE_KEYS - {"picture"}
            assert all(item["en"]["image"].values())


@every_item
def test_rich_text_is_plain_and_closed(key: str) -> None:
    for body in bodies(ITEMS[key]):
        for block in body:
            if "html" in block:
                markup = Markup(block["html"])
                assert not markup.open
                assert markup.tags <= HTML_TAGS
                assert markup.outermost <= HTML_OUTERMOST
                assert all(set(link) == {"item"} for link in markup.links)


@every_item
def test_links_lead_to_what_was_published_before(key: str) -> None:
    item = ITEMS[key]
    for target in linked(item["body"]):
        assert ITEMS[target]["state"] == "published"
        if "published_at" in item:
            assert moment(ITEMS[target]["published_at"]) < moment(item["published_at"])
    for target in linked(item["en"]["body"]) if "en" in item else []:
        assert ITEMS[target]["en"]["state"] == "published"


@every_english_item
def test_english_body_follows_the_vietnamese_one(key: str) -> None:
    item = ITEMS[key]
    for vietnamese, english in zip(item["body"], item["en"]["body"], strict=True):
        assert english["type"] == vietnamese["type"]
        assert english.get("level") == vietnamese.get("level")
        assert english.get("picture") == vietnamese.get("picture")
        if "html" in vietnamese:
            assert english["html"].count("<li>") == vietnamese["html"].count("<li>")
        if "content" in vietnamese:
            assert NUMBER.findall(english["content"]) == NUMBER.findall(vietnamese["content"])
    if item["type"] == "news":
        assert len(item["en"]["tags"]) == len(item["tags"])
        assert len(item["en"]["author"]) == len(item["author"])


@every_english_item
def test_every_number_of_the_vietnamese_summary_is_in_the_english_one(key: str) -> None:
    vietnamese, english = ITEMS[key]["summary"], ITEMS[key]["en"]["summary"]
    assert vietnamese_numbers(vietnamese) <= english_numbers(english) | month_numbers(english)


@every_english_item
def test_both_languages_give_the_same_numbers_block_by_block(key: str) -> None:
    item = ITEMS[key]
    pairs = [(plain(first), plain(second)) for first, second in zip(item["body"], item["en"]["body"], strict=True)]
    for vietnamese, english in [(item["title"], item["en"]["title"]), *pairs]:
        assert vietnamese_numbers(vietnamese) <= english_numbers(english) | month_numbers(english)
        assert english_numbers(english) <= vietnamese_numbers(vietnamese)


@every_english_item
def test_english_text_is_written_without_vietnamese_letters(key: str) -> None:
    for text in strings(ITEMS[key]["en"]):
        bare = DOCUMENT_NUMBER.sub("", text).replace("m²", "m")
        assert bare.isascii(), [letter for letter in bare if not letter.isascii()]


@every_item
def test_attached_tables_are_rectangular(key: str) -> None:
    for body in bodies(ITEMS[key]):
        for block in body:
            if block["type"] == "file":
                assert re.fullmatch(r"[a-z0-9-]+\.(?:csv|txt)", block["file"])
                assert len({line.count(",") for line in block["content"].splitlines()}) == 1
                assert len(block["content"].splitlines()) > 1


def test_attached_files_have_names_of_their_own() -> None:
    names = [block["file"] for item in ITEMS.values() for body in bodies(item) for block in body if "file" in block]
    assert len(names) == len(set(names))


def test_titles_are_unique() -> None:
    titles = [item["title"] for item in ITEMS.values()]
    assert len(titles) == len(set(titles))


def test_there_is_enough_of_every_state_over_two_years() -> None:
    states = Counter(item["state"] for item in ITEMS.values())
    assert len(ITEMS) >= 155
    assert states["withdrawn"] >= 4
    assert states["scheduled"] >= 10
    months = {f"{moment(item['published_at']):%Y-%m}" for item in ITEMS.values() if "published_at" in item}
    assert len(months) == 25
    assert sum(item["type"] == "page" for item in ITEMS.values()) >= 4


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_enough_published_items_and_no_empty_section(site: str) -> None:
    published = [item for item in ITEMS.values() if item["site"] == site and item["state"] == "published"]
    assert len(published) >= 5
    assert {item["section"] for item in published} == SECTIONS[site]
    assert any("en" in item and item["en"]["state"] == "published" for item in published)


def test_every_step_of_every_chain_has_items_waiting() -> None:
    waiting = Counter((item["site"], item["step"]) for item in ITEMS.values() if item["state"] == "waiting")
    assert [waiting["portal", step] for step in (1, 2, 3)] == [2, 2, 2]
    assert all(waiting[site, 1] in {1, 2} for site in SITES)
    for state in ("draft", "returned"):
        assert {item["site"] for item in ITEMS.values() if item["state"] == state} == set(SITES)


def test_there_is_enough_english_of_every_state() -> None:
    states = Counter(ITEMS[key]["en"]["state"] for key in ENGLISH_KEYS)
    assert len(ENGLISH_KEYS) >= 40
    assert states["published"] >= 30
    assert states["waiting"] >= 2
    assert states["draft"] >= 1


def test_every_kind_of_block_is_used() -> None:
    assert {block["type"] for item in ITEMS.values() for block in item["body"]} == set(BLOCK_KEYS)


def test_every_category_is_used() -> None:
    assert {item["category"] for item in ITEMS.values() if item["type"] == "news"} == CATEGORIES


def test_there_are_enough_pictures_and_names_are_plain() -> None:
    assert len(NAMES) >= 24
    assert len(set(NAMES)) == len(NAMES)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in NAMES)


@pytest.mark.parametrize("name", ["chart-donut", "dry-ground", "lanterns"])
def test_picture_is_a_light_jpeg_and_always_the_same(name: str) -> None:
    drawn = picture(name)
    with Image.open(io.BytesIO(drawn)) as opened:
        assert opened.format == "JPEG"
        assert opened.size == (1600, 900)
    assert len(drawn) < 400_000
    assert picture(name) == drawn
