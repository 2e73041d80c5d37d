"""What a person says when a file goes out or comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.bureaus.enums import Format, Scope, Which

ENDINGS = ".po,.xlf,.xliff,.zip"


class TakeForm(forms.Form):
    """What goes out, and how."""

    page = forms.ChoiceField(label=_("What goes out"))
    which = forms.ChoiceField(label=_("Segments"), choices=Which, initial=Which.OPEN, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("Format"), choices=Format, initial=Format.PO, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Sequence[tuple[Scope, int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["page"].choices = [(f"{scope}-{number}", name) for scope, number, name in offered]

    @property
    def scope(self) -> Scope:
        """Whether one page was chosen, all from a page on down, or the names of its site."""
        return Scope(self.cleaned_data["page"].partition("-")[0])

    @property
    def number(self) -> int:
        """The page that was chosen."""
        return int(self.cleaned_data["page"].partition("-")[2])


class FilesInput(forms.ClearableFileInput):
    """Takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput(attrs={"accept": ENDINGS, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each as one file."""
        one = super().clean
        given = data if isinstance(data, (list, tuple)) else [data]
        return [one(file, initial) for file in given] if given else [one(None, initial)]


class BringForm(forms.Form):
    """What comes in."""

    brought = FilesField(
        label=_("Files"),
        help_text=_(
            "PO or XLIFF 2 in UTF-8, or a ZIP of them, as the bureau gave them back. Several at once are fine."
        ),
        error_messages={"empty": _("The file is empty.")},
    )
