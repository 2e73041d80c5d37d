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


class Notice(models.Model):
    """One thing that one person is told in the admin; his alone. Changed by his reading it. Personal data: text."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="notices"
    )
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    path = models.CharField(_("where it leads"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=20)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice in the admin")
        verbose_name_plural = _("notices in the admin")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("person", "-id"), name="notices_of_person"),
            models.Index(fields=("person",), condition=Q(read_at__isnull=True), name="notices_not_read"),
        )

    def __str__(self) -> str:
        return self.subject
