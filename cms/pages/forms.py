"""The form of every page."""

from typing import Any

from wagtail.admin.forms.pages import WagtailAdminPageForm

from cms.pages.slugs import slug_fault


class PageForm(WagtailAdminPageForm):
    """Says what is wrong with a slug in our words, before anything is saved."""

    def clean(self) -> Any:
        """In place of Wagtail's own check of the slug."""
        cleaned = super(WagtailAdminPageForm, self).clean()
        slug = self.cleaned_data.get("slug")
        fault = slug_fault(slug, self.parent_page, self.instance) if slug else None
        if fault:
            self.add_error("slug", fault)
        return cleaned
