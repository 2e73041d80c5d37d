"""Why a change is asked for: for whoever has to say yes to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.changes.kinds import Change, Kind

LONGEST = 1000
NAMES = ("why", "why_basis")


def why_fields() -> dict[str, forms.Field]:
    """The two fields. Neither is asked for here: whether a second person is needed, the rule says."""
    return {
        "why": forms.CharField(
            label=_("Why, for the second person"),
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Needed where a second person has to approve this change."),
        ),
        "why_basis": forms.CharField(
            label=_("On which document"),
            required=False,
            max_length=300,
            help_text=_("Number and date of the decision or letter, where there is one."),
        ),
    }


class WhyForm(forms.Form):
    """Beside a form about something else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(why_fields())

    def of(self, kind: Kind, data: dict[str, Any]) -> Change:
        """A change with what was said here."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        return Change(kind, data, reason=said.get("why", "").strip(), basis=said.get("why_basis", "").strip())
