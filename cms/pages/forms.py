"""The form of every page."""

from datetime import date
from functools import cache, partial
from typing import Any

from django.forms import ModelChoiceField, Select
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

from cms.pages.borrowing import refuse_borrowed
from cms.pages.slugs import slug_fault
from cms.textstandard.folding import folded
from sites import clock
from sites.agencies.selectors import names_of_all


class PageForm(WagtailAdminPageForm):
    """Says what is wrong with a slug in our words, before anything is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and isinstance(field.widget, Select):
                read = agencies_to_choose if name == "agency" else partial(_read, field.choices)
                field.choices = cache(read)  # once, and only if the form is drawn

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


def agencies_to_choose() -> list[tuple[Any, str]]:
    """All agencies by what they are called today, as the alphabet has them; of one that has ended, until when."""
    agencies = sorted(names_of_all(), key=lambda agency: folded(agency[1]))
    return [("", _("That of the site")), *((key, _with_end(name, end)) for key, name, end in agencies)]


def _with_end(name: str, end: date | None) -> str:
    if end is None or end > clock.today():
        return name
    return _("%(name)s (before %(end)s)") % {"name": name, "end": date_format(end, "SHORT_DATE_FORMAT")}


def _read(choices: Any) -> list[Any]:
    return [*iter(choices)]  # `list` would count them in the database first
