"""How far each cache in front was told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cache(models.Model):
    """One cache of the settings, by its name: up to which number of the log it was told. Written by the worker alone.

    No personal data.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    position = models.BigIntegerField(_("told up to number"))
    tries = models.PositiveIntegerField(_("tries in vain"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), null=True)
    failing_since = models.DateTimeField(_("fails since"), null=True)
    fault = models.CharField(_("fault"), max_length=200, blank=True)
    purged_at = models.DateTimeField(_("last told at"), null=True)

    class Meta:
        verbose_name = _("cache in front")
        verbose_name_plural = _("caches in front")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
