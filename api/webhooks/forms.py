"""What is asked of an endpoint, and before something is sent again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from api.consumers.models import Consumer
from api.publications.enums import Kind
from api.webhooks.models import Endpoint
from sites.changes.forms import why_fields
from sites.domains.models import PublicSite


class EndpointForm(forms.ModelForm):
    """One endpoint of a consumer."""

    kinds = forms.MultipleChoiceField(
        label=_("Only these changes"),
        required=False,
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all of them."),
    )

    class Meta:
        model = Endpoint
        fields = ("url", "site", "kinds", "note")

    def __init__(self, *args: Any, consumer: Consumer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.consumer = consumer
        sites = consumer.sites.all()
        site: Any = self.fields["site"]
        site.queryset = sites if sites else PublicSite.objects.all()
        site.empty_label = _("all sites that the consumer serves")
        self.fields.update(why_fields())


class ReplayForm(forms.Form):
    """From where on."""

    number = forms.IntegerField(label=_("From number"), required=False, min_value=1)
    moment = forms.DateTimeField(label=_("Or from a moment"), required=False, widget=AdminDateTimeInput)
