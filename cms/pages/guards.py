"""Reasons why a page of any type may not be submitted as it is. Each reads the page's public text."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.blocks.references import pictures_shown
from cms.media.models import Picture
from cms.media.selectors import renditions_missing
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.registry import public_type_of, submission_guards
from sites.refusals import Reason

HIGHEST = 2


def title_given(page: BasePage) -> Iterator[Reason]:
    """Every page has a title."""
    if not page.title.strip():
        yield Reason("title_missing", _("The title is missing."), field="title")


def summary_given(page: BasePage) -> Iterator[Reason]:
    """Types with a summary have it filled in: lists and search show it."""
    if hasattr(page, "summary") and not (page.summary or "").strip():
        yield Reason("summary_missing", _("The summary is missing."), field="summary")


def headings_in_order(page: BasePage) -> Iterator[Reason]:
    """Levels of headings are not skipped (WCAG 2.2, 1.3.1): who hears the page finds his way by them."""
    above = HIGHEST - 1
    for block in _blocks(page, "heading"):
        level, text = block["level"], block["text"]
        if not text:
            yield Reason("heading_empty", _("A heading is empty."), field="body")
        elif level > above + 1:
            message = _("The heading “%(text)s” skips a level.") % {"text": text}
            yield Reason("heading_skips", message, field="body")
        above = level


def pictures_described(page: BasePage) -> Iterator[Reason]:
    """Every picture says what it shows, or is marked as an ornament (WCAG 2.2, 1.1.1)."""
    for field, value in _pictures(page):
        if not value["sha256"]:
            yield Reason("picture_missing", _("A picture has not been chosen, or it was deleted."), field=field)
        elif not value["alt"] and not value["decorative"]:
            yield Reason("alt_missing", _("A picture lacks its description."), field=field)


def files_chosen(page: BasePage) -> Iterator[Reason]:
    """Every file block has its file."""
    for value in _blocks(page, "file"):
        if not value["public_id"]:
            yield Reason("file_missing", _("A file has not been chosen, or it was deleted."), field="body")


def renditions_ready(page: BasePage) -> Iterator[Reason]:
    """Every picture has its renditions: without them readers would see nothing (house 5, Files)."""
    originals = {value["sha256"]: field for field, value in _pictures(page) if value["sha256"]}
    for original, field in originals.items():
        pictures = list(Picture.objects.filter(sha256=original))
        if pictures and all(renditions_missing(picture) for picture in pictures):
            message = _("The picture “%(title)s” is still being prepared. Try again in a moment.")
            yield Reason("renditions_missing", message % {"title": pictures[0].title}, field=field)


def register() -> None:
    """Called when the room is ready."""
    for guard in (title_given, summary_given, headings_in_order, pictures_described, files_chosen, renditions_ready):
        submission_guards.register(f"cms.pages.{guard.__name__}", guard)


def _text(page: BasePage) -> Mapping[str, Any]:
    return text_of(page) if public_type_of(page) else {"body": []}


def _blocks(page: BasePage, kind: str) -> list[Any]:
    return [block["value"] for block in _text(page)["body"] if block["type"] == kind]


def _pictures(page: BasePage) -> Iterator[tuple[str, Mapping[str, Any]]]:
    text = _text(page)
    lead = text.get("image")
    if lead is not None:
        yield "lead_image", lead
    for value in pictures_shown(text["body"]):
        yield "body", value
