"""What of a notice is public."""

from datetime import date

from cms.blocks.presenters import file_value
from cms.news.public import category_of, tagged, tags_of
from cms.notices.models import NoticePage
from cms.origins.public import origin_of
from cms.pages.presenters import body_of
from cms.pages.public import Json
from cms.pages.registry import PublicType, public_types


def _text(page: NoticePage) -> Json:
    return {
        "summary": page.summary or "",
        "body": body_of(page.body),
        "category": page.category.code if page.category else "",
        "tags": [entry.tag.name for entry in tagged(page)],
        "notice": {
            "number": page.number or "",
            "importance": page.importance,
            "in_force_from": _day(page.in_force_from),
            "in_force_until": _day(page.in_force_until),
            "file": file_value(page.file) if page.file else None,
        },
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _term(page: NoticePage) -> tuple[date | None, date | None]:
    return page.in_force_from, page.in_force_until


def register() -> None:
    """Called when the room is ready."""
    public_types.register(
        "notice",
        PublicType("notice", NoticePage, _text, category=category_of, tags=tags_of, term=_term, origin=origin_of),
    )
