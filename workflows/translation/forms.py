"""What of the translator's desk is shown."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.deadlines.enums import Urgency
from workflows.translation.enums import State
from workflows.translation.selectors import Wanted

EVERYTHING = ("", _("all"))


class WorkForm(forms.Form):
    """Narrows the list by site, kind of page, state, limit and who handles it. A choice that means nothing narrows
    nothing.
    """

    site = forms.TypedChoiceField(label=_("Site"), required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=lambda: [EVERYTHING, *State.choices])
    urgency = forms.ChoiceField(label=_("Limit"), required=False, choices=lambda: [EVERYTHING, *Urgency.choices])
    handler = forms.ChoiceField(
        label=_("Handled by"),
        required=False,
        choices=[EVERYTHING, ("me", _("me")), ("nobody", _("nobody yet")), ("others", _("colleagues"))],
    )

    def __init__(self, *args: Any, sites: Sequence[PublicSite], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["site"].choices = [EVERYTHING, *((site.pk, str(site)) for site in sites)]
        fields["type"].choices = [EVERYTHING, *sorted(names.items(), key=lambda one: one[1])]

    @property
    def is_used(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wanted(self) -> Wanted:
        """What is asked for, without what means nothing."""
        self.full_clean()
        return Wanted(**self.cleaned_data)
