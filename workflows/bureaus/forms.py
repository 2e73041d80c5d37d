"""What a person says when a file goes out or comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.bureaus.enums import Format, Scope, Which

ENDINGS = ".po,.xlf,.xliff,.zip"


class TakeForm(forms.Form):
    """What goes out, and how."""

    page = forms.TypedChoiceField(label=_("What goes out"), coerce=int)
    which = forms.ChoiceField(label=_("Segments"), choices=Which, initial=Which.OPEN, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("Format"), choices=Format, initial=Format.PO, widget=forms.RadioSelect)

    def __init__(self, *args: Any, roots: Sequence[tuple[int, str]], alone: tuple[int, str] | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        groups: list[Any] = [(f"-{alone[0]}", alone[1])] if alone else []
        groups += [(str(number), name) for number, name in roots]
        fields["page"].choices = groups

    @property
    def scope(self) -> Scope:
        """Whether one page was chosen, or all from a page on down."""
        return Scope.PAGE if self.cleaned_data["page"] < 0 else Scope.BELOW

    @property
    def number(self) -> int:
        """The page that was chosen."""
        return abs(int(self.cleaned_data["page"]))


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
