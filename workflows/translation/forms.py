"""What of the translator's desk is shown."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.deadlines.enums import Urgency
from workflows.translation.enums import Order, State
from workflows.translation.more import in_order
from workflows.translation.work import Wanted

EVERYTHING = ("", _("all"))
AGES = ((7, _("more than 7 days")), (30, _("more than 30 days")), (90, _("more than 90 days")))
LENGTHS = (("short", _("up to 100")), ("middle", _("101 to 500")), ("long", _("more than 500")))


class WorkForm(forms.Form):
    """Orders the list, and narrows it by site, kind of page, state, limit, who handles it, how long it has waited and
    how many words are left. A choice that means nothing narrows nothing.
    """

    order = forms.TypedChoiceField(
        label=_("Order"), required=False, choices=Order.choices, coerce=Order, empty_value=Order.DUE
    )
    site = forms.TypedChoiceField(label=_("Site"), required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=lambda: [EVERYTHING, *State.choices])
    urgency = forms.ChoiceField(label=_("Limit"), required=False, choices=lambda: [EVERYTHING, *Urgency.choices])
    handler = forms.ChoiceField(
        label=_("Handled by"),
        required=False,
        choices=[EVERYTHING, ("me", _("me")), ("nobody", _("nobody yet")), ("others", _("colleagues"))],
    )
    age = forms.TypedChoiceField(
        label=_("Has waited"), required=False, choices=[EVERYTHING, *AGES], coerce=int, empty_value=None
    )
    size = forms.ChoiceField(label=_("Words left"), required=False, choices=[EVERYTHING, *LENGTHS])

    def __init__(self, *args: Any, sites: Sequence[PublicSite], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["site"].choices = [EVERYTHING, *((site.pk, str(site)) for site in sites)]
        fields["type"].choices = [EVERYTHING, *((name, names[name]) for name in in_order(names))]

    @property
    def is_used(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in self.fields if name != "order")

    @property
    def wanted(self) -> Wanted:
        """What is asked for, in which order; without what means nothing."""
        self.full_clean()
        return Wanted(**self.cleaned_data)
