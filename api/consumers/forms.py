"""What is asked of a consumer and of a key."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from api.consumers.enums import Scope
from api.consumers.models import Consumer, Key
from api.consumers.rules import terms_of_keys
from sites import clock
from sites.accounts.models import User
from sites.administration.policies import sites_administered_by
from sites.changes.forms import why_fields
from sites.domains.models import PublicSite
from sites.languages.codes import name_of

ROWS = {"rows": 2}


class Lines(forms.CharField):
    """Words, a line each."""

    widget = forms.Textarea(attrs=ROWS)

    def prepare_value(self, value: Any) -> Any:
        """As they are typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """As they are kept."""
        return [line.strip().rstrip("/") for line in (value or "").splitlines() if line.strip()]


class ConsumerForm(forms.ModelForm):
    """One consumer, with the sites that the person may name."""

    sites = forms.ModelMultipleChoiceField(
        PublicSite.objects.none(),
        label=_("Sites"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all of them; only an administrator of the province registers that."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: all of them.")
    )
    origins = Lines(
        label=_("Origins that may send"),
        required=False,
        help_text=_(
            "A line each, as https://www.example.gov.vn: from pages of these, browsers may send questions and the like."
        ),
    )

    class Meta:
        model = Consumer
        fields = (
            "name", "owner", "email", "sites", "languages", "origins", "reads_a_minute", "searches_a_minute", "note",
        )  # fmt: skip

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["sites"].queryset = sites_administered_by(person).order_by("name_vi")
        fields["languages"].choices = [(code, name_of(code)) for code, _name in settings.LANGUAGES]
        for name, of_all in (("reads_a_minute", "read"), ("searches_a_minute", "search")):
            fields[name].help_text = _("Left empty: %(number)s, as everybody.") % {
                "number": settings.REQUESTS_A_MINUTE.get(of_all, 0)
            }
        fields.update(why_fields())

    def row(self) -> Consumer:
        """The row as it is to be, not saved."""
        consumer: Consumer = self.instance
        consumer.site_codes = sorted(site.code for site in self.cleaned_data["sites"])
        return consumer


class KeyForm(forms.ModelForm):
    """One key."""

    scopes = forms.MultipleChoiceField(
        label=_("What it is good for"),
        required=False,
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: it only tells who reads. What is public is read without a key."),
    )

    class Meta:
        model = Key
        fields = ("name", "scopes", "expires_on")
        widgets = {"expires_on": AdminDateInput}

    def __init__(self, *args: Any, consumer: Consumer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.consumer = consumer
        last = clock.today() + timedelta(days=terms_of_keys().days)
        expires_on: Any = self.fields["expires_on"]
        expires_on.initial = last
        expires_on.help_text = _("At the latest on %(day)s.") % {"day": f"{last:%d/%m/%Y}"}
        self.fields.update(why_fields())


class ReasonForm(forms.Form):
    """Why."""

    why = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs=ROWS), required=False)
