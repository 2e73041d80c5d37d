"""What of homes, sections and standard pages is public."""

from cms.home.models import HomePage, SectionPage, StandardPage
from cms.pages.presenters import body_of
from cms.pages.public import Json
from cms.pages.registry import PublicType, public_types


def _home_text(_page: HomePage) -> Json:
    return {}


def _section_text(page: SectionPage) -> Json:
    return {"summary": page.description or ""}


def _section_facts(page: SectionPage) -> Json:
    return {"code": page.code}


def _page_text(page: StandardPage) -> Json:
    return {"summary": page.summary or "", "body": body_of(page.body)}


def register() -> None:
    """Called when the room is ready."""
    public_types.register("home", PublicType("home", HomePage, _home_text))
    public_types.register("section", PublicType("section", SectionPage, _section_text, _section_facts))
    public_types.register("page", PublicType("page", StandardPage, _page_text))
