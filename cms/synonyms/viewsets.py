"""The screen of the words for search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from cms.synonyms.changes import SYNONYM
from cms.synonyms.models import Synonym
from sites.administration.views import ActionForm, ActionViewSet, why
from sites.languages.codes import every_language, name_of


class SynonymForm(ActionForm):
    """What a group is is asked once; a language is one of those that there are."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: [(one, name_of(one)) for one in every_language()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "language", "words"):
            self.fields[name].disabled = self.instance.pk is not None


class Synonyms(ActionViewSet):
    """Abbreviations, former names and other words for the same."""

    model = Synonym
    icon = "search"
    menu_label = _("Words for search")  # type: ignore[assignment]
    menu_order = 816  # type: ignore[assignment]
    add_to_admin_menu = True
    list_display = ("words", "also", "kind", "language", "since", "held_from", "held_to")
    list_filter = ("kind", "language")
    search_fields = ("words", "also", "basis")
    kind = SYNONYM
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
            FieldPanel("words"),
            FieldPanel("also"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("basis")]),
            FieldRowPanel([FieldPanel("held_from"), FieldPanel("held_to")]),
            why(),
        ],
        base_form_class=SynonymForm,
    )
