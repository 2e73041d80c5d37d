"""Choosing another item inside a block: by its outside name, never by the number of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.blocks.field_block import PageChooserBlock
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Pick:
    """An item that was chosen: in whatever language the text is, the item's page in that language is meant."""

    public_id: UUID

    def __str__(self) -> str:
        page = self.page()
        return page.title if page else _("a page that no longer exists")

    def page(self) -> Page | None:
        """One page of the item, for the editor: the first language that it was written in."""
        return Page.objects.filter(translation_key=self.public_id).order_by("pk").first()


class ItemBlock(PageChooserBlock):
    """Wagtail's page chooser; what is stored is the public id. The editor marks what readers do not see."""

    def to_python(self, value: Any) -> Pick | None:
        """From the stored text."""
        return _pick(value)

    def normalize(self, value: Any) -> Pick | None:
        """From whatever a default or a test gives."""
        return _pick(value)

    def bulk_to_python(self, values: Iterable[Any]) -> list[Pick | None]:
        """Without a query."""
        return [_pick(value) for value in values]

    def get_prep_value(self, value: Any) -> str | None:
        """As text."""
        return str(value.public_id) if isinstance(value, Pick) else None

    def value_from_form(self, value: Any) -> Pick | None:
        """The form speaks of pages and their numbers."""
        page = value if isinstance(value, Page) else Page.objects.filter(pk=value or None).first()
        return Pick(page.translation_key) if page else None

    def value_for_form(self, value: Any) -> Any:
        """The number that the form knows."""
        page = value.page() if isinstance(value, Pick) else value
        return page.pk if page else None

    def clean(self, value: Any) -> Pick | None:
        """Wagtail's check, which wants a number."""
        return self.value_from_form(self.field.clean(self.value_for_form(value)))

    def get_form_state(self, value: Any) -> Any:
        """The title that readers see, and the number; a page that they do not see says so."""
        state = super().get_form_state(self.value_for_form(value))
        if state is None:
            return None
        title = Page.objects.filter(pk=state["id"], live=True).values_list("title", flat=True).first()
        state["adminTitle"] = title or _("%(title)s (not public)") % {"title": state["adminTitle"]}
        return state

    def extract_references(self, value: Any) -> Iterable[tuple[type, str, str, str]]:
        """The page that stands for the item, for Wagtail's index of references."""
        page = value.page() if isinstance(value, Pick) else None
        if page is not None:
            yield Page, str(page.pk), "", ""

    def render_basic(self, value: Any, context: Any = None) -> str:
        """The title."""
        return str(value or "")

    def get_searchable_content(self, _value: Any) -> list[str]:
        """Nothing of its own."""
        return []


def _pick(value: Any) -> Pick | None:
    if isinstance(value, Pick) or value is None:
        return value
    try:
        return Pick(UUID(str(value)))
    except ValueError:
        return None


def item_name(value: Any) -> str:
    """The public id of what was chosen; "" for nothing."""
    return str(value.public_id) if isinstance(value, Pick) else ""
