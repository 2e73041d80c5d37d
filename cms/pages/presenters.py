"""What of a page is public: its text (hashed) and the facts around it. Filled in by the types' `public.py`.

The text holds what was approved: `type`, `title`, `summary`, `seo`, `body`, `files` (hashes of the files that rich text
links to), and what its type adds (`image`, `attribution`, `category`, `tags` ...). A copy of another site's text also
holds `origin`: public id and language of the source, site, agency, credited unit, hash of what was taken. Pictures are
named in it by the SHA-256 of the stored original, internal links by public id. Live row and revision of one content
give equal bytes.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from cms.blocks.presenters import present_body
from cms.blocks.references import files_in, goals_in, links_in, pictures_in, shown_in
from cms.media.labels import files_beside
from cms.media.models import File
from cms.media.selectors import renditions_by_original
from cms.pages.models import BasePage, PageIdentity
from cms.pages.public import Facts, Json
from cms.pages.registry import PublicType, public_type_of
from sites import clock
from sites.agencies.models import Agency
from sites.agencies.selectors import name_on
from sites.domains.models import SiteHome
from sites.domains.selectors import home_of, public_path
from sites.languages.selectors import Reading, words_frame
from sites.memory import remembered
from sites.refusals import Missing
from sites.rules.selectors import value_for

CREDIT_LINE = "attribution.credit_line"
CREDIT_LINE_OF_COPIES = "attribution.credit_line.copied"  # "{unit}" in it is whose text it is


def text_of(page: BasePage) -> Json:
    """The text of a page, live or rebuilt from a revision. Raises Missing for a type that is not public."""
    kind = _kind(page)
    text = {
        "type": kind.name,
        "title": page.title,
        "summary": "",
        "seo": {"title": page.seo_title or "", "description": page.search_description or ""},
        "body": [],
        **kind.text(page),
    }
    if origin := kind.origin(page):
        text["origin"] = origin
    return {**text, "files": _linked_files(text)}


def facts_of(page: BasePage, text: Json | None = None) -> Facts:
    """The facts around a page, as the tables have them now; `text` is its text, where it is there already.

    Raises Missing for a page outside all sites.
    """
    kind, home, text = _kind(page), home_of(page), text_of(page) if text is None else text
    if home is None:
        raise Missing(_("The page belongs to no site."), code="no_site")
    day, sections = _day(page), _sections_down_to(page.path[: -page.steplen])
    agency, category, tags = _agency(page, home, day), kind.category(page), kind.tags(page)
    return Facts(
        site_id=home.site_id,
        path=public_path(page, home),
        first_published_at=page.first_published_at,
        updated_at=page.last_published_at,
        agency=agency,
        section=sections[0] if sections else None,
        category=category,
        tags=tags,
        renditions=renditions_by_original(pictures_in(text)),
        files=_files(text, home.locale.language_code),
        links=frozenset(links_in(text["body"])),
        credit_line=_credit_line(home, day, text.get("origin")),
        terms=(*_terms(kind, agency, category, tags, sections), *_origin_term(text)),
        extra=kind.facts_extra(page),
        shown=frozenset(shown_in(text["body"])),
        goals=frozenset(goals_in(text["body"])),
        lists=kind.lists(text),
        term=kind.term(page),
        origin=text.get("origin"),
    )


def body_of(body: StreamValue) -> list[dict[str, Any]]:
    """The public form of a page's body."""
    return present_body(body, page_names=page_names)


def page_names(numbers: Iterable[int]) -> Mapping[int, UUID]:
    """Public ids of pages by their numbers; of deleted pages too."""
    return dict(PageIdentity.objects.filter(number__in=set(numbers)).values_list("number", "public_id"))


def _kind(page: BasePage) -> PublicType:
    kind = public_type_of(page)
    if kind is None:
        raise Missing(_("This type of page is not public."), code="not_public")
    return kind


def _linked_files(text: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every file that the text refers to, with its hash: a link says only which file, not what is in it."""
    linked = list(files_in(text))
    found = File.objects.filter(public_id__in=linked).order_by("public_id") if linked else ()
    return [{"public_id": str(file.public_id), "sha256": file.sha256} for file in found]


def _files(text: Json, locale: str) -> Mapping[str, Json]:
    """The files that a text refers to, each by the one that stands beside it in the language of the page."""
    linked = [entry["public_id"] for entry in text["files"]]
    found = list(File.objects.filter(public_id__in=linked)) if linked else []
    beside = files_beside(found, locale)
    return {str(file.public_id): _file(file, *beside.get(file.public_id, (None, None))) for file in found}


def _file(file: File, title: Reading | None, other: File | None) -> Json:
    sent = other or file
    return {
        "public_name": sent.public_name,
        "sha256": sent.sha256,
        "size": sent.size,
        "type": sent.content_type,
        "title": (title.own if title else "") or sent.title,
        "named": file.title,
        "made_of": file.sha256,
        "locale": sent.language,
    }


def _day(page: BasePage) -> date:
    """The item's day: names and rules are those of the day on which it was first published."""
    moment = page.first_published_at or page.go_live_at
    return clock.day_of(moment) if moment else clock.today()


@remembered(by=lambda path: path, firm=True)
def _sections_down_to(path: str) -> list[UUID]:
    """Public ids of the sections down to a place in the tree, the nearest first."""
    steps = (path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen))
    above = Page.objects.filter(path__in=steps).order_by("-depth").specific(defer=True)
    kinds = ((public_type_of(ancestor), ancestor) for ancestor in above)
    return [ancestor.translation_key for kind, ancestor in kinds if kind is not None and kind.name == "section"]


def _agency(page: BasePage, home: SiteHome, day: date) -> Json:
    agency: Agency = page.agency or home.site.agency
    return {"public_id": str(agency.public_id), **words_frame(name_on(agency, day), home.locale.language_code)}


def _credit_line(home: SiteHome, day: date, origin: Json | None) -> str:
    """The line that who re-uses the text must print (Điều 8.3), in the language of the page; a copy names its unit."""
    if origin and (line := _line(CREDIT_LINE_OF_COPIES, home, day)):
        return line.replace("{unit}", origin["unit"])
    return _line(CREDIT_LINE, home, day)


def _line(key: str, home: SiteHome, day: date) -> str:
    value = value_for(key, site=home.site, on=day, default="")
    return str(value.get(home.locale.language_code, "") if isinstance(value, Mapping) else value)


def _origin_term(text: Mapping[str, Any]) -> tuple[str, ...]:
    """By which the log finds the copies of a text."""
    origin = text.get("origin")
    return (f"origin:{origin['public_id']}:{origin['locale']}",) if origin else ()


def _terms(
    kind: PublicType, agency: Json, category: Json | None, tags: tuple[Json, ...], sections: list[UUID]
) -> tuple[str, ...]:
    return (
        f"type:{kind.name}",
        f"agency:{agency['public_id']}",
        *([f"category:{category['code']}"] if category else []),
        *(f"tag:{tag['slug']}" for tag in tags),
        *(f"section:{section}" for section in sections),
    )
