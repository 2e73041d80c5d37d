"""Feeds: the newest of a section, or of a site in one language, for whoever reads feeds."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes

from api.content.queries import Found, Question
from api.content.sites import of_site
from api.feeds.queries import FEED
from api.feeds.serializers import JsonFeed
from api.feeds.writers import FORMATS, Entry, Feed, Image
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import OPEN_TO_ALL, Problem
from api.http.responses import Answer, Ready
from api.http.views import PublicView
from cms.pages.registry import listed_types

TEXT = {"type": "string"}
KIND = {"type": "string", "enum": list(FORMATS)}
ANSWERS = {media: JsonFeed if name == "json" else OpenApiTypes.STR for name, (media, _write) in FORMATS.items()}
BEST_WIDTH = 1_280
URN = "urn:cong-tinh"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Moved(Exception):
    """The section has another path by now, and its feed another address."""


class SiteFeed(PublicView):
    """`GET /feeds/{hostname}.{kind}`: the whole site in its first language."""

    @described(
        "read_site_feed",
        ANSWERS,
        path={"hostname": TEXT, "kind": KIND},
        problems=("unknown_parameter", "not_found"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The newest of a site in its first language, as a feed."""
        return _answer(request, kwargs, "/")


class SectionFeed(PublicView):
    """`GET /feeds/{hostname}/{section}.{kind}`."""

    @described(
        "read_section_feed",
        ANSWERS,
        path={"hostname": TEXT, "section": TEXT, "kind": KIND},
        problems=("unknown_parameter", "not_found"),
        moved="The section has another path by now, and its feed another address.",
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """A section as a feed, in its language. `section` is its path, as `tin-tuc` or `en/news`; `en` is all of it."""
        return _answer(request, kwargs, f"/{kwargs['section']}/")


def _answer(request: HttpRequest, words: Mapping[str, str], path: str) -> Answer:
    read_parameters(request, ())
    if not path.isprintable():
        raise Problem("not_found")
    question = Question(FEED, {"path": path, "listed": [kind.name for kind in listed_types()]})
    try:
        return of_site(request, words["hostname"], question, partial(_ready, words["kind"], path))
    except Moved as moved:
        return Answer(301, b"", {**OPEN_TO_ALL, "Location": str(moved), "Cache-Control": "public, max-age=60"})


def _ready(name: str, path: str, found: Found) -> Ready:
    if not len(found):
        raise Problem("not_found")
    section, site, now_at, forms, sizes = found.first
    section, site = json.loads(bytes(section)), json.loads(bytes(site))
    base = section["url"].removesuffix(section["path"])
    address = base + quote(address_of(site["hostname"], now_at, name))
    if now_at != path:
        raise Moved(address)
    media, write = FORMATS[name]
    items = (json.loads(bytes(form)) for form in forms)
    body = write(_feed(section, site, address, [_entry(item, sizes) for item in items if item["published_at"]]))
    headers = {"Content-Type": f"{media}; charset=utf-8", "Content-Language": section["locale"]}
    return Ready(body, (found.head.key, "feeds"), "", headers)


def address_of(hostname: str, path: str, name: str) -> str:
    """The address of the feed of what stands at a path."""
    return f"/api/v1/feeds/{hostname}{path.rstrip('/')}.{name}"


def _feed(section: Mapping[str, Any], site: Mapping[str, Any], address: str, entries: list[Entry]) -> Feed:
    locale = section["locale"]
    publisher = site["names"].get(locale) or site["names"]["vi"]
    is_site = section["type"] == "home"
    return Feed(
        id=f"{URN}:feed:{section['public_id']}:{locale}",
        title=publisher if is_site else f"{section['title']} - {publisher}",
        url=section["url"],
        summary=section["summary"] or publisher,
        locale=locale,
        publisher=publisher,
        address=address,
        updated_at=max(_changed_at(section), *(entry.updated_at for entry in entries), NEVER),
        entries=entries,
    )


def _entry(item: Mapping[str, Any], sizes: Mapping[str, int]) -> Entry:
    category = [item["category"]["name"]] if item["category"] else []
    return Entry(
        id=f"{URN}:item:{item['public_id']}:{item['locale']}",
        title=item["title"],
        url=item["url"],
        summary=item["summary"],
        published_at=datetime.fromisoformat(item["published_at"]),
        updated_at=_changed_at(item),
        authors=[author["name"] for author in item["attribution"]["authors"]],
        categories=[*category, *(tag["name"] for tag in item["tags"])],
        image=_image(item["image"], sizes),
    )


def _changed_at(item: Mapping[str, Any]) -> datetime:
    value = item["updated_at"] or item["published_at"]
    return datetime.fromisoformat(value) if value else NEVER


def _image(picture: Mapping[str, Any] | None, sizes: Mapping[str, int]) -> Image | None:
    """The rendition that is neither small nor larger than a reader shows; as JPEG, which every reader knows."""
    renditions = picture["renditions"] if picture else []
    if picture is None or not renditions:
        return None
    best = min(renditions, key=lambda row: (row["type"] != "image/jpeg", abs(row["width"] - BEST_WIDTH)))
    size = sizes.get(best["url"].rpartition("/")[2])
    return Image(best["url"], best["type"], best["width"], best["height"], picture["alt"], size)
