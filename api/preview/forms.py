"""What is asked before a draft is shown to somebody without an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from api.preview.actions import Wish
from api.preview.models import Permit
from sites.administration.policies import sites_administered_by
from sites.administration.views import ActionForm


class LinkForm(forms.Form):
    """For whom, and what for."""

    recipient = forms.CharField(
        label=_("For whom"),
        max_length=200,
        help_text=_(
            "Name and place of work of the one person who opens it, for instance an expert who checks figures."
        ),
    )
    purpose = forms.CharField(label=_("What for"), max_length=300)

    @property
    def wish(self) -> Wish:
        """As the action takes it."""
        return Wish(self.cleaned_data["recipient"], self.cleaned_data["purpose"])


class RevokeForm(forms.Form):
    """Which link."""

    permit: Any = forms.ModelChoiceField(Permit.objects.none())

    def __init__(self, *args: Any, permits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permit"].queryset = permits  # type: ignore[attr-defined]


class AddressForm(ActionForm):
    """For the sites that one administers; site and language of a row stay."""

    keeps_meaning: Any = None  # nothing of it is translated

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.for_user
        site: Any = self.fields["site"]
        site.queryset = sites_administered_by(person)
        for name in ("site", "locale"):
            self.fields[name].disabled = self.instance.pk is not None
