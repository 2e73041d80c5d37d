"""The blocks of samples, as the body of a page takes them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wagtail.models import Page

from cms.blocks.choosers import Pick
from sites.domains.models import PublicSite
from workflows.samples.media import file_of, picture_of

ITEM_LINK = re.compile(r'<a item="([^"]+)">')

type Link = Callable[[str], Page | None]
type Given = Mapping[str, Any]
type Maker = Callable[[Given, PublicSite, Link], Any]


def block_of(block: Given, *, site: PublicSite, link: Link) -> tuple[str, Any]:
    """One block of a sample on a site. `link` knows the pages that other samples have become."""
    return block["type"], MAKERS[block["type"]](block, site, link)


def _heading(block: Given, _site: PublicSite, _link: Link) -> Any:
    return {"level": str(block["level"]), "text": block["text"]}


def _paragraph(block: Given, _site: PublicSite, link: Link) -> Any:
    return ITEM_LINK.sub(lambda found: _anchor(link(found[1])), block["html"])


def _quote(block: Given, _site: PublicSite, _link: Link) -> Any:
    return _only(block, "text", "attribution")


def _callout(block: Given, site: PublicSite, link: Link) -> Any:
    return {**_only(block, "kind", "title"), "html": _paragraph(block, site, link)}


def _image(block: Given, site: PublicSite, _link: Link) -> Any:
    shown = picture_of(site, name=block["picture"], credit=block.get("credit", ""))
    return {"picture": shown, "decorative": False, **_only(block, "alt", "caption", "credit")}


def _gallery(block: Given, site: PublicSite, link: Link) -> Any:
    return {"title": block["title"], "pictures": [_image(picture, site, link) for picture in block["pictures"]]}


def _file(block: Given, site: PublicSite, _link: Link) -> Any:
    made = file_of(site, name=block["file"], title=block["title"], content=block.get("content", ""))
    return {"file": made, "title": block["title"]}


def _table(block: Given, _site: PublicSite, _link: Link) -> Any:
    columns = [_only(column, "type", "heading") for column in block["columns"]]
    return {"caption": block["caption"], "columns": columns, "rows": [{"values": row} for row in block["rows"]]}


def _link_list(block: Given, _site: PublicSite, _link: Link) -> Any:
    return {
        "title": block["title"],
        "links": [{"item": None, **_only(one, "address", "label")} for one in block["links"]],
    }


def _related(block: Given, _site: PublicSite, link: Link) -> Any:
    pages = [page for key in block["items"] if (page := link(key))]
    return {"title": block["title"], "items": [Pick(page.translation_key) for page in pages]}


def _only(block: Given, *names: str) -> dict[str, Any]:
    return {name: block.get(name, "") for name in names}


def _anchor(page: Page | None) -> str:
    return f'<a linktype="page" id="{page.pk}">' if page else "<a>"


MAKERS: dict[str, Maker] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "quote": _quote,
    "callout": _callout,
    "image": _image,
    "gallery": _gallery,
    "file": _file,
    "table": _table,
    "link_list": _link_list,
    "related": _related,
}
