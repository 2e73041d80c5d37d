"""Pictures, their renditions, and files. Private until something public refers to them (`actions.publish_media`)."""

import uuid
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.media import uploads
from cms.media.frozen import check_frozen, refuse_change_of_frozen
from cms.media.limits import FILE, PICTURE, Limits, limits_for
from sites.languages.codes import SOURCE


class Picture(AbstractImage):
    """One picture. Changed by whoever has the right on its collection, until it is frozen.

    `sha256` is that of the stored original. `frozen_at` is set when a text that shows it is released: from then on
    neither the file nor the credit changes, and it is not deleted. Metadata of the camera, places included, is
    removed on the way in; the picture itself may show people (personal data).
    """

    FROZEN_FIELDS = ("file", "credit", "sha256")

    file_is_new = False  # whether the last save stored another file

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who made the picture"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False, db_index=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "description", "credit", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True) | ~models.Q(sha256=""), name="frozen_picture_has_a_hash"
            ),
        )

    @property
    def limits(self) -> Limits:
        """What is taken in the picture's collection."""
        return limits_for(PICTURE, collection_id=self.collection_id)

    def get_upload_to(self, filename: str) -> str:
        """A folder that nobody can guess, and a plain name."""
        return f"pictures/{self.public_id.hex}/{uploads.plain_name(filename)}"

    def clean(self) -> None:
        """Refuse an upload that is not what its name says, is too large, or moves; and a change of what is frozen."""
        super().clean()
        check_frozen(self)
        if uploads.is_new(self.file):
            uploads.check_picture(self.file, self.limits)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is frozen; take the camera's notes out of a new file and write down its hash."""
        refuse_change_of_frozen(self)
        self.file_is_new = uploads.is_to_be_taken_in(self)
        if self.file_is_new:
            with uploads.replacing(self.file):
                taken = uploads.picture_from(self.file, self.limits)
                self.file, self.sha256 = taken.file, taken.sha256
            self._set_image_file_metadata()
        super().save(*args, **kwargs)
        if self.file_is_new:
            self.renditions.all().delete()


class PictureRendition(AbstractRendition):
    """One rendition of a picture. Made by `actions.make_renditions` or, for thumbnails, by the admin."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    public_name = models.CharField(_("public name"), max_length=80, blank=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = (
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_spec"),
        )

    def get_upload_to(self, filename: str) -> str:
        """Beside the original, in the folder that nobody can guess."""
        spec = self.filter_spec.replace("|", "-") + PurePosixPath(filename).suffix
        return f"pictures/{self.image.public_id.hex}/{uploads.plain_name(spec)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write down hash and public name of a new file; let go of the temporary one that it came in."""
        incoming = self.file.file if uploads.is_new(self.file) else None
        if incoming:
            self.sha256 = uploads.sha256_of(self.file)
            self.public_name = self.sha256 + PurePosixPath(self.file.name or "").suffix.lower()
        super().save(*args, **kwargs)
        if incoming:
            incoming.close()


class File(AbstractDocument):
    """One file to read or to download. Changed by whoever has the right on its collection, until it is frozen.

    What the file says may hold personal data; the row does not.
    """

    FROZEN_FIELDS = ("file", "title", "sha256")

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False, db_index=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)

    language = models.CharField(
        _("language of the file"),
        max_length=20,
        default=SOURCE,
        help_text=_(
            "In which language the file is written. Readers are told where it is another one than that of the text."
        ),
    )

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True) | ~models.Q(sha256=""), name="frozen_file_has_a_hash"
            ),
        )

    @property
    def limits(self) -> Limits:
        """What is taken in the file's collection."""
        return limits_for(FILE, collection_id=self.collection_id)

    @property
    def size(self) -> int:
        """Bytes of the stored file."""
        return int(self.file_size or 0)

    @property
    def content_type(self) -> str:
        """The media type that the signature showed."""
        return self.media_type or "application/octet-stream"

    @property
    def public_name(self) -> str:
        """The name under which the public storage holds it."""
        return self.sha256 + PurePosixPath(self.file.name or "").suffix.lower()

    def clean(self) -> None:
        """Refuse an upload whose signature and name disagree, or whose type is not offered; keep what is frozen."""
        super().clean()
        check_frozen(self)
        if uploads.is_new(self.file):
            uploads.check_file(self.file, self.limits)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is frozen; check a new file, and write down its hash and type."""
        refuse_change_of_frozen(self)
        if uploads.is_to_be_taken_in(self):
            with uploads.replacing(self.file):
                taken = uploads.file_from(self.file, self.limits)
                self.file, self.sha256, self.media_type = taken.file, taken.sha256, taken.media_type
            self._set_document_file_metadata()
        super().save(*args, **kwargs)
