"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, written from one and the same feed."""

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
UNKNOWN_LENGTH = "0"  # as the RSS Advisory Board advises
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an entry; `size` in bytes, where it is known."""

    url: str
    type: str
    width: int
    height: int
    alt: str
    size: int | None

    @property
    def length(self) -> dict[str, str]:
        """The size, as XML says it; nothing where it is not known."""
        return {} if self.size is None else {"length": str(self.size)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item."""

    id: str
    title: str
    url: str
    summary: str
    published_at: datetime
    updated_at: datetime
    authors: Sequence[str]
    categories: Sequence[str]
    image: Image | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: of what, in which language, who answers for it, where it stands itself."""

    id: str
    title: str
    url: str
    summary: str
    locale: str
    publisher: str
    address: str
    updated_at: datetime
    entries: Sequence[Entry]


class _Dated(SyndicationFeed):
    """Says when something of it changed last, also while nothing is in it."""

    def latest_post_date(self) -> datetime:
        """The moment of the newest change."""
        found: datetime = self.feed["updated_at"]
        return found


class _Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        """With the names that pictures and changes need."""
        return {**super().rss_attributes(), **MEDIA}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """What RSS has no word for: when it changed, how large its picture is and what it shows."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
        image: Image | None = item["image"]
        if image is not None:
            size = {"width": str(image.width), "height": str(image.height)}
            said = {"url": image.url, "type": image.type, "medium": "image", **size}
            handler.startElement("media:content", AttributesImpl(said))
            handler.addQuickElement("media:description", image.alt)
            handler.endElement("media:content")


class _Atom(_Dated, Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """With the picture; its length only where it is known, while Django always writes one."""
        super().add_item_elements(handler, {**item, "enclosures": ()})
        image: Image | None = item["image"]
        if image is not None:
            handler.addQuickElement(
                "link", "", {"rel": "enclosure", "href": image.url, "type": image.type, **image.length}
            )


def _rss(feed: Feed) -> bytes:
    return _xml(_Rss, feed)


def _atom(feed: Feed) -> bytes:
    return _xml(_Atom, feed)


def _xml(kind: type[SyndicationFeed], feed: Feed) -> bytes:
    made = kind(
        title=_plain(feed.title),
        link=feed.url,
        description=html.escape(_plain(feed.summary), quote=False),
        subtitle=_plain(feed.summary),
        language=feed.locale,
        author_name=_plain(feed.publisher),
        feed_url=feed.address,
        feed_guid=feed.id,
        updated_at=feed.updated_at,
    )
    for entry in feed.entries:
        image = entry.image
        made.add_item(
            title=_plain(entry.title),
            link=entry.url,
            description=html.escape(_plain(entry.summary), quote=False),
            author_name=_plain(", ".join(entry.authors)) or _plain(feed.publisher),
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=[_plain(name) for name in entry.categories],
            enclosures=[Enclosure(image.url, image.length.get("length", UNKNOWN_LENGTH), image.type)] if image else [],
            image=image,
        )
    return made.writeString("utf-8").encode()


def _json(feed: Feed) -> bytes:
    content = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.address,
        "description": feed.summary,
        "language": feed.locale,
        "authors": [{"name": feed.publisher}],
        "items": [_json_entry(entry, feed) for entry in feed.entries],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _json_entry(entry: Entry, feed: Feed) -> dict[str, Any]:
    image = entry.image
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_text": entry.summary or entry.title,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{"name": name} for name in entry.authors or [feed.publisher]],
        "tags": list(entry.categories),
        "language": feed.locale,
        **({"image": image.url, "attachments": [_attachment(image)]} if image else {}),
    }


def _attachment(image: Image) -> dict[str, Any]:
    size = {} if image.size is None else {"size_in_bytes": image.size}
    return {"url": image.url, "mime_type": image.type, **size}


def _plain(text: str) -> str:
    """Text without what no XML may hold."""
    return NOT_IN_XML.sub("", text)


FORMATS: Mapping[str, tuple[str, Callable[[Feed], bytes]]] = {
    "rss": ("application/rss+xml", _rss),
    "atom": ("application/atom+xml", _atom),
    "json": ("application/feed+json", _json),
}
