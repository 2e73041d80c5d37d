"""What of homes, sections and standard pages is public."""

from cms.blocks.presenters import present_blocks
from cms.home.front import FOOTER, MENU, SLOTS, lists_of
from cms.home.models import HomePage, SectionPage, StandardPage
from cms.pages.presenters import body_of, page_names
from cms.pages.public import Json
from cms.pages.registry import PublicType, public_types


def _home_text(page: HomePage) -> Json:
    parts = {
        "body": present_blocks(page.slots, SLOTS, page_names=page_names),
        "menu": present_blocks(page.menu, MENU, page_names=page_names),
        "footer": present_blocks(page.footer, FOOTER, page_names=page_names),
    }
    return {name: blocks for name, blocks in parts.items() if blocks}  # an empty home keeps the hash that it had


def _section_text(page: SectionPage) -> Json:
    return {"summary": page.description or ""}


def _section_facts(page: SectionPage) -> Json:
    return {"code": page.code}


def _page_text(page: StandardPage) -> Json:
    return {"summary": page.summary or "", "body": body_of(page.body)}


def register() -> None:
    """Called when the room is ready."""
    public_types.register(
        "home", PublicType("home", HomePage, _home_text, lists=lambda text: lists_of(text["body"]), is_listed=False)
    )
    public_types.register("section", PublicType("section", SectionPage, _section_text, _section_facts, is_listed=False))
    public_types.register("page", PublicType("page", StandardPage, _page_text))
