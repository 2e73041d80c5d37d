"""The publication log: texts, versions, what is current, and the marks of what has to be looked at again."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from api.publications.enums import AlarmKind, Kind, Priority, State
from api.publications.filing import Filed
from api.publications.finding import Alike, FileText, Findable, Vocable
from workflows.passage.models import Release

LENGTH_OF_SHA256 = 64

__all__ = [
    "Alarm",
    "Alike",
    "Body",
    "Current",
    "Dirty",
    "Due",
    "FileText",
    "Filed",
    "Findable",
    "HostRow",
    "Medium",
    "Version",
    "Vocable",
]


class TransactionIdField(models.BigIntegerField):
    """PostgreSQL's 64-bit transaction id."""

    def db_type(self, connection: object) -> str:
        """The type of the column."""
        return "xid8"

    def from_db_value(self, value: object, *_args: object) -> int:
        """Psycopg does not know the type and hands over its text."""
        return int(str(value))


class Body(models.Model):
    """One text that was public, under the SHA-256 of its canonical form. INSERT only, but for erasing.

    Erasing (unlawful, secret or personal; two persons, a basis) takes the bytes and leaves the row. A text may hold
    personal data.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=LENGTH_OF_SHA256, primary_key=True)
    bytes = models.BinaryField(_("bytes"), null=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("erased by"), related_name="+", null=True, blank=True
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("confirmed by"),
        related_name="+",
        null=True,
        blank=True,
    )
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = (
            models.CheckConstraint(
                condition=Q(bytes__isnull=False, erased_at__isnull=True)
                | (
                    Q(bytes__isnull=True, erased_at__isnull=False, erased_by__isnull=False, confirmed_by__isnull=False)
                    & ~Q(basis="")
                ),
                name="text_without_bytes_was_erased",
            ),
            models.CheckConstraint(
                condition=Q(erased_by__isnull=True) | ~Q(erased_by=models.F("confirmed_by")),
                name="two_persons_erase",
            ),
        )

    def __str__(self) -> str:
        return self.sha256


class Version(models.Model):
    """What the public could read of one thing from `at` on. INSERT only; triggers refuse everything else.

    `seq` grows in commit order and has no holes. `hash` is taken over all other fields, the previous hash included.
    Keys of `frame` that begin with "_" are never sent out. No personal data but what the text holds.
    """

    seq = models.BigIntegerField(_("number"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20, blank=True)
    site = models.UUIDField(_("public id of the site"))
    at = models.DateTimeField(_("at"))
    state = models.CharField(_("state"), max_length=20, choices=State)
    causes = ArrayField(models.CharField(max_length=40), verbose_name=_("causes"))
    release = models.ForeignKey(
        Release, models.PROTECT, verbose_name=_("release"), related_name="versions", null=True, blank=True
    )
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("text"), related_name="versions", null=True, blank=True
    )
    frame = models.JSONField(_("frame"))
    previous_hash = models.CharField(_("previous hash"), max_length=LENGTH_OF_SHA256, unique=True)
    hash = models.CharField(_("hash"), max_length=LENGTH_OF_SHA256, unique=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("seq",)
        indexes = (
            models.Index(fields=("kind", "public_id", "locale", "site", "-seq"), name="versions_of_thing"),
            models.Index(fields=("site", "seq"), name="versions_of_site"),
            BrinIndex(fields=("at",), name="versions_by_moment"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.public_id} {self.locale} {self.state}"


class Current(models.Model):
    """The newest version of one thing, ready to be sent. It can be thrown away and made again from the log.

    `whole` and `list_form` are the bytes that readers get. `terms` are filter keys, `deps` what the frame was made
    from, `scope` the site and the sites above it, `words` what search reads (`api.publications.words`).
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20, blank=True)
    site = models.UUIDField(_("public id of the site"))
    seq = models.BigIntegerField(_("number of the version"))
    state = models.CharField(_("state"), max_length=20, choices=State)
    path = models.TextField(_("path"), blank=True)
    former_paths = ArrayField(models.TextField(), verbose_name=_("former paths"), default=list)
    whole = models.BinaryField(_("whole form"))
    list_form = models.BinaryField(_("form in lists"))
    etag = models.CharField(_("entity tag"), max_length=LENGTH_OF_SHA256)
    type = models.CharField(_("type"), max_length=40, blank=True)
    sort_at = models.DateTimeField(_("sorted by"))
    terms = ArrayField(models.TextField(), verbose_name=_("filter keys"), default=list)
    date_from = models.DateTimeField(_("from"), null=True, blank=True)
    date_to = models.DateTimeField(_("until"), null=True, blank=True)
    scope = ArrayField(models.BigIntegerField(), verbose_name=_("site and sites above it"), default=list)
    deps = ArrayField(models.TextField(), verbose_name=_("made from"), default=list)
    words = ArrayField(models.TextField(), verbose_name=_("words for search"), default=list)
    held = models.BooleanField(_("held"), default=False)
    held_reason = models.CharField(_("reason of holding"), max_length=200, blank=True)
    presenter = models.PositiveIntegerField(_("number of the presenter"))

    class Meta:
        verbose_name = _("current version")
        verbose_name_plural = _("current versions")
        constraints = (
            models.UniqueConstraint(fields=("kind", "public_id", "locale", "site"), name="one_current_row_a_thing"),
            ExclusionConstraint(  # by a B-tree: migration 0004
                name="one_live_page_a_path",
                expressions=(("site", RangeOperators.EQUAL), ("path", RangeOperators.EQUAL)),
                condition=Q(kind=Kind.PAGE, state=State.LIVE),
                deferrable=models.Deferrable.DEFERRED,
            ),
        )
        indexes = (
            models.Index(fields=("site", "path"), name="current_by_path"),
            models.Index(fields=("seq",), name="current_by_number"),
            models.Index(fields=("site", "seq"), name="current_of_site_by_number"),
            models.Index(
                fields=("site", "locale", "-sort_at", "-public_id"),
                condition=Q(kind=Kind.PAGE, state=State.LIVE),
                name="current_list_of_site",
            ),
            models.Index(
                fields=("locale", "-sort_at", "-public_id"),
                condition=Q(kind=Kind.PAGE, state=State.LIVE),
                name="current_list_of_all",
            ),
            models.Index(
                fields=("site",), include=("scope",), condition=Q(kind=Kind.SITE), name="current_sites_by_scope"
            ),
            GinIndex(fields=("terms",), name="current_terms"),
            GinIndex(fields=("deps",), name="current_deps"),
            GinIndex(fields=("former_paths",), name="current_former_paths"),
            GinIndex(fields=("scope",), name="current_scope"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id} {self.locale} {self.state}"


class HostRow(models.Model):
    """One host name and all that a request needs to know of its site. Made by the drain from `sites.domains`.

    `version` is another number by chance whenever something is said anew of the site or of a site below it, in the very
    transaction, by triggers on `Current` and on this table alone (`0006_versions_of_sites`): writing -1 asks for one.
    """

    hostname = models.CharField(_("host name"), max_length=253, primary_key=True)
    site = models.UUIDField(_("public id of the site"))
    site_id = models.BigIntegerField(_("number of the site"))
    is_portal = models.BooleanField(_("is the portal"), default=False)
    canonical = models.CharField(_("canonical host name"), max_length=253)
    languages = ArrayField(models.CharField(max_length=20), verbose_name=_("languages"))
    first_locale = models.CharField(_("first language"), max_length=20)
    version = models.BigIntegerField(_("version of what is said"), default=0)

    class Meta:
        verbose_name = _("host name as requests see it")
        verbose_name_plural = _("host names as requests see them")

    def __str__(self) -> str:
        return self.hostname


class Medium(models.Model):
    """How large a rendition or file is that is put out, under its public name. Written by the drain as it puts it out.

    What a name stands for never changes. Can be thrown away and found out again. No personal data.
    """

    name = models.CharField(_("public name"), max_length=80, primary_key=True)
    size = models.BigIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("size of a public medium")
        verbose_name_plural = _("sizes of public media")

    def __str__(self) -> str:
        return f"{self.name} {self.size}"


class Due(models.Model):
    """A moment at which one thing will look different without anybody changing a row: an embargo, a planned end."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20, blank=True)
    site = models.UUIDField(_("public id of the site"))
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("planned change")
        verbose_name_plural = _("planned changes")
        constraints = (
            models.UniqueConstraint(fields=("kind", "public_id", "locale", "site"), name="one_due_moment_a_thing"),
        )
        indexes = (models.Index(fields=("site", "at"), name="due_of_site"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id} {self.at:%Y-%m-%d %H:%M}"


class Dirty(models.Model):
    """One mark: something that may be public was written. Set by row triggers, taken away by the drain."""

    txid = TransactionIdField(_("transaction"), db_default=Func(function="pg_current_xact_id"))
    kind = models.CharField(_("kind"), max_length=40)
    ref = models.TextField(_("what"), blank=True)
    priority = models.SmallIntegerField(_("priority"), choices=Priority, db_default=Priority.DIRECT)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        indexes = (models.Index(fields=("priority", "id"), name="marks_in_order"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Alarm(models.Model):
    """Something that an operator has to look at, until it is right again."""

    kind = models.CharField(_("kind"), max_length=20, choices=AlarmKind)
    thing = models.CharField(_("thing"), max_length=200)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    raised_at = models.DateTimeField(_("raised at"))
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "thing"), condition=Q(cleared_at__isnull=True), name="one_open_alarm_a_thing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
