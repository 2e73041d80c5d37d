"""The form of every page."""

from functools import cache, partial
from typing import Any

from django.forms import ModelChoiceField, Select
from wagtail.admin.forms.pages import WagtailAdminPageForm

from cms.pages.borrowing import refuse_borrowed
from cms.pages.slugs import slug_fault


class PageForm(WagtailAdminPageForm):
    """Says what is wrong with a slug in our words, before anything is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ModelChoiceField) and isinstance(field.widget, Select):
                field.choices = cache(partial(_read, field.choices))  # once, and only if the form is drawn

    def clean(self) -> Any:
        """In place of Wagtail's own check of the slug; and nothing is taken in that is somebody else's."""
        if self.for_user is not None:
            refuse_borrowed(self, page=self.instance, user=self.for_user)
        cleaned = super(WagtailAdminPageForm, self).clean()
        slug = self.cleaned_data.get("slug")
        fault = slug_fault(slug, self.parent_page, self.instance) if slug else None
        if fault:
            self.add_error("slug", fault)
        return cleaned


def _read(choices: Any) -> list[Any]:
    return [*iter(choices)]  # `list` would count them in the database first
