"""Pictures, their renditions, and files."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """One picture, private until something public refers to it."""

    admin_form_fields = Image.admin_form_fields


class PictureRendition(AbstractRendition):
    """One rendition of a picture."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_spec"),
        )


class File(AbstractDocument):
    """One file, private until something public refers to it."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
