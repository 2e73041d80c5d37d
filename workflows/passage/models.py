"""Passages, the decisions in them, the releases that follow, and withdrawals."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from workflows.passage.enums import Cause, ReleaseKind, WithdrawalKind


class Release(models.Model):
    """This text of this thing may be public, because ... INSERT only, but for `revoked_at` and `withdrawal`.

    The thing is (`public_id`, `locale`); the text is named by the SHA-256 of its canonical form. Until `not_before`
    it is under embargo. A withdrawal revokes every release that came before it.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=ReleaseKind)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    revision = models.ForeignKey(
        Revision, models.PROTECT, verbose_name=_("revision"), related_name="releases", null=True, blank=True
    )
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("released by"),
        related_name="releases",
        null=True,
        blank=True,
    )
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = (models.Index(fields=("public_id", "locale", "id"), name="release_of_thing"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.text_sha256[:12]}"


class Withdrawal(models.Model):
    """One thing was taken back from the public, at once, by one entitled person, with a reason.

    `notice` is shown to readers; `reason` stays inside. `successor` is the public id of what took its place.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=WithdrawalKind, default=WithdrawalKind.WITHDRAWN)
    notice = models.CharField(_("notice for readers"), max_length=500, blank=True)
    reason = models.TextField(_("reason"))
    successor = models.UUIDField(_("successor"), null=True, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("by"),
        related_name="withdrawals",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        indexes = (models.Index(fields=("public_id", "locale", "id"), name="withdrawal_of_thing"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.at:%Y-%m-%d %H:%M}"
