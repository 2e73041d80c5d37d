"""People with personal accounts, the posts that they hold, and the seats that they sit in."""

import uuid
from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.accounts.enums import PostKind
from sites.agencies.models import Agency
from sites.clock.days import HeldModel, holding_on, never_backward, one_a_day
from sites.domains.models import PublicSite


class Held[Row: models.Model](models.QuerySet[Row]):
    """Rows that hold on the days [held_from, held_to)."""

    def on(self, day: date) -> Self:
        """The rows that hold on a day."""
        return self.filter(holding_on(day))


class User(AbstractUser):
    """One person's own account (Nghệ An Điều 9: never shared). Personal data: name, e-mail, telephone.

    A person who acted is closed (`closed_at`, `is_active` false), never deleted. `link_sent_at` is when the last link
    to set a password was written: an older link is void. A locked account (`locked_at`) is inactive until it is
    unlocked; a password that others may know (`leaked_at`) is void until a new one is set. `seen_at` is the last use.
    `password_set_at` is empty for a password that came with the account, or that nobody has set yet.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    link_sent_at = models.DateTimeField(_("link sent at"), null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    lock_reason = models.CharField(_("reason of the lock"), max_length=300, blank=True)
    unlocked_at = models.DateTimeField(_("unlocked at"), null=True, blank=True)
    password_set_at = models.DateTimeField(_("password set at"), null=True, blank=True, editable=False)
    leaked_at = models.DateTimeField(_("leak reported at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing_reason = models.CharField(_("reason of the closing"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name to show: the full name, else the user name."""
        return self.full_name or super().get_full_name() or self.username


class Post(HeldModel):
    """One person's post in an agency on the days [held_from, held_to): "Giám đốc", "Phó Giám đốc". Public office.

    The head of an agency on a day is who holds its post of kind `head` on that day.
    """

    person = models.ForeignKey(User, models.PROTECT, verbose_name=_("person"), related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="posts")
    kind = models.CharField(_("kind"), max_length=20, choices=PostKind)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    objects = Held.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            one_a_day("one_head_a_day", "agency", condition=Q(kind="head")),
            never_backward("post_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.title_vi} ({self.agency})"


class SeatKind(models.Model):
    """What a seat lets its holder do, as data: names, and the page and media rights that follow from it.

    `page_rights` are Wagtail's page permission codenames without "_page" ("add", "change"); `media_rights` those of
    collections ("add", "choose"). `languages` narrows the rights on pages to those in these languages; none means all.
    Deciding rights are not here: chains name seats by their code. `gives` are the codes
    of the seats that its holder may give on his site; who may give one manages the people of the site.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    page_rights = ArrayField(
        models.CharField(max_length=40), verbose_name=_("rights on pages"), default=list, blank=True
    )
    media_rights = ArrayField(
        models.CharField(max_length=40), verbose_name=_("rights on media"), default=list, blank=True
    )
    languages = ArrayField(models.CharField(max_length=20), verbose_name=_("languages"), default=list, blank=True)
    gives = ArrayField(models.CharField(max_length=60), verbose_name=_("seats to give"), default=list, blank=True)

    class Meta:
        verbose_name = _("kind of seat")
        verbose_name_plural = _("kinds of seat")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_vi


class Seat(HeldModel):
    """One person's seat on a site, or on one section of it, on the days [held_from, held_to), with its basis.

    Posts and seats are the only source of rights; groups and permission rows are written from them by one action.
    """

    person = models.ForeignKey(User, models.PROTECT, verbose_name=_("person"), related_name="seats")
    kind = models.ForeignKey(SeatKind, models.PROTECT, verbose_name=_("kind"), related_name="seats")
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="seats")
    section = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("section"), related_name="seats", null=True, blank=True
    )
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    has_further_languages: bool  # of a selector: whether the site has opened languages beside its first one

    objects = Held.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = (
            one_a_day("one_seat_of_a_kind_a_day", "person", "kind", "site", Coalesce("section_id", Value(0))),
            never_backward("seat_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.kind} ({self.site})"


class RightsAlarm(models.Model):
    """Rights that nobody gave, found once: what was there, or missing, without a post or seat to follow from.

    Written by the comparison and by every writing of rights; the rights themselves were put right, this row stays.
    An administrator says what it was and when he looked at it. No personal data beyond account names in `note`.
    """

    found_at = models.DateTimeField(_("found at"))
    lines = ArrayField(models.TextField(), verbose_name=_("differences"))
    note = models.CharField(_("what it was"), max_length=300, blank=True)
    seen_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    seen_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("looked at by"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("alarm about rights")
        verbose_name_plural = _("alarms about rights")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.found_at:%Y-%m-%d %H:%M}: {len(self.lines)}"
