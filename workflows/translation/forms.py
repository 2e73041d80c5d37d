"""What of the translator's desk is shown."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.translation.enums import State
from workflows.translation.selectors import Work

EVERYTHING = ("", _("all"))


class WorkForm(forms.Form):
    """Narrows the list by site, kind of page, state and who handles it. A choice that means nothing narrows nothing."""

    site = forms.ChoiceField(label=_("Site"), required=False)
    type = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=lambda: [EVERYTHING, *State.choices])
    handler = forms.ChoiceField(
        label=_("Handled by"),
        required=False,
        choices=[EVERYTHING, ("me", _("me")), ("nobody", _("nobody yet")), ("others", _("colleagues"))],
    )

    def __init__(self, *args: Any, works: Sequence[Work], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["site"].choices = [EVERYTHING, *sorted({(str(work.site.pk), str(work.site)) for work in works})]
        fields["type"].choices = [EVERYTHING, *sorted({(work.type, names.get(work.type, work.type)) for work in works})]

    @property
    def is_used(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in self.fields)

    def kept(self, works: Iterable[Work], person_id: int) -> list[Work]:
        """The texts that the form lets through; what is done is shown only to who asks for it."""
        self.full_clean()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return [work for work in works if _fits(work, wanted, person_id)]


def _fits(work: Work, wanted: dict[str, str], person_id: int) -> bool:
    standing = work.standing
    holder = standing.handled_by
    found = {
        "site": str(work.site.pk),
        "type": work.type,
        "state": str(standing.state),
        "handler": "nobody" if holder is None else "me" if holder == person_id else "others",
    }
    is_done = standing.state in (State.CURRENT, State.WITHDRAWN) and not standing.is_in_approval
    return all(found[name] == value for name, value in wanted.items()) and (not is_done or "state" in wanted)
