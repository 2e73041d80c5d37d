"""What is asked for, and what came of a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sites.accounts.enums import PostKind
from sites.accounts.models import SeatKind
from sites.accounts.reach import Reach
from sites.domains.models import PublicSite
from sites.reviews.enums import Flag, Source
from sites.reviews.selectors import Question


def sites_within(reach: Reach) -> Any:
    """The sites whose rights an actor looks through."""
    return PublicSite.objects.all() if reach.everything else PublicSite.objects.filter(pk__in=list(reach.kinds))


class QuestionForm(forms.Form):
    """Filters above the table."""

    q = forms.CharField(label=_("Name"), required=False)
    site = forms.ModelChoiceField(PublicSite.objects.none(), label=_("Site"), required=False, empty_label=_("All"))
    right = forms.ChoiceField(label=_("Right"), required=False)
    flag = forms.ChoiceField(label=_("To look at"), required=False)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["site"].queryset = sites_within(reach)
        seats = [(f"{Source.SEAT}:{kind.code}", str(kind)) for kind in SeatKind.objects.all()]
        posts = [(f"{Source.POST}:{kind}", label) for kind, label in PostKind.choices]
        fields["right"].choices = [("", _("All")), (_("Seats"), seats), (_("Posts"), posts)]
        if reach.everything:
            fields["right"].choices += [(Source.ADMINISTRATOR.value, Source.ADMINISTRATOR.label)]
        fields["flag"].choices = [("", _("All")), *Flag.choices]

    def question(self) -> Question:
        """What is asked; what is not understood is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        return Question(
            words=data.get("q", ""), site=data.get("site"), right=data.get("right", ""), flag=data.get("flag", "")
        )


class ReviewForm(forms.Form):
    """Of which site, and what came of it."""

    site = forms.ModelChoiceField(PublicSite.objects.none(), label=_("Site"))
    note = forms.CharField(
        label=_("What came of it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was found, and what was done about it; the number of the minutes, if there are any."),
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.queryset = sites_within(reach)
        if reach.everything:
            field.required, field.empty_label = False, _("The whole province")
        elif field.queryset.count() == 1:
            field.initial, field.empty_label = field.queryset.get(), None
