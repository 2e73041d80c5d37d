"""What is asked about disagreements in forms of other rooms: why the translation is right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.refusals import Conflict
from workflows.agreement.actions import affirm
from workflows.agreement.rules import is_asked_before
from workflows.agreement.selectors import Compared, compared
from workflows.agreement.stamps import stamp_of

LONGEST = 1000


class AffirmingForm(forms.Form):
    """A form with the question why, where one of the drafts disagrees with its Vietnamese text in what stops it."""

    right = forms.CharField(
        label=_("Why the translation is right"),
        help_text=_("It is written down with your name. Where the translation is wrong, mend it instead."),
        error_messages={"required": _("Say why the translation is right, or mend it: without it nothing goes on.")},
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    right_stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, drafts: Sequence[BasePage] = (), asked_before: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts, self.asked_before = drafts, asked_before
        found = [one for one in map(compared, drafts) if one and _stops(one, asked_before)] if asked_before else []
        if not found:
            del self.fields["right"], self.fields["right_stamp"]
            return
        self.fields["right_stamp"].initial = stamp_of(found)

    def affirm(self, person: User) -> None:
        """Write down what was said in a valid form. Conflict where other disagreements stand there by now."""
        if "right" not in self.fields:
            return
        if self.cleaned_data["right_stamp"] != self.fields["right_stamp"].initial:
            words = _now("The texts have changed since you compared them. Read them again.")
            raise Conflict(words, code="text_changed")
        for draft in self.drafts:
            affirm(person, draft=draft, act=self.asked_before, reason=self.cleaned_data["right"])


def _stops(found: Compared, act: str) -> bool:
    return bool(found.stopping) and is_asked_before(found.site, act)
