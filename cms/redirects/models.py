"""Old addresses and the pages that they lead to."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.redirects.enums import Status
from sites.domains.models import PublicSite


class Redirect(models.Model):
    """One path of a site that was never an item here, and the page of the same site to which it leads.

    Kept by administrators and those of the site; ended, never deleted. Where something is live at the path, that is
    shown. No personal data.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="redirects")
    path = models.CharField(
        _("old address"),
        max_length=500,
        help_text=_("The part behind the host name, for instance /tin-cu/bai-1.aspx"),
    )
    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("leads to"), related_name="redirects_here")
    status = models.PositiveSmallIntegerField(_("how"), choices=Status, default=Status.FOR_GOOD)
    note = models.CharField(_("where it comes from"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made at"), editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ("site", "path")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "path"),
                condition=Q(ended_at__isnull=True),
                name="one_redirect_a_path",
                violation_error_message=_("This address leads somewhere already; end that redirect first."),
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & Q(path__endswith="/") & ~Q(path="/"), name="redirect_has_a_path"
            ),
        )

    def __str__(self) -> str:
        return self.path
