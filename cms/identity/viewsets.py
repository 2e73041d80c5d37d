"""The screen of a site's identity."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from cms.identity.changes import IDENTITY
from cms.identity.models import SiteIdentity
from sites.administration.policies import sites_administered_by
from sites.administration.views import ActionForm, ActionViewSet, translations, why
from sites.domains.models import PublicSite


class IdentityForm(ActionForm):
    """With the name of the responsible person, which stands with the site itself."""

    responsible_person = forms.CharField(
        label=_("Responsible person"),
        required=False,
        max_length=200,
        help_text=_("Named at the foot of every page (Circular 32/2017, Article 16)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_made = self.instance.pk is not None
        person: Any = self.for_user
        site: Any = self.fields["site"]
        own = sites_administered_by(person)
        site.queryset = own if is_made else own.filter(identity__isnull=True)
        site.disabled = is_made
        if is_made:
            self.fields["responsible_person"].initial = self.instance.site.responsible_person

    def clean(self) -> dict[str, Any]:
        """An emblem is not taken out of the pictures of another site: the chooser offers none, so it was forged."""
        cleaned: dict[str, Any] = super().clean() or {}
        emblem = cleaned.get("emblem")
        if emblem is not None and emblem.pk != self.initial.get("emblem"):
            owners = PublicSite.objects.filter(collection=emblem.collection_id)
            own = sites_administered_by(self.for_user)  # type: ignore[arg-type]
            if owners.exists() and not owners.filter(pk__in=own.values("pk")).exists():
                raise PermissionDenied
        return cleaned

    def _post_clean(self) -> None:
        """Hand the name on with the row, to the action."""
        super()._post_clean()
        self.instance.named = self.cleaned_data.get("responsible_person", "")


def _person(identity: SiteIdentity) -> str:
    return identity.site.responsible_person


class Identities(ActionViewSet):
    """How sites show themselves."""

    model = SiteIdentity
    icon = "view"
    menu_label = _("Site identity")  # type: ignore[assignment]
    menu_order = 820  # type: ignore[assignment]
    add_to_admin_menu = True
    list_display = ("site", Column("person", _("Responsible person"), accessor=_person), "primary", "accent")
    kind = IDENTITY
    edit_handler = ObjectList(
        [
            FieldPanel("site"),
            FieldPanel("responsible_person"),
            MultiFieldPanel([FieldPanel("emblem"), FieldPanel("emblem_alt")], heading=_("Emblem")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("primary"), FieldPanel("primary_text")]),
                    FieldRowPanel([FieldPanel("accent"), FieldPanel("accent_text")]),
                ],
                heading=_("Colours"),
                help_text=_("As #rrggbb. Each is checked against white and against its text (WCAG AA, 4.5:1)."),
            ),
            translations(),
            why(),
        ],
        base_form_class=IdentityForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[SiteIdentity]:
        """Those of the sites that one administers."""
        mine = SiteIdentity.objects.filter(site__in=sites_administered_by(request.user))
        return mine.select_related("site", "emblem").order_by("site__name_vi")
