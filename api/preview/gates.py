"""A draft that was sent to somebody stays as it was sent: saving it over is refused, a new draft is saved instead."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from api.preview.enums import PermitKind
from api.preview.models import PermitText
from sites import clock
from sites.refusals import Refused


def not_sent(_page: Page, revision: Revision) -> None:
    """Refuse to overwrite a revision that an open link shows."""
    links = {"permit__kind": PermitKind.LINK, "permit__revoked_at": None, "permit__expires_at__gt": clock.now()}
    if PermitText.objects.filter(revision=revision.pk, **links).exists():
        raise Refused(_("This draft was sent for preview as it is; save a new draft."), code="sent_for_preview")
