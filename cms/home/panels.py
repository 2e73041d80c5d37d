"""What the editor of a front page is told beside its fields."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.blocks.presenters import present_blocks
from cms.blocks.references import shown_in
from cms.home.front import SLOTS


class NotShownPanel(Panel):
    """Names what was chosen for the front page and does not appear there: not public, or of another site."""

    def clone_kwargs(self) -> dict[str, Any]:
        """Nothing is configured but the heading."""
        return {**super().clone_kwargs(), "heading": self.heading or _("Not shown to readers")}

    class BoundPanel(Panel.BoundPanel):
        """Shows itself only where there is something to say."""

        template_name = "cms_home/not_shown.html"

        def is_shown(self) -> bool:
            """Whether anything drops out."""
            return bool(self.instance.pk and self.missing())

        def missing(self) -> list[str]:
            """The titles of what drops out, with the reason."""
            if not hasattr(self, "_missing"):
                self._missing = missing_from(self.instance)
            return self._missing

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """With the titles."""
            return {**super().get_context_data(parent_context), "missing": self.missing()}


def missing_from(home: Any) -> list[str]:
    """What was chosen for the slots of a home, and that readers of this home do not find."""
    wanted = chosen_for(home)
    pages = list(Page.objects.filter(translation_key__in=wanted).order_by("pk"))
    shown = {page.translation_key for page in pages if page.live and page.path.startswith(home.path)}
    titles: dict[UUID, str] = {}
    for page in pages:
        if page.translation_key not in shown:
            titles.setdefault(page.translation_key, page.title)
    return sorted(titles.values())


def chosen_for(home: Any) -> set[UUID]:
    """Public ids of everything that was chosen for the slots of a home, banners' goals excepted."""
    body = present_blocks(home.slots, SLOTS, page_names=lambda _numbers: {})
    pins = {UUID(pin["pin"]) for slot in body for pin in slot["value"].get("pins", ()) if pin["pin"]}
    return pins | shown_in(body)
