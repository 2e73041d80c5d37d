"""What of a news item is public."""

from typing import Any

from cms.blocks.presenters import picture_value
from cms.news.models import Category, NewsPage
from cms.origins.public import origin_of
from cms.pages.presenters import body_of
from cms.pages.public import Json
from cms.pages.registry import PublicType, filings, public_types
from sites.languages.selectors import words_frame


def _text(page: NewsPage) -> Json:
    return {
        "summary": page.summary or "",
        "image": _lead_image(page),
        "body": body_of(page.body),
        "attribution": {"authors": _authors(page), "source": page.source or ""},
        "category": page.category.code if page.category else "",
        "tags": [entry.tag.name for entry in tagged(page)],
    }


def _lead_image(page: NewsPage) -> Json | None:
    if page.lead_image is None:
        return None
    return picture_value(
        page.lead_image,
        alt=page.lead_image_alt,
        caption=page.lead_image_caption,
        credit=page.lead_image_credit,
    )


def _authors(page: NewsPage) -> list[dict[str, str]]:
    named = sorted(page.credits.all(), key=lambda credit: credit.sort_order or 0)
    return [{"name": credit.name or "", "role": credit.role} for credit in named]


def tagged(page: Any) -> list[Any]:
    """The rows that tie tags to an item, in the order of the words."""
    return sorted(page.tagged_items.all(), key=lambda row: (row.tag.name, row.tag.slug))


def category_of(page: Any) -> Json | None:
    """The category of an item in its language."""
    category: Category | None = page.category
    if category is None:
        return None
    return {"code": category.code, **words_frame(category, page.locale.language_code)}


def tags_of(page: Any) -> tuple[Json, ...]:
    """The tags of an item."""
    return tuple({"name": row.tag.name, "slug": row.tag.slug} for row in tagged(page))


def _categories() -> list[tuple[str, str]]:
    return [(category.code, str(category)) for category in Category.objects.select_related("site")]


def register() -> None:
    """Called when the room is ready."""
    filings.register("category", _categories)
    public_types.register(
        "news", PublicType("news", NewsPage, _text, category=category_of, tags=tags_of, origin=origin_of)
    )
