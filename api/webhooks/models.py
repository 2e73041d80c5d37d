"""Endpoints of consumers, their secrets, what was tried."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from api.consumers.models import Consumer
from api.publications.enums import Kind
from api.webhooks.enums import State, Type
from sites.domains.models import PublicSite

PERSON = settings.AUTH_USER_MODEL


class Endpoint(models.Model):
    """One address of a consumer that is told what changes, in the order of the log.

    The log is the queue: `position` is the number up to which everything was delivered. `pending_to` is the last number
    of a message under way, kept so that every try of it says the same under the same name; `generation` grows whenever
    somebody sets the position, so that what is sent again is not taken for what was received. Kept by those who keep
    the consumer; ended, never deleted. No personal data.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    consumer = models.ForeignKey(Consumer, models.PROTECT, verbose_name=_("consumer"), related_name="endpoints")
    url = models.URLField(_("address"), max_length=500, help_text=_("https, a public machine; nothing is followed."))
    site = models.ForeignKey(
        PublicSite,
        models.PROTECT,
        verbose_name=_("only of this site"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("None: all sites that the consumer serves."),
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind), verbose_name=_("only these changes"), default=list, blank=True
    )  # none: all of them
    note = models.CharField(_("note"), max_length=300, blank=True)
    registered_at = models.DateTimeField(_("registered at"), editable=False)
    position = models.BigIntegerField(_("delivered up to number"), default=0, editable=False)
    pending_to = models.BigIntegerField(_("message under way ends at number"), null=True, editable=False)
    generation = models.PositiveIntegerField(_("generation"), default=0, editable=False)
    tries = models.PositiveIntegerField(_("tries in vain"), default=0, editable=False)
    served_at = models.DateTimeField(_("last tried at"), null=True, editable=False)
    next_try_at = models.DateTimeField(_("next try at"), null=True, editable=False)
    failing_since = models.DateTimeField(_("fails since"), null=True, editable=False)
    delivered_at = models.DateTimeField(_("last delivered at"), null=True, editable=False)
    dead_at = models.DateTimeField(_("given up at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url

    @property
    def state(self) -> State:
        """How it fares, but for how far behind it is."""
        if self.ended_at:
            return State.ENDED
        if self.dead_at:
            return State.DEAD
        if not self.secrets.all():
            return State.NO_SECRET
        return State.FAILING if self.tries else State.GOOD


class Secret(models.Model):
    """By what messages to an endpoint are signed. The secret itself lies nowhere: it follows from `salt` and the key of
    the installation, and is shown once. `fingerprint` tells whether it still follows, or that key was changed.

    `until`: the one that it replaces signs beside it until then. Personal data: who saw it.
    """

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, verbose_name=_("webhook"), related_name="secrets")
    salt = models.CharField(_("salt"), max_length=64)
    fingerprint = models.CharField(_("fingerprint"), max_length=16)
    drawn_at = models.DateTimeField(_("handed out at"))
    drawn_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("handed out to"), related_name="+")
    until = models.DateTimeField(_("signs until"), null=True)

    class Meta:
        verbose_name = _("secret of a webhook")
        verbose_name_plural = _("secrets of webhooks")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.endpoint_id} {self.drawn_at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """One try to deliver one message. Only added, by the worker or by who sends a test; forgotten by age.

    `status` is what the other side answered, `fault` why it did not. No personal data but what it answers.
    """

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, verbose_name=_("webhook"), related_name="attempts")
    message = models.CharField(_("message"), max_length=120)
    type = models.CharField(_("about"), max_length=30, choices=Type)
    first = models.BigIntegerField(_("from number"), null=True)
    last = models.BigIntegerField(_("to number"), null=True)
    changes = models.PositiveIntegerField(_("changes"), default=0)
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    fault = models.CharField(_("fault"), max_length=40, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    excerpt = models.CharField(_("beginning of the answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("try of a webhook")
        verbose_name_plural = _("tries of webhooks")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("endpoint", "-id"), name="attempts_of_endpoint"),
            models.Index(fields=("at",), name="attempts_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.message} {self.status or self.fault}"

    @property
    def is_good(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, 15.3
