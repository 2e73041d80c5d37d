"""The outbox of mails."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One mail to one person, written in the transaction of what it tells. Personal data: address and text.

    A job sends it and tries again; a row without `sent_at` was not sent yet, so that a dead mail server loses none.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="mails", null=True, blank=True
    )
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=20)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-id",)
        indexes = (models.Index(fields=("id",), condition=Q(sent_at__isnull=True), name="mail_not_sent"),)

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
