"""What is asked about secrecy in forms of other rooms, and before a find is cleared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.secrecy.rules import basis_of, declaration_rule, wording_of


class DeclaringForm(forms.Form):
    """A form with the tick, where the rule of the site asks for it before this act."""

    declared = forms.BooleanField(
        label=_("Declaration"), error_messages={"required": _("Tick the declaration: without it nothing goes on.")}
    )

    def __init__(self, *args: Any, site: PublicSite | None = None, act: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = declaration_rule(site, act) if site and act else None
        if rule is None:
            del self.fields["declared"]
            return
        self.fields["declared"].label = wording_of(rule)
        self.fields["declared"].help_text = basis_of(rule)


class ClearingForm(forms.Form):
    """Why a find is none, and on what paper."""

    reason = forms.CharField(label=_("Why it is no secret"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    basis = forms.CharField(label=_("Basis (number and date of the paper)"), max_length=300)
