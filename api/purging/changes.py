"""What of a cache is old after some versions: by tags, as answers carry them, and by addresses. Pure but for hosts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.publications.enums import Kind
from api.publications.models import HostRow, Version
from sites.domains.selectors import address_at

ITEM = "/api/v1/content/{}/"
FIELDS = ("seq", "kind", "public_id", "site", "frame")


@dataclass(frozen=True, slots=True)
class Old:
    """What is to be forgotten, each once, in order."""

    tags: Sequence[str]
    urls: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hosts:
    """The sites by the numbers and public ids under which versions name them."""

    by_number: dict[int, UUID]
    names: dict[UUID, str]


def hosts() -> Hosts:
    """As the log has them now."""
    rows = list(HostRow.objects.values_list("site_id", "site", "canonical"))
    return Hosts({number: site for number, site, _name in rows}, {site: name for _number, site, name in rows})


def versions_after(position: int, most: int) -> list[Version]:
    """The next versions of the log, at most so many."""
    return list(Version.objects.filter(seq__gt=position).only(*FIELDS).order_by("seq")[:most])


def old_after(versions: Sequence[Version], known: Hosts) -> Old:
    """Everything that these versions make old."""
    tags = dict.fromkeys(tag for row in versions for tag in _tags(row, known))
    urls = dict.fromkeys(url for row in versions for url in _urls(row, known))
    return Old(list(tags), list(urls))


def _tags(row: Version, known: Hosts) -> Iterator[str]:
    """The item, whatever is said of its site and of those above it, which list it too; the list of sites."""
    if row.kind == Kind.PAGE:
        yield f"item-{row.public_id}"
    if row.kind == Kind.SITE:
        yield "sites"
    yield f"site-{row.site}"
    for number in row.frame.get("_scope", ()):
        if site := known.by_number.get(number):
            yield f"site-{site}"


def _urls(row: Version, known: Hosts) -> Iterator[str]:
    """Where frontends show the item, where they did, its section and the front page; and where the API answers it."""
    name = known.names.get(row.site)
    if name is None:
        return
    yield address_at(name, "/")
    for path in _paths(row.frame):
        yield address_at(name, path)
    if row.kind == Kind.PAGE:
        yield address_at(name, ITEM.format(row.public_id))


def _paths(frame: Any) -> Iterator[str]:
    if path := frame.get("path"):
        yield path
    yield from frame.get("former_paths", ())
    if section := frame.get("section"):
        yield section["path"]
