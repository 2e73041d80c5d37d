"""What a second person says."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 5000


class VerdictForm(forms.Form):
    """Saying no needs the reason, saying yes does not."""

    comment = forms.CharField(
        label=_("Comment, or why it is refused"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
