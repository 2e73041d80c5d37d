"""The pulse of the background process."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Beat(models.Model):
    """When a loop of a worker last finished a round. Written by the worker itself. No personal data."""

    host = models.CharField(_("machine"), max_length=253)
    loop = models.CharField(_("loop"), max_length=40)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("beat of a worker")
        verbose_name_plural = _("beats of workers")
        constraints = (models.UniqueConstraint(fields=("host", "loop"), name="one_beat_a_loop"),)

    def __str__(self) -> str:
        return f"{self.host} {self.loop} {self.at:%Y-%m-%d %H:%M:%S}"
