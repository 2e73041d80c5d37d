"""The admin's forms of pictures and files."""

from collections.abc import Mapping
from typing import Any

from django.forms import Select
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.media.frozen import frozen_message
from cms.media.uploads import FILE_TYPES, PICTURE_FORMATS
from sites.languages.codes import every_language, name_of


class FrozenFields:
    """What is frozen is shown, but cannot be typed over; the reason stands beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance: Any = self.instance  # type: ignore[attr-defined]
        if instance.frozen_at is None:
            return
        for name in instance.FROZEN_FIELDS:
            if name in self.fields:  # type: ignore[attr-defined]
                field = self.fields[name]  # type: ignore[attr-defined]
                field.disabled = True
                field.help_text = frozen_message()


class WithinLimits:
    """What is taken stands beside the field for the file, and is judged by the collection that it will lie in.

    Wagtail says only while saving which collection that is, where a person has just one.
    """

    known: Mapping[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields, instance = self.fields, self.instance  # type: ignore[attr-defined]
        if instance.pk is None:
            instance.collection = self.collections[0]  # type: ignore[attr-defined]
        if "file" in fields and not fields["file"].disabled:
            fields["file"].help_text = instance.limits.told(self.known)


class PictureForm(WithinLimits, FrozenFields, BaseImageForm):
    """The form of a picture."""

    known = PICTURE_FORMATS


class FileForm(WithinLimits, FrozenFields, BaseDocumentForm):
    """The form of a file."""

    known = FILE_TYPES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].widget = Select(choices=[(code, name_of(code)) for code in every_language()])
