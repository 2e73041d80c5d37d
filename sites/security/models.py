"""The log of security, tries at the door, sessions, and former passwords."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.base_session import BaseSessionManager as Sessions
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.security.agents import name_of
from sites.security.enums import ActKind


class Act(models.Model):
    """One act that concerns the safety of an account: when, what, by whom, from where. INSERT only.

    `username` is what was typed at the door; `person` is empty where there is no such account, `by` where nobody was
    logged in, or the calendar did it. Personal data: names and addresses.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    kind = models.CharField(_("what"), max_length=20, choices=ActKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("whose account"), related_name="acts", null=True
    )
    username = models.CharField(_("user name"), max_length=150)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="acts_done", null=True
    )
    address = models.GenericIPAddressField(_("from where"), null=True)
    agent = models.CharField(_("with what"), max_length=300, blank=True)
    words = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("act of security")
        verbose_name_plural = _("log of security")
        ordering = ("-id",)
        indexes = (models.Index(fields=("person", "-id"), name="acts_of_person"),)

    def __str__(self) -> str:
        return f"{self.username} {self.kind}"


class Try(models.Model):
    """One try at the door that has not succeeded (yet); forgotten after a success and after a day. Personal data.

    Written before the password is looked at, so that tries at one moment count each other.
    """

    username = models.CharField(_("user name"), max_length=150)
    address = models.GenericIPAddressField(_("from where"), null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("try at the door")
        verbose_name_plural = _("tries at the door")
        indexes = (
            models.Index(fields=("username", "at"), name="tries_of_a_name"),
            models.Index(fields=("address", "at"), name="tries_from_an_address"),
        )

    def __str__(self) -> str:
        return f"{self.username} {self.at:%Y-%m-%d %H:%M:%S}"


class FormerPassword(models.Model):
    """The hash of a password that a person has had; as many as the rule `accounts.password` forbids to take again."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="former_passwords"
    )
    hash = models.CharField(_("hash"), max_length=128)
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.set_at:%Y-%m-%d}"


class Session(AbstractBaseSession):
    """One session of the admin, with whose it is and from where: its owner sees and ends it. Personal data."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="sessions", null=True
    )
    began_at = models.DateTimeField(_("began at"), null=True)
    seen_at = models.DateTimeField(_("last used"), null=True)
    address = models.GenericIPAddressField(_("from where"), null=True)
    agent = models.CharField(_("with what"), max_length=300, blank=True)

    objects: ClassVar[Any] = Sessions()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("session")  # type: ignore[assignment]
        verbose_name_plural = _("sessions")  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.person_id} {self.began_at}"

    @property
    def device(self) -> str:
        """What the person calls the thing that he logged in with."""
        return name_of(self.agent)

    @classmethod
    def get_session_store_class(cls) -> type:
        """Where Django keeps them."""
        from sites.security.sessions import SessionStore

        return SessionStore
