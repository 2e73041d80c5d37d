"""How a text stands in its other languages, beside the editor."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.domains.selectors import home_of
from workflows.translation.selectors import translates
from workflows.translation.standing import standings_of


class TranslationPanel(BaseSidePanel):
    """The side panel: of a source its translations, of a translation how it stands to its source."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label: Any = _("Translations")
        icon_name = "globe"

    name = "translation"
    title = _("Translations")
    template_name = "workflows_translation/panel.html"
    order = 115

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """One query for all languages."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = self.object
        if not page.pk or not isinstance(page, BasePage) or (home := home_of(page)) is None:
            return context
        locale = "" if home.position == 0 else page.locale.language_code
        return context | {
            "standings": standings_of([page.translation_key], locale=locale),
            "translates": translates(cast("User", self.request.user)),
        }
