"""Labels of Wagtail's forms that have none: Django makes one of the field's name, in English (Wagtail 8.0.1)."""

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)

LINK_TEXT = _("Text of the link")
LABELS: tuple[tuple[type[Form], dict[str, Promise]], ...] = (
    (LoginForm, {"password": _("Password")}),
    (ExternalLinkChooserForm, {"link_text": LINK_TEXT}),
    (AnchorLinkChooserForm, {"url": _("Anchor"), "link_text": LINK_TEXT}),
    (PhoneLinkChooserForm, {"phone_number": _("Telephone number"), "link_text": LINK_TEXT}),
    (
        EmailLinkChooserForm,
        {
            "email_address": _("E-mail address"),
            "link_text": LINK_TEXT,
            "subject": _("Subject of the mail"),
            "body": _("Text of the mail"),
        },
    ),
)


def label() -> None:
    """Give the fields their labels, before anybody makes a form."""
    for form, labels in LABELS:
        for name, words in labels.items():
            form.base_fields[name].label = words  # type: ignore[assignment]
